"""The sub pages of the shell, with plain words where there is nothing, where it failed, and while it loads."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.page_arguments import RouteMatch

from crm_app.components.empty import loading, not_permitted, not_there, went_wrong
from crm_app.rules.refusals import NotFound, NotPermitted, SignedOut

log = logging.getLogger(__name__)
Builder = Callable[..., Any]


class Places(ui.sub_pages):
    """Sub pages whose builders may be async: a skeleton stands until they are done, refusals become pages."""

    def __init__(self, routes: dict[str, Builder]) -> None:
        """Show the page of the current address."""
        super().__init__({path: self._told(builder) for path, builder in routes.items()})

    def _told(self, builder: Builder) -> Builder:
        if not inspect.iscoroutinefunction(builder):
            return builder

        @functools.wraps(builder)
        async def build(*args: Any, **kwargs: Any) -> None:
            with ui.element('div').classes('page') as waiting:
                loading()
            with ui.element('div').classes('w-full') as content:
                content.set_visibility(False)
                try:
                    await builder(*args, **kwargs)
                except Exception as error:  # noqa: BLE001 - it is told on the page and in the log
                    if content.is_deleted:
                        return
                    content.clear()
                    with content:
                        self._render_error(error)
            if not content.is_deleted:  # else the person went elsewhere meanwhile
                waiting.delete()
                content.set_visibility(True)

        return build

    def _render_page(self, match: RouteMatch) -> bool:
        return not match.remaining_path and super()._render_page(match)

    def _render_404(self) -> None:
        not_there()

    def _render_error(self, error: Exception) -> None:
        match error:
            case SignedOut():
                ui.navigate.to('/login')
            case NotPermitted():
                not_permitted()
            case NotFound():
                not_there()
            case _:
                log.error('a page could not be built', exc_info=error)
                went_wrong(self.refresh)
