"""The browser's half of a draft: what is typed while the server is away is not lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

Handler = Callable[[], Any]


class DraftGuard(Element, component='static/drafts.js'):
    """The place a form stands in.

    Inputs that carry ``data-draft-field`` are mirrored in the browser until ``kept`` says that the server has them.
    ``on_left`` is told what the mirror still holds when the form opens; Ctrl+S and Enter in the last input save.
    """

    def __init__(
        self,
        storage: str,
        form: str | None,
        *,
        on_left: Callable[[dict[str, str]], Any],
        on_save: Handler,
        on_finish: Handler,
    ) -> None:
        """``storage`` names member and form; ``form`` is what ``OpenForm`` tells after a reload (None: nothing)."""
        super().__init__()
        self._props['storage'] = storage
        self._props['form'] = form
        self.on('left', lambda event: on_left(_texts(event)))
        self.on('save', on_save)
        self.on('finish', on_finish)

    def kept(self, values: Mapping[str, str]) -> None:
        """Let the browser forget what the server has kept."""
        self.run_method('kept', dict(values))

    def forget(self) -> None:
        """Let the browser forget everything: the form was saved or given up."""
        # Not a method of the element: it may be deleted in the same moment.
        self.client.run_javascript(f'localStorage.removeItem({json.dumps(self._props["storage"])})')


class OpenForm(Element, component='static/open_form.js'):
    """Stands on every page; after a reload it tells which form was open."""

    def __init__(self, on_reopen: Callable[[str], Any]) -> None:
        """``on_reopen`` is given the ``form`` of the ``DraftGuard`` that was open."""
        super().__init__()
        self.on('reopen', lambda event: on_reopen(str(event.args)))


def draft_field(element: ui.element, name: str) -> None:
    """Mark an input so that the guard around it mirrors it under this name."""
    element.props['data-draft-field'] = name


def _texts(event: GenericEventArguments) -> dict[str, str]:
    args = event.args if isinstance(event.args, dict) else {}
    return {str(name): value for name, value in args.items() if isinstance(value, str)}
