"""What was released in a case before a letter: the same words, letters under way, the last one to somebody.

Faults: `NotAllowed` with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from mailbot.casework.correspondence import TO_COMPLAINANT
from mailbot.casework.moving import NotAllowed
from mailbot.mail.message import Address
from mailbot.store import outbox, tasks
from mailbot.store.cases import Case
from mailbot.store.outbox import Letter


def key_for(session: Session, case: Case, recipient: Address, words: str) -> str:
    """The same words, by their digest, go to an address once, and once more after each time they came back,
    or were settled without going."""
    key = f"released:{case.id}:{recipient.key}:{words}"
    over = outbox.list_letters(session, case=case.reference, states=["SENT", "CANCELLED", "FAILED"])
    before = [one for one in over if one.unique_key.startswith(key)]
    gone = [one for one in before if one.bounced_at or (one.state != "SENT" and not _lies(session, one))]
    return f"{key}:{len(gone)}" if gone else key


def _lies(session: Session, letter: Letter) -> bool:
    """Whether it lies before a person, who may send it yet."""
    return bool(tasks.list_tasks(session, letter_id=letter.id))


def on_their_way(session: Session, case: Case) -> list[Letter]:
    """Letters that may still go out, the first one first."""
    return outbox.list_letters(session, case=case.reference, states=outbox.ON_THE_WAY)[::-1]


def last_to(session: Session, case: Case, recipient: Address) -> str | None:
    """The Message-ID of our last letter to them in the case: theirs is kept together by it."""
    sent = outbox.list_letters(session, case=case.reference, states=["SENT"])
    ours = (one for one in sent if one.audience == TO_COMPLAINANT)
    return next((one.message_id for one in ours if Address("", one.recipient).key == recipient.key), None)


def refuse_a_second_address(same_words: Sequence[Letter], recipient: Address) -> None:
    """Whoever mends a mistyped address must know that the first letter may still reach somebody."""
    for one in same_words:
        if Address("", one.recipient).key != recipient.key:
            raise NotAllowed(
                f"letter {one.id}, of the same words, is on its way to {one.recipient}: wait until it "
                f"was sent or refused; see `mailbot outbox show {one.id}`"
            )
