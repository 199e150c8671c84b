"""What was talked about with demo customers, and when to get in touch again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlalchemy.orm import Session

from crm_app.actions.demo.words import FOLLOW_UPS
from crm_app.data.catalog import catalog_of
from crm_app.data.database import occasion_of
from crm_app.data.imports.bulk import insert_rows, moment
from crm_app.data.models.customer import Customer
from crm_app.rules.fields import Entity

_SHARE: Final = 0.35
_COLUMNS: Final = ('customer_id', 'member_id', 'at', 'way', 'text', 'next_at', 'created_at')
_REVISIONS: Final = ('entity_kind', 'entity_id', 'action', 'at', 'route', 'because', 'changes')


def add_follow_ups(session: Session, customers: Sequence[tuple[int, int]], random: Random, noon: datetime) -> None:
    """Write follow-ups for some of the customers, given as (id, owner); ``noon`` is today in the office."""
    catalog = catalog_of(session)
    ways = [str(option.id) for option in catalog.options_of(catalog.by_key('way', Entity.FOLLOW_UP).id)]
    connection = session.connection()
    route = occasion_of(session).route.value
    rows, revisions, updates = [], [], []
    for ident, owner in customers:
        if random.random() > _SHARE:
            continue
        at = noon - timedelta(days=random.randint(1, 60), minutes=random.randint(0, 200))
        next_at = noon + timedelta(days=random.randint(-5, 14), minutes=random.randint(-180, 300))
        texts = (moment(connection, at), moment(connection, next_at))
        rows.append((ident, owner, texts[0], random.choice(ways), random.choice(FOLLOW_UPS), texts[1], texts[0]))
        shown = next_at.isoformat()
        changes = json.dumps([['next_follow_up_at', None, shown]], ensure_ascii=False)
        revisions.append((Entity.CUSTOMER.value, ident, 'update', texts[0], route, '', changes))
        updates.append({'id': ident, 'last_follow_up_at': at, 'next_follow_up_at': next_at})
    if not rows:
        return
    insert_rows(connection, 'follow_up', _COLUMNS, rows)
    insert_rows(connection, 'revision', _REVISIONS, revisions)
    session.bulk_update_mappings(Customer.__mapper__, updates)
