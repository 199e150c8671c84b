"""Changing one's own password."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_app.actions.access.passwords import hashed, is_right
from crm_app.data.attempts import forget_attempts, note_attempt
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.models.member import Member
from crm_app.data.rights import rights_of
from crm_app.data.sessions import end_sessions
from crm_app.rules.accounts import check_password
from crm_app.rules.members import Actor
from crm_app.rules.refusals import Refusal, SignedOut


class WrongOldPassword(Refusal):
    """The present password was not given rightly."""

    message = 'The present password is not right.'


class SamePassword(Refusal):
    """The new password is the old one."""

    message = 'The new password must differ from the present one.'


def change_password(database: Database, actor: Actor, old: str, new: str) -> None:
    """Set the actor's password and end all his other log-ins.

    Raises ``WrongOldPassword``, ``SamePassword``, ``PasswordTooShort``, or ``TooManyAttempts`` for a guessing thief.
    """
    check_password(new)
    guesses = f'#{actor.member_id}'  # apart from those of the log-in page: a thief there must not lock this one
    with database.reading() as session:
        rights_of(session, actor)
        stored = _member(session, actor).password_hash
    database.write(lambda session: note_attempt(session, guesses, guesses), actor)
    if not is_right(old, stored):
        raise WrongOldPassword
    if old == new:
        raise SamePassword
    replacement = hashed(new)

    def unit(session: Session) -> None:
        rights_of(session, actor)
        member = _member(session, actor)
        if member.password_hash != stored:
            raise WrongOldPassword
        member.password_hash = replacement
        member.must_change_password = False
        forget_attempts(session, guesses)
        end_sessions(session, actor.member_id, but=actor.session_id)
        note(session, 'change_password', actor.member_id)

    database.write(unit, actor)


def _member(session: Session, actor: Actor) -> Member:
    member = session.get(Member, actor.member_id, with_for_update='occasion' in session.info)
    if member is None:
        raise SignedOut
    return member
