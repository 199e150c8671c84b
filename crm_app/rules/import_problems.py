"""Why a row of an import was not taken, or not taken as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm_app.rules.refusals import InvalidValue, NotPermitted, Refusal
from crm_app.rules.spreadsheets import Cell


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = 'created'
    UPDATED = 'updated'
    SKIPPED = 'skipped'
    FAILED = 'failed'


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason, and the cell it stands in: ``column`` counts from 0, None = the row as a whole."""

    column: int | None
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A skipped or failed row, as it stands in the file."""

    number: int
    """As the spreadsheet program shows it."""
    outcome: Outcome
    problems: tuple[Problem, ...]
    cells: tuple[Cell, ...]


class MissingCell(InvalidValue):
    """A required cell is blank."""

    message = '“{field}” is missing.'


class UnknownKind(InvalidValue):
    """The column 客户类型 says something else than company or individual."""

    message = '“{value}” is neither a company nor an individual customer.'


class NotOfThisKind(InvalidValue):
    """A value for a field that customers of this kind do not have."""

    message = '“{field}” does not exist for customers of this kind.'


class UnknownOwner(InvalidValue):
    """Nobody has this name or login."""

    message = 'There is no member “{value}”.'


class AmbiguousOwner(InvalidValue):
    """Several members share the name."""

    message = 'Several members are called “{value}”. Write the login name behind it in brackets.'


class InactiveOwner(InvalidValue):
    """The member was deactivated and gets no more customers."""

    message = '“{value}” is deactivated and cannot get customers.'


class OwnerNotPermitted(NotPermitted):
    """The importer may not give customers to others."""

    message = 'You may not give customers to “{value}”.'


class NewOptionNotPermitted(NotPermitted):
    """The importer may not add options to the field."""

    message = '“{value}” is not among the options, and you may not add it.'


class SameAsRow(Refusal):
    """An earlier row of the file is the same customer; ``values`` names what both have."""

    message = 'Same customer as row {row} of this file.'


class SameAsCustomer(Refusal):
    """The customer exists already; the name is masked unless the importer may see it."""

    message = 'There is such a customer already: {name}.'


class CustomerOfOthers(NotPermitted):
    """The customer exists and may not be changed by the importer."""

    message = 'There is such a customer already, which you may not change: {name}.'


class NothingChanged(Refusal):
    """The row says nothing that the customer does not have already."""

    message = 'Nothing to change.'


class MatchesSeveral(Refusal):
    """The row is one customer by one value and another by the next."""

    message = 'This row matches several customers: {names}.'


class OtherKind(Refusal):
    """The customer exists as the other kind."""

    message = 'The customer exists as one of the other kind: {name}.'


class NoHeader(Refusal):
    """No row of the sheet can be its header."""

    message = 'No row with headings was found in the sheet “{sheet}”.'


class NoKnownColumn(Refusal):
    """None of the headings means anything, so nothing can be imported."""

    message = 'None of the columns is known. Name at least one column “{field}”.'
