"""The desk: what one open page works with, and the office that all desks stand in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from nicegui import Client, ui

from crm_app.data.database import Database
from crm_app.rules.members import Actor, Permission, Rights

if TYPE_CHECKING:
    from crm_app.view_models.hub import Hub


@dataclass(slots=True)
class Office:
    """What all pages of this process share; ``app`` makes it and keeps it in the state of the web application."""

    database: Database
    hub: Hub
    data_dir: Path
    """The data folder: temporary files of imports and exports and the backups lie below it."""
    setup_code: str = ''
    """The one-time code that lets another machine create the administrator."""
    is_set_up: bool = False
    """Whether there is known to be somebody who can log in."""


@dataclass
class Desk:
    """One open page and who sits at it. Found by ``current_desk``."""

    office: Office
    actor: Actor
    rights: Rights
    """For showing or hiding only: every action reads the rights anew."""
    must_change_password: bool = False
    dark: bool | None = None

    @property
    def database(self) -> Database:
        """Where actions and view models read and write."""
        return self.office.database

    @property
    def hub(self) -> Hub:
        """Where watchers of this process listen."""
        return self.office.hub

    @property
    def data_dir(self) -> Path:
        """The data folder of this program."""
        return self.office.data_dir

    def may(self, permission: Permission) -> bool:
        """Whether to offer what this permission allows."""
        return self.rights.may(permission)


_desks: WeakKeyDictionary[Client, Desk] = WeakKeyDictionary()


def sit_down(client: Client, desk: Desk) -> None:
    """Give a page its desk; call it before anything is built on it."""
    _desks[client] = desk


def current_desk() -> Desk:
    """Return the desk of the current page; raises ``KeyError`` where nobody is logged in (log-in, set-up)."""
    return _desks[ui.context.client]
