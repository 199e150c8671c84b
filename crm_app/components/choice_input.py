"""A dropdown over ids: filters by name and pinyin initials; of long lists only the hits are sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from crm_app.components.words import _
from crm_app.view_models.choices import Choice, Choices

Search = Callable[[str], Awaitable[Sequence[Choice]]]


class ChoiceInput(Element, component='static/choice_input.js'):
    """One dropdown, for one choice or several."""

    def __init__(
        self,
        choices: Choices,
        chosen: Sequence[str],
        *,
        on_choose: Callable[[list[str]], Any],
        search: Search | None = None,
        multiple: bool = False,
    ) -> None:
        """``search`` finds entries of a list too long to be sent; ``on_choose`` is given the chosen ids."""
        super().__init__()
        self._names: dict[str, Choice] = {}
        self._on_choose = on_choose
        self._search = search
        self._asked = 0
        self.chosen: list[str] = []
        self._props['multiple'] = multiple
        self._props['nothing'] = _('Nothing found')
        self.offer(choices)
        self.fill(chosen)
        self.on('choose', self._chosen)
        self.on('search', self._searched)

    def offer(self, choices: Choices) -> None:
        """Show other entries; what is chosen stays chosen."""
        self._names.update({entry.id: entry for entry in choices.listed})
        self._props['choices'] = [_sent(entry) for entry in choices.listed]
        self._props['remote'] = choices.remote
        self.fill(self.chosen)

    def fill(self, chosen: Sequence[str]) -> None:
        """Choose entries by id; unknown ones are passed over."""
        self.chosen = [ident for ident in chosen if ident in self._names]
        self._props['chosen'] = [_sent(self._names[ident]) for ident in self.chosen]

    def choose(self, *ids: str) -> None:
        """Choose as a click does."""
        self.fill(ids)
        self._on_choose(self.chosen)

    def _chosen(self, event: GenericEventArguments) -> None:
        self.choose(*(str(ident) for ident in event.args or ()))

    async def _searched(self, event: GenericEventArguments) -> None:
        if self._search is None:
            return
        self._asked += 1
        mine = self._asked
        found = await self._search(str(event.args))
        if mine == self._asked and not self.is_deleted:
            self.offer(Choices(tuple(found), remote=True))


def _sent(entry: Choice) -> dict[str, str]:
    return {'id': entry.id, 'name': entry.name, 'initials': entry.initials}
