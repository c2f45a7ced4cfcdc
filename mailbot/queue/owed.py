"""What people do about the queue: send what is owed, say that it was posted, that it is not needed, or done.

Each act is one transaction of the caller's, settles its task once, and journals who, when and why. What an
act needs of a message is read before, with `look`: reading hostile mail takes time that no transaction has.

Faults: `NotAllowed` for an act that cannot be; nothing was changed then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlmodel import Session

from mailbot.casework.attention import kept_by_acknowledgement
from mailbot.casework.correspondence import TO_COMPLAINANT, Correspondence
from mailbot.casework.holding_back import LETTER_HELD
from mailbot.casework.letter_acts import LetterActs
from mailbot.casework.moving import Actor, NotAllowed, follow
from mailbot.casework.undated import reckoned
from mailbot.complaints.calendar import end_of_day, in_words, london_day
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Practice
from mailbot.complaints.states import Move
from mailbot.queue.sending import Sending
from mailbot.reading.arrival import Arrival
from mailbot.reading.reader import Reading
from mailbot.store import cases, deadlines, outbox, tasks
from mailbot.store import owed as store
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts, append
from mailbot.store.outbox import Letter
from mailbot.store.owed import OWED
from mailbot.store.tasks import LIFE_AT_RISK, Task

#: Each of these is somebody's own answer; only the others are settled many at a time.
ONE_BY_ONE = (OWED, LIFE_AT_RISK, LETTER_HELD)


class Owed:
    """Carries acts upon the queue out; holds nothing that changes."""

    def __init__(
        self,
        practice: Practice,
        correspondence: Correspondence,
        letter_acts: LetterActs,
        read: Callable[[bytes], Reading],
    ) -> None:
        self._kept = kept_by_acknowledgement(practice)
        self._posted = kept_by_acknowledgement(practice, posted=True)
        self._sending = Sending(practice, correspondence, letter_acts)
        self._letter_acts = letter_acts
        self._read = read

    def look(self, session: Session, task_id: int, now: datetime) -> Arrival | None:
        """The message a task is about, read again: the one its case was opened with, else its own."""
        task = tasks.get(session, task_id)
        if task is None:
            return None
        row = task.message_row_id
        if task.case_id is not None:
            row = store.opening_message(session, task.case_id)
        kept = store.kept(session, row) if row is not None else None
        if kept is None:
            return None
        reading = self._read(kept.raw)
        arrival = Arrival(
            kept.key,
            kept.internal_date,
            kept.raw,
            reading.parsed,
            reading.extract,
            now,
            seen_at=kept.seen_at,
        )
        return reckoned(session, arrival)

    def send(
        self,
        session: Session,
        task_id: int,
        seen: Arrival | None,
        *,
        by: str,
        now: datetime,
        to: str = "",
        although: str = "",
    ) -> str:
        """Send what a task owes; returns the address it goes to.

        Its deadlines are met by the delivery, not by this. `seen` is what `look` found; `although` says what
        was considered, where a letter may do harm.
        """
        task = open_task(session, task_id)
        case, letter = _about(session, task, to_write=True)
        sent = self._sending.send(session, task, case, letter, seen, to=to, although=although, now=now)
        fields: Facts = {"how": "sent", "letters": sent.letters, "because": mask(although)[0] or None}
        for each in (task, *sent.settles):
            outcome = f"sent to {sent.address} by {by}"
            _settle(session, each, outcome, by=by, now=now, fields=fields, shown={"to": sent.address})
        return sent.address

    def retry(self, session: Session, letter_id: int, *, by: str, now: datetime, although: str = "") -> None:
        """Try a letter again now, with the octets it has; whatever lay before a person about it is done."""
        letter = outbox.get(session, letter_id)
        if letter is None:
            raise NotAllowed(f"there is no letter {letter_id}; see `mailbot outbox list`")
        case = cases.hold(session, letter.case) if letter.case else None
        letter = outbox.get(session, letter_id) or letter
        self._sending.again(session, letter, case, although=although, now=now)
        tasks.settle_of_letter(session, letter.id, by, f"sent again by {by}", now)
        fields: Facts = {"letter": letter.id, "by": by, "because": mask(although)[0] or None}
        append(session, [Event("letter-retried", now, letter.case, fields)])

    def posted(self, session: Session, task_id: int, *, on: date, by: str, now: datetime) -> None:
        """What a task owes went by post on a London day; it does then what it would have done by e-mail."""
        task = open_task(session, task_id)
        case, letter = _about(session, task)
        if case is None or not (task.reason == OWED or (letter and letter.audience == TO_COMPLAINANT)):
            raise NotAllowed(
                f"task {task.id} ({task.reason}) owes the complainant no letter; "
                f"see `mailbot queue show {task.id}`"
            )
        if on > london_day(now):
            raise NotAllowed(f"{in_words(on)} is still to come: say when it was posted")
        if on < case.received_on:
            received = in_words(case.received_on)
            raise NotAllowed(f"{in_words(on)} is before {case.reference} was received, on {received}")
        told = f"posted on {in_words(on)}"
        if _acknowledges(task, letter):
            at = min(now, end_of_day(on))
            deadlines.discharge(session, case.id, self._posted, at=at, by=f"{by}: {told}")
            append(session, follow(session, case.reference, Move.ACKNOWLEDGED, now, Actor(by, "post")))
        if letter is not None:
            outbox.withdraw(session, letter.id, told, now)
            self._letter_acts.posted(session, letter, by, now, on=on)
        _settle(session, task, told, by=by, now=now, fields={"how": "posted", "on": on.isoformat()})

    def not_needed(
        self, session: Session, task_ids: Sequence[int], *, because: str, by: str, now: datetime
    ) -> None:
        """Nothing has to be done about these: all of them, or none where one cannot be settled."""
        reason = _reason(because)
        for task_id in dict.fromkeys(task_ids):
            self._done(session, open_task(session, task_id), f"not needed: {reason}", reason, by, now)

    def none_needed(self, session: Session, reason: str, *, because: str, by: str, now: datetime) -> int:
        """The same for everything that waits for one reason, such as mail of lists; returns how many."""
        if reason in ONE_BY_ONE:
            raise NotAllowed(f"tasks for the reason {reason!r} are settled one by one; give their numbers")
        found = tasks.list_tasks(session, reason=reason, limit=tasks.ALL)
        if not found:
            waiting = ", ".join(sorted(tasks.counts(session))) or "nothing"
            raise NotAllowed(f"nothing waits for the reason {reason!r}; waiting: {waiting}")
        self.not_needed(session, [task.id for task in found], because=because, by=by, now=now)
        return len(found)

    def settle(self, session: Session, task_id: int, *, because: str, by: str, now: datetime) -> None:
        """A thing is done; `because` says what was done."""
        reason = _reason(because)
        self._done(session, open_task(session, task_id), reason, reason, by, now)

    def _done(self, session: Session, task: Task, outcome: str, because: str, by: str, now: datetime) -> None:
        _, letter = _about(session, task)
        if task.case_id is not None and _acknowledges(task, letter):
            # Whatever was done about the owed acknowledgement, nothing has to remind of it any more.
            deadlines.discharge(session, task.case_id, self._kept, at=now, by=f"{by}: {because}")
        if letter is not None:
            outbox.withdraw(session, letter.id, because, now)
        _settle(session, task, outcome, by=by, now=now, fields={"because": because})


def open_task(session: Session, task_id: int) -> Task:
    """The task, where it can still be acted upon; `NotAllowed` that says what became of it."""
    task = tasks.get(session, task_id, alone=True)
    if task is None:
        raise NotAllowed(f"{task_id} is not an open task; see `mailbot queue list`")
    if task.settled_at is not None:
        on = in_words(london_day(task.settled_at))
        raise NotAllowed(
            f"{task_id} is not an open task: {task.settled_by} settled it on {on}: {task.outcome}; "
            "see `mailbot queue list`"
        )
    return task


def _about(session: Session, task: Task, *, to_write: bool = False) -> tuple[Case | None, Letter | None]:
    """`to_write`: nothing else is said in the case meanwhile, such as that a letter may do harm."""
    find = cases.hold if to_write else cases.get
    case = find(session, task.case) if task.case else None
    return case, outbox.get(session, task.letter_id) if task.letter_id is not None else None


def _acknowledges(task: Task, letter: Letter | None) -> bool:
    """Whether what the task owes is an acknowledgement, unwritten or undelivered."""
    return task.reason == OWED or (letter is not None and letter.kind == "acknowledgement")


def _reason(because: str) -> str:
    if not because.strip():
        raise NotAllowed("--because is empty: say what was done, or why nothing has to be")
    return mask(" ".join(because.split()))[0]


def _settle(
    session: Session,
    task: Task,
    outcome: str,
    *,
    by: str,
    now: datetime,
    fields: Facts,
    shown: Facts | None = None,
) -> None:
    tasks.settle(session, task.id, by, outcome, now)
    kept: Facts = {"task": task.id, "what": task.reason, "by": by, **fields}
    append(session, [Event("task-settled", now, task.case, kept, shown or {})])
