"""What a check can find, each as a sentence for people."""

from __future__ import annotations

from typing import ClassVar


class Problem:
    """One invariant that does not hold. Subclasses set ``message``: a gettext id with ``{named}`` parameters."""

    message: ClassVar[str]
    repairable: ClassVar[bool] = False
    """Whether what is wrong follows from other rows and can be made anew."""

    def __init__(self, *, customer: int = 0, **params: object) -> None:
        """Keep the parameters; ``customer`` is the id of the customer it is about, 0 for none."""
        self.customer = customer
        self.params: dict[str, object] = {'customer': customer, **params} if customer else params

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.message.format(**self.params)


class WrongKeys(Problem):
    """The keys of a customer are not those that its values give."""

    message = 'Customer {customer} “{name}”: its keys for finding duplicates are not right.'
    repairable = True


class SharedValue(Problem):
    """Two live customers have the same value in a field whose values may not repeat."""

    message = 'Customers {other} and {customer} “{name}” have the same {field}, which may not occur twice.'


class StrayRows(Problem):
    """Keys or search documents of customers that are in the recycle bin or gone."""

    message = '{count} deleted customers still have keys or can be found by search.'
    repairable = True


class WrongDocument(Problem):
    """The search document of a customer is not what its values give."""

    message = 'Customer {customer} “{name}”: search does not find it by what it holds.'
    repairable = True


class WrongSearchIndex(Problem):
    """The full-text index does not hold the pieces of the documents."""

    message = 'The search index does not agree with {count} of its entries.'
    repairable = True


class WrongContactName(Problem):
    """The customer's 联系人 is not the name of its primary contact."""

    message = 'Customer {customer} “{name}”: its contact differs from the first of its contacts.'
    repairable = True


class SeveralPrimaries(Problem):
    """More than one contact of a customer is the primary one."""

    message = 'Customer {customer} “{name}” has several first contacts.'
    repairable = True


class WrongPinyin(Problem):
    """The key by which a customer's name sorts is not right."""

    message = 'Customer {customer} “{name}” is sorted in the wrong place.'
    repairable = True


class WrongLastFollowUp(Problem):
    """The time of the last follow-up is not that of the newest follow-up."""

    message = 'Customer {customer} “{name}”: the time of its last follow-up is not right.'
    repairable = True


class UnknownChoice(Problem):
    """A choice that is not among the options of its field."""

    message = 'Customer {customer} “{name}”: {field} holds a choice that does not exist.'


class UnknownOwner(Problem):
    """The owner is not a member."""

    message = 'Customer {customer} “{name}” belongs to a member who does not exist.'


class WrongHistory(Problem):
    """The newest change of a value is not the value that is there."""

    message = 'Customer {customer} “{name}”: the history does not lead to its present {field}.'


class CircleOfSuperiors(Problem):
    """A member is, through others, his own superior."""

    message = 'The superiors of {name} form a circle.'


class DeadImport(Problem):
    """An import that no living process writes is still marked as running."""

    message = 'Import {run} was broken off and not cleared up.'
    repairable = True


class BrokenReference(Problem):
    """Rows that point to rows that are not there."""

    message = '{count} rows of {table} point to something that does not exist.'


class DamagedFile(Problem):
    """The database file itself is damaged."""

    message = 'The database file is damaged: {what}'
