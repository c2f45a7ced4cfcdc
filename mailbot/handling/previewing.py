"""A completed letter as it would go now, and why it does not go as it stands; nothing is changed.

Faults: `NotAllowed` for a letter that goes on no account as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.doubts import DOUBTS
from mailbot.handling.releasing import Releasing
from mailbot.mail.writing.template_file import Source
from mailbot.store import outbox
from mailbot.store.cases import Case


@dataclass(frozen=True, slots=True)
class Previewed:
    raw: bytes  # the message as it would go
    doubted: str  # why it is not released without more; "" where it is


def preview(
    releasing: Releasing,
    session: Session,
    case: Case,
    actor: Actor,
    now: datetime,
    *,
    written: Source,
    to: str = "",
) -> Previewed:
    """What `release` would do, tried and taken back."""
    try:
        return Previewed(_tried(releasing, session, case, actor, now, written, to, ()), "")
    except NotAllowed as why:
        all_right = [f"{name}: previewed" for name in DOUBTS]
        return Previewed(_tried(releasing, session, case, actor, now, written, to, all_right), str(why))


def _tried(
    releasing: Releasing,
    session: Session,
    case: Case,
    actor: Actor,
    now: datetime,
    written: Source,
    to: str,
    although: Sequence[str],
) -> bytes:
    attempt = session.begin_nested()
    try:
        releasing.release(session, case, actor, now, written=written, to=to, although=although)
        (letter,) = outbox.list_letters(session, case=case.reference, limit=1)
        return outbox.show(session, letter.id) or b""
    finally:
        attempt.rollback()
