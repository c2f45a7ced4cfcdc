"""Letters that a person must consider before they go: those that lie are HELD, those under way before their
next attempt.

Faults: none of its own.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, false, or_, select, update
from sqlmodel import Session

from mailbot.store.letters import HANDLER, Letter, get
from mailbot.store.outbox import end_attempt, move
from mailbot.store.statements import person, plain
from mailbot.store.tables import cases, letters

#: How it begins why a letter was withdrawn with its case.
ENDED = "the case was "


def stop(session: Session, why: str, *, case_id: int | None, recipient: str | None) -> list[Letter]:
    """No letter to the complainant of this case, or to this address, goes before a person considered `why`.

    Returns those that are HELD for it now. One that is being sent, or of unknown fate, is held before its
    next attempt (`hold_back`).
    """
    columns = letters.c
    of_case = columns.case_id == case_id if case_id is not None else false()
    to_them = columns.recipient_key == person(recipient) if recipient else false()
    theirs = and_(or_(of_case, to_them), columns.audience != HANDLER)
    connection = session.connection()
    may_go_yet = and_(theirs, columns.state != "SENT")  # by a person's word, whatever became of it
    connection.execute(update(letters).where(may_go_yet).values(stopped=plain(why)))
    lying = and_(theirs, columns.state == "PENDING")
    ids = connection.execute(select(columns.id).where(lying).order_by(columns.id)).scalars().all()
    connection.execute(update(letters).where(lying).values(state="HELD", state_reason=plain(why)))
    return [found for found in (get(session, one) for one in ids) if found is not None]


def hold_back(session: Session, letter_id: int, owner: str, why: str, now: datetime) -> str:
    """A letter of ours that is not to be armed, for `why` or because it was stopped, is HELD.

    Returns the reason; "" where it is not ours any more, or where nobody has to consider it: its case is
    over, and it is CANCELLED.
    """
    letter = get(session, letter_id)
    told = why or (letter.stopped if letter is not None else "")
    over = not why and told.startswith(ENDED) and letter is not None and _is_closed(session, letter)
    condition = and_(letters.c.state == "CLAIMED", letters.c.owner == owner)
    state, settled_at = ("CANCELLED", now) if over else ("HELD", None)
    values = {"state": state, "state_reason": plain(told), "lease_until": None, "settled_at": settled_at}
    if not told or not move(session, letter_id, condition, **values):
        return ""
    end_attempt(session, letter_id, state.lower(), told, now)
    return "" if over else told


def _is_closed(session: Session, letter: Letter) -> bool:
    query = select(cases.c.status).where(cases.c.id == letter.case_id)
    return session.connection().execute(query).scalar() == "closed"
