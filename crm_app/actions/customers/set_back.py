"""Set a value back to what it was before an earlier change."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_app.actions.customers.edit import change, current
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.models.record import Revision
from crm_app.data.rights import allowed, visible_customer
from crm_app.rules.customers import Route
from crm_app.rules.fields import Entity
from crm_app.rules.list_query import Column
from crm_app.rules.members import Actor, Permission
from crm_app.rules.refusals import NotFound


def set_back(database: Database, actor: Actor, customer_id: int, revision_id: int, column: Column) -> None:
    """Give the column the value it had before the revision; itself a change like any other.

    Raises ``NotFound`` where the revision is not of this customer or did not change the column, and what edits raise.
    """

    def unit(session: Session) -> None:
        rights = allowed(session, actor, Permission.EDIT_CUSTOMER)
        customer = visible_customer(session, rights, customer_id, lock=True)
        revision = session.get(Revision, revision_id)
        if revision is None or (revision.entity_kind, revision.entity_id) != (Entity.CUSTOMER.value, customer_id):
            raise NotFound
        stored = 'owner_id' if column == 'owner' else column
        line = next((line for line in revision.changes if line[0] == stored), None)
        if line is None:
            raise NotFound
        base = {column: current(catalog_of(session), customer, column)}
        change(session, rights, customer, base=base, mine={column: line[1]}, whole=False)

    database.write(unit, actor, route=Route.RESTORE)
