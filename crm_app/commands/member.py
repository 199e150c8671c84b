"""``crm member``: add members, set lost passwords, list; for the owner of the machine."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from crm_app.actions.members.add import NewMember, add_member
from crm_app.actions.members.set_password import set_password
from crm_app.commands.common import DatabaseUrl, DataDir, language, opened_database, refusing, say
from crm_app.data.database import Database
from crm_app.data.members import MemberRow, list_members, list_roles, member_by_login
from crm_app.locale.texts import translate
from crm_app.rules.refusals import Refusal

_Login = Annotated[str, typer.Option('--login', metavar='L', help='Log-in name.')]
_Name = Annotated[str, typer.Option('--name', metavar='N', help='Name that colleagues see.')]
_Superior = Annotated[str | None, typer.Option('--superior', metavar='L', help='Log-in name of the superior.')]
_FromStdin = Annotated[bool, typer.Option('--password-stdin', help='Read the password from the first line of stdin.')]
_Json = Annotated[bool, typer.Option('--json', help='Print one JSON array.')]


class RoleKey(StrEnum):
    """The built-in roles."""

    ADMIN = 'admin'
    MANAGER = 'manager'
    STAFF = 'staff'


class UnknownLogin(Refusal):
    """Nobody has this login."""

    message = 'There is no member with the log-in name “{login}”.'


class PasswordNeeded(Refusal):
    """No password was given."""

    message = 'Give the password on standard input, with --password-stdin.'


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help='Members of the team.')
    group.command('add', help='Add a member.')(add)
    group.command('password', help="Set a member's password anew.")(password)
    group.command('list', help='List the members.')(list_)
    app.add_typer(group, name='member')


def add(
    login: _Login,
    name: _Name,
    role: Annotated[RoleKey, typer.Option('--role', help='What the member may do.')],
    superior: _Superior = None,
    password_stdin: _FromStdin = False,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Add a member."""
    with opened_database(data_dir, database) as opened, refusing():
        typed = _password(password_stdin)
        with opened.reading() as session:
            role_id = next(row.id for row in list_roles(session) if row.key == role)
        above = _member_id(opened, superior) if superior else None
        add_member(opened, None, NewMember(login, name, role_id, typed, above), must_change_password=False)
        say(translate('{login} was added.', language(), login=login))


def password(
    login: Annotated[str, typer.Argument(metavar='L', help='Log-in name.')],
    password_stdin: _FromStdin = False,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Set a member's password anew; he is logged out everywhere."""
    with opened_database(data_dir, database) as opened, refusing():
        typed = _password(password_stdin)
        set_password(opened, None, _member_id(opened, login), typed, must_change_password=False)
        say(translate('The password of {login} was set.', language(), login=login))


def list_(as_json: _Json = False, data_dir: DataDir = None, database: DatabaseUrl = None) -> None:
    """List the members."""
    with opened_database(data_dir, database) as opened:
        with opened.reading() as session:
            rows = list_members(session)
            keys = {row.id: row.key or row.name for row in list_roles(session)}
        logins = {row.id: row.login for row in rows}
        members = [_as_json(row, keys, logins) for row in rows]
    if as_json:
        sys.stdout.write(json.dumps(members, ensure_ascii=False) + '\n')
        return
    for member in members:
        mark = '' if member['active'] else translate('(deactivated)', language())
        line = f'{member["login"]}\t{member["name"]}\t{member["role"]}\t{member["superior"] or ""}\t{mark}'
        sys.stdout.write(line.rstrip() + '\n')


def _as_json(row: MemberRow, roles: dict[int, str], logins: dict[int, str]) -> dict[str, object]:
    return {
        'id': row.id,
        'login': row.login,
        'name': row.name,
        'role': roles[row.role_id],
        'superior': logins.get(row.superior_id) if row.superior_id else None,
        'active': row.active,
        'demo': row.demo,
    }


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip('\r\n')
    if not sys.stdin.isatty():
        raise PasswordNeeded
    typed: str = typer.prompt('Password', hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _member_id(opened: Database, login: str) -> int:
    with opened.reading() as session:
        member = member_by_login(session, login)
        if member is None:
            raise UnknownLogin(login=login)
        return member.id
