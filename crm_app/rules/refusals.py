"""Refusals: what the program will not do, said once and translated at the edge.

A refusal keeps an English message id and its parameters, never a finished sentence: worker threads know no language.
"""

from __future__ import annotations

from typing import ClassVar, Final

LONGEST_VALUE: Final = 40
"""Characters of a value that a refusal repeats."""


class Refusal(Exception):  # noqa: N818 - the project's word for it
    """Base of everything the program declines. Subclasses set ``message``: a gettext id with ``{named}`` parameters."""

    message: ClassVar[str] = 'This is not possible.'

    def __init__(self, **params: object) -> None:
        """Keep the parameters that the message names; values are shown as they are."""
        super().__init__()
        self.params = params

    def __str__(self) -> str:
        """Return the English sentence, for logs and for the command line's fallback."""
        return self.message.format(**self.params)


class NotPermitted(Refusal):
    """The actor lacks a permission. ``what`` names it."""

    message = 'You may not do this.'


class NotFound(Refusal):
    """There is no such thing, or the actor may not see it: both answer the same."""

    message = 'This does not exist (any more).'


class SignedOut(Refusal):
    """The actor's log-in was ended or his account deactivated."""

    message = 'You have been logged out.'


class InvalidValue(Refusal):
    """A typed or imported value cannot be read as what its field holds. Subclasses say why."""

    message = '“{value}” cannot be used here.'


def shortened(value: object) -> str:
    """Return the text of a value for a refusal: in one line and at most 40 characters."""
    text = ' '.join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + '…'
