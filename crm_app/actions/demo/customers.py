"""Believable customers: the same seed always gives the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from crm_app.actions.demo.settings import custom_fields
from crm_app.actions.demo.words import CITIES, GIVEN, SURNAMES, TRADES, short_names
from crm_app.data.catalog import Catalog
from crm_app.data.customer_rows import search_texts
from crm_app.data.imports.rows import NewRow
from crm_app.data.uniqueness import keys_for
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import NUMBER_SCALE
from crm_app.rules.pinyin import sort_key

_PRIME: Final = 2_147_483_647
_STEP: Final = 48_271
_FIRST_MOBILE: Final = 13_000_000_000
_INDIVIDUALS: Final = 0.2


class Maker:
    """Makes customers one after another; no name of a company and no number occurs twice."""

    def __init__(self, catalog: Catalog, owners: Sequence[int], *, random: Random, today: date) -> None:
        """Prepare the options; owners get customers in uneven shares, as in life."""
        self._catalog = catalog
        self._random = random
        self._today = today
        self._owners = owners
        self._shares = [random.uniform(0.4, 1.6) for _ in owners]
        self._slots = {field.key: field.slot for field in catalog.customer_fields if field.key}
        self._custom = custom_fields(catalog)
        self._options = {
            field.slot: [str(option.id) for option in catalog.options_of(field.id) if not option.retired]
            for field in catalog.customer_fields
        }
        self._cities = {option.name: str(option.id) for option in catalog.options_of(catalog.by_key('city').id)}
        self._names: set[str] = set()
        self._number = random.randrange(1, _PRIME)

    def make(self, count: int) -> list[NewRow]:
        """Return the next customers."""
        owners = self._random.choices(self._owners, self._shares, k=count)
        return [self._one(owner) for owner in owners]

    def _one(self, owner: int) -> NewRow:
        random = self._random
        kind = CustomerKind.INDIVIDUAL if random.random() < _INDIVIDUALS else CustomerKind.COMPANY
        city = random.choice(CITIES)
        values = {slot: raw for slot, raw in self._values(kind, city).items() if raw is not None}
        return NewRow(
            kind=kind.value,
            owner_id=owner,
            values=values,
            name_pinyin=sort_key(values['name']),
            texts=list(dict.fromkeys(text for text in search_texts(self._catalog, values) if text)),
            keys=keys_for(self._catalog, kind, values),
        )

    def _values(self, kind: CustomerKind, city: str) -> dict[str, Any]:
        random, slots = self._random, self._slots
        company = kind is CustomerKind.COMPANY
        values: dict[str, Any] = {
            'name': self._company(city) if company else self._person(),
            'contact_name': self._person() if company and random.random() < 0.9 else None,
            slots['mobile']: self._mobile(),
            slots['phone']: f'0{random.randint(510, 599)}{random.randint(20000000, 89999999)}' if company else None,
            slots['city']: self._cities.get(city),
            slots['industry']: self._option(slots['industry']) if company else None,
            slots['address']: f'{city}市人民路{random.randint(1, 999)}号' if random.random() < 0.6 else None,
        }
        values |= {slots[key]: self._option(slots[key]) for key in ('status', 'level', 'source')}
        return values | self._own(random)

    def _own(self, random: Random) -> dict[str, Any]:
        own = self._custom
        found: dict[str, Any] = {own['意向程度']: self._option(own['意向程度'])} if '意向程度' in own else {}
        if '感兴趣的产品' in own and random.random() < 0.5:
            chosen = random.sample(self._options[own['感兴趣的产品']], random.randint(1, 2))
            found[own['感兴趣的产品']] = f',{",".join(sorted(chosen, key=int))},'
        if '预计金额' in own and random.random() < 0.4:
            found[own['预计金额']] = random.randint(5, 500) * 1000 * NUMBER_SCALE
        if '首次接触日期' in own:
            found[own['首次接触日期']] = (self._today - timedelta(days=random.randint(0, 700))).isoformat()
        return found

    def _option(self, slot: str) -> str | None:
        options = self._options.get(slot)
        return self._random.choice(options) if options else None

    def _company(self, city: str) -> str:
        while True:
            name = f'{city}{self._random.choice(short_names())}{self._random.choice(TRADES)}有限公司'
            if name not in self._names:
                self._names.add(name)
                return name

    def _person(self) -> str:
        return self._random.choice(SURNAMES) + self._random.choice(GIVEN)

    def _mobile(self) -> str:
        self._number = self._number * _STEP % _PRIME  # visits every number once
        return str(_FIRST_MOBILE + self._number)
