"""What columns are called on the screen."""

from __future__ import annotations

from typing import Final

from crm_app.components.words import _
from crm_app.locale.texts import N_
from crm_app.view_models.list_columns import ColumnView

FACT_NAMES: Final = {
    'owner': N_('Owner'),
    'kind': N_('Kind'),
    'next_follow_up_at': N_('Next contact'),
    'last_follow_up_at': N_('Last contact'),
    'created_at': N_('Created'),
    'updated_at': N_('Last changed'),
    'deleted_at': N_('Deleted'),
    'deleted_by': N_('Deleted by'),
}
KIND_NAMES: Final = {'company': N_('Company'), 'individual': N_('Individual')}


def column_name(view: ColumnView) -> str:
    """Return the team's name of a field, or the words for a fact of the customer itself."""
    return view.name or _(FACT_NAMES[str(view.column)])
