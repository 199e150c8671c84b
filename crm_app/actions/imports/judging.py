"""What becomes of each row: new, a change, a double, or an error. The dry run and the real one ask the same judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from crm_app.actions.imports.surroundings import Scene
from crm_app.data.imports.keys import holders_of
from crm_app.data.imports.matches import Match, matches_of
from crm_app.data.uniqueness import Key, Keys, keys_for
from crm_app.rules.import_plan import ImportPlan, OnMatch
from crm_app.rules.import_problems import CustomerOfOthers, MatchesSeveral, Outcome, Problem, SameAsCustomer, SameAsRow
from crm_app.rules.import_rows import SheetRow
from crm_app.rules.members import Permission
from crm_app.rules.refusals import NotPermitted


@dataclass(slots=True)
class ReadRow:
    """A row with its keys, ready to be judged."""

    row: SheetRow
    keys: Keys


@dataclass(slots=True)
class Memory:
    """What earlier rows of the file claimed; kept as hashes, for a file may have a million rows."""

    rows: dict[int, int] = field(default_factory=dict)
    """Hash of a key → number of the row that has it."""
    customers: dict[int, int] = field(default_factory=dict)
    """Id of a stored customer → number of the row that changed it."""

    def merge(self, other: Memory) -> None:
        """Take over what a batch claimed, once it is committed."""
        self.rows.update(other.rows)
        self.customers.update(other.customers)


@dataclass(slots=True)
class Verdict:
    """What becomes of one row. ``customer_id`` is the stored customer that the row would change."""

    row: SheetRow
    keys: Keys
    outcome: Outcome
    problems: list[Problem] = field(default_factory=list)
    customer_id: int | None = None


def with_keys(scene: Scene, rows: Iterable[SheetRow]) -> list[ReadRow]:
    """Work out the keys of rows."""
    return [ReadRow(row, keys_for(scene.catalog, row.kind, row.values)) for row in rows]


class Judge:
    """Judges the rows of one batch in their order, by what is stored and what earlier rows claimed."""

    def __init__(
        self, session: Session, scene: Scene, plan: ImportPlan, memory: Memory, rows: Sequence[ReadRow]
    ) -> None:
        """Look up what the batch needs to know; ``memory`` is only read."""
        self._scene = scene
        self._plan = plan
        self._memory = memory
        self.claims = Memory()
        """What the batch itself claims."""
        self._holders = holders_of(session, (key for read in rows for key in read.keys.blocking))
        self._matches = matches_of(session, scene.rights, set(self._holders.values()))

    def verdict(self, read: ReadRow) -> Verdict:
        """Judge the next row; an ``UPDATED`` has still to show that it changes anything."""
        row = read.row
        earlier, stored = self._found(read)
        if len(earlier) + len(stored) > 1:
            return self._several(read, earlier, stored)
        if earlier:
            problem = self._same(read, SameAsRow(row=next(iter(earlier))))
            return Verdict(row, read.keys, Outcome.SKIPPED, [problem, *row.problems])
        if stored:
            return self._matched(read, self._matches[stored.pop()])
        problems = [*row.problems, *(doubt[2] for doubt in row.doubts), *self._scene.reader.missing(row)]
        if not self._scene.rights.may(Permission.CREATE_CUSTOMER):
            problems.append(Problem(None, NotPermitted(what=Permission.CREATE_CUSTOMER.value)))
        if problems:
            return Verdict(row, read.keys, Outcome.FAILED, problems)
        self._claim(read)
        return Verdict(row, read.keys, Outcome.CREATED)

    def _found(self, read: ReadRow) -> tuple[set[int], set[int]]:
        """Return the earlier rows and the stored customers that are the same as this row."""
        earlier: set[int] = set()
        stored: set[int] = set()
        for key in read.keys.blocking:
            hashed = hash(key)
            number = self.claims.rows.get(hashed) or self._memory.rows.get(hashed)
            customer_id = self._holders.get(key)
            if number is None and customer_id is not None:
                number = self.claims.customers.get(customer_id) or self._memory.customers.get(customer_id)
            if number is not None:
                earlier.add(number)
            elif customer_id in self._matches:
                stored.add(customer_id)
        return earlier, stored

    def _matched(self, read: ReadRow, match: Match) -> Verdict:
        row = read.row
        if self._plan.duplicates is OnMatch.SKIP:
            problem = self._same(read, SameAsCustomer(name=match.name), match.id)
            return Verdict(row, read.keys, Outcome.SKIPPED, [problem, *row.problems])
        if not match.visible or not self._scene.rights.may(Permission.EDIT_CUSTOMER):
            problem = self._same(read, CustomerOfOthers(name=match.name), match.id)
            return Verdict(row, read.keys, Outcome.FAILED, [problem, *row.problems])
        outcome = Outcome.FAILED if row.problems else Outcome.UPDATED
        verdict = Verdict(row, read.keys, outcome, list(row.problems), match.id)
        if outcome is Outcome.UPDATED:
            self._claim_change(read, match.id)
        return verdict

    def _several(self, read: ReadRow, earlier: set[int], stored: set[int]) -> Verdict:
        names = [self._matches[ident].name for ident in sorted(stored)] + [f'#{number}' for number in sorted(earlier)]
        problem = Problem(None, MatchesSeveral(names='、'.join(names)))
        return Verdict(read.row, read.keys, Outcome.FAILED, [problem, *read.row.problems])

    def _same(self, read: ReadRow, refusal: SameAsRow | SameAsCustomer | CustomerOfOthers, match: int = 0) -> Problem:
        """Return the problem with the column of the value that both have."""
        for key in read.keys.blocking:
            if (self._holders.get(key) == match) if match else self._row_of(key) is not None:
                return Problem(self._scene.reader.column_of(key[0]), refusal)
        return Problem(None, refusal)

    def _row_of(self, key: Key) -> int | None:
        hashed = hash(key)
        return self.claims.rows.get(hashed) or self._memory.rows.get(hashed)

    def _claim_change(self, read: ReadRow, customer_id: int) -> None:
        """Note that a row is about a stored customer; later rows of the file may not change it again."""
        self._claim(read)
        self.claims.customers[customer_id] = read.row.number

    def _claim(self, read: ReadRow) -> None:
        for key in read.keys.blocking:
            self.claims.rows[hash(key)] = read.row.number
