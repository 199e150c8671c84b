"""Fill an empty database with customers to look around in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.demo.customers import Maker
from crm_app.actions.demo.follow_ups import add_follow_ups
from crm_app.actions.demo.settings import add_fields, add_members, add_options
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.imports.rows import create_rows
from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member
from crm_app.data.news import touch_many
from crm_app.data.office import office_zone
from crm_app.data.rights import allowed
from crm_app.rules.customers import Route
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor, Permission
from crm_app.rules.refusals import Refusal

BATCH: Final = 2000
_DAYS: Final = 700


class CustomersExist(Refusal):
    """Demo data never mixes with a team's own customers."""

    message = 'Demo data goes only into a database without customers.'


def add_demo(
    database: Database,
    actor: Actor | None,
    *,
    customers: int,
    members: int,
    today: date,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Add demo members and customers; the same seed and day give the same ones. ``actor`` None is the command line.

    Raises ``CustomersExist`` where there are customers, in the recycle bin too, and ``NotPermitted``.
    """
    random = Random(seed)  # noqa: S311 - made-up names are no secrets
    owners = database.write(lambda session: _prepare(session, actor, max(members, 0), Random(seed)), actor)  # noqa: S311 - as above
    with database.reading() as session:
        maker = Maker(catalog_of(session), owners, random=random, today=today)
        noon = datetime.combine(today, time(12), office_zone(session)).astimezone(UTC)
    done = 0
    while done < customers:
        count = min(BATCH, customers - done)
        rows = maker.make(count)
        created_at = noon - timedelta(days=_DAYS * (1 - done / customers) + 61)
        with database.transaction(actor, route=Route.DEMO) as session:
            ids = create_rows(session, catalog_of(session), rows, member_id=owners[0], created_at=created_at, demo=True)
            if ids is None:  # somebody was faster with one of the numbers
                raise CustomersExist
            owned = [(ident, row.owner_id) for ident, row in zip(ids, rows, strict=True)]
            add_follow_ups(session, owned, random, noon)
            touch_many(session, Entity.CUSTOMER, count)
        done += count
        if progress:
            progress(done, customers)


def _prepare(session: Session, actor: Actor | None, members: int, random: Random) -> list[int]:
    """Check, add members, options and fields; return who owns the customers."""
    if actor:
        allowed(session, actor, Permission.MANAGE_MEMBERS)
    if session.scalar(select(Customer.id).limit(1)) is not None:
        raise CustomersExist
    owners = add_members(session, members, random)
    if not owners and actor:
        owners = [actor.member_id]
    if not owners:
        owners = list(session.scalars(select(Member.id).where(Member.active).order_by(Member.id).limit(1)))
    owners = owners or add_members(session, 1, random)
    add_options(session)
    add_fields(session)
    return owners
