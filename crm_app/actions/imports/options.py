"""Adding what rows need: options that do not exist yet, fields that are off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.imports.retrying import SceneChanged
from crm_app.actions.imports.surroundings import Scene
from crm_app.data.catalog import catalog_of
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.rules.fields import FieldKind
from crm_app.rules.import_options import option_key
from crm_app.rules.import_rows import Pending, choice_value


class OptionAdder:
    """Adds the options of one batch, each once."""

    def __init__(self, session: Session, scene: Scene, wanted: Iterable[Pending]) -> None:
        """Add everything that is wanted; raises ``SceneChanged`` where somebody else changed options meanwhile."""
        self._ids: dict[tuple[int, str], int] = {}
        pending = list(wanted)
        if pending:
            lock_fields(session, scene, {one.field.id for one in pending})
            for one in pending:
                for name in one.names:
                    self._add(session, scene, one.field.id, name)

    def value_of(self, pending: Pending) -> str:
        """Return the raw value of a cell whose options all exist now."""
        new = {self._ids[pending.field.id, option_key(name)] for name in pending.names}
        return choice_value(sorted({*pending.ids, *new}), several=pending.field.kind is FieldKind.MULTI_CHOICE)

    def _add(self, session: Session, scene: Scene, field_id: int, name: str) -> None:
        key = (field_id, option_key(name))
        if key in self._ids:
            return
        there = scene.catalog.options_of(field_id)
        added = sum(other == field_id for other, _ in self._ids)
        option = FieldOption(
            field_id=field_id, name=name, position=max((o.position for o in there), default=0) + 1 + added
        )
        session.add(option)
        session.flush()
        self._ids[key] = option.id


def lock_fields(session: Session, scene: Scene, field_ids: Iterable[int]) -> None:
    """Let nobody else add options to these fields until this transaction ends; raises ``SceneChanged``."""
    wanted = sorted(field_ids)
    session.execute(
        select(FieldDefinition.id).where(FieldDefinition.id.in_(wanted)).order_by(FieldDefinition.id).with_for_update()
    )
    session.info.pop('catalog', None)
    if catalog_of(session) is not scene.stored:
        raise SceneChanged


def switch_on(session: Session, field_ids: Sequence[int]) -> None:
    """Switch prepared fields on."""
    for field in session.scalars(select(FieldDefinition).where(FieldDefinition.id.in_(field_ids))):
        field.enabled = True
