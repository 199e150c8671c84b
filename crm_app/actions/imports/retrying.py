"""Reasons to look at a batch again: somebody else was faster."""

from __future__ import annotations


class LostRace(Exception):  # noqa: N818 - an event, not an error
    """A key or a customer changed between looking and writing; the transaction is rolled back."""


class SceneChanged(Exception):  # noqa: N818 - as above
    """Fields, options, members or the importer's rights changed since the rows were read."""
