"""A person reads mail that was set aside and knows better: it is a complaint after all, or belongs to a case.

The message is read again from the octets that were kept, the clock runs from its receipt, and what is laid
before people about it goes with it. Its row in the ledger says what it is from then on; where it lies on the
server does not change.

Faults: `NotAllowed` for an act that cannot be; nothing was changed then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.attention import BOUNCED
from mailbot.casework.moving import NotAllowed
from mailbot.casework.plans import Casework
from mailbot.casework.undated import show_undated
from mailbot.complaints.classify import Kind
from mailbot.queue.owed import open_task
from mailbot.reading.arrival import Arrival
from mailbot.store import cases, owed, tasks
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts, append
from mailbot.store.owed import OWED, Kept
from mailbot.store.tasks import LIFE_AT_RISK, Task

#: What is still to be done, whatever the message turns out to be.
STAYS = (LIFE_AT_RISK, OWED)


class SecondLook:
    """Gives mail to cases; holds nothing that changes."""

    def __init__(self, casework: Casework) -> None:
        self._casework = casework

    def complaint(
        self, session: Session, task_id: int, seen: Arrival | None, *, by: str, now: datetime
    ) -> Case:
        """The message is a complaint: its case is opened, and acknowledged unless there is a reason not to.

        `seen` is what `Owed.look` found.
        """
        task, kept, seen = _set_aside(session, task_id, seen)
        arrival = replace(seen, now=now)
        case, events = self._casework.open_after_all(session, arrival, kept.id, Kind(kept.kind))
        self._hand_on(session, task, case, f"a complaint: {case.reference}", events, by, now)
        show_undated(session, self._casework.lay, arrival)
        return case

    def join(
        self,
        session: Session,
        task_id: int,
        seen: Arrival | None,
        reference: str,
        *,
        by: str,
        now: datetime,
    ) -> Case:
        """The message belongs to a case. Its author becomes no party by that."""
        task, kept, seen = _set_aside(session, task_id, seen)
        case = cases.get(session, reference)
        if case is None:
            raise NotAllowed(f"there is no case {reference}; see `mailbot cases list`")
        arrival = replace(seen, now=now)
        events = self._casework.join_after_all(session, arrival, kept.id, Kind(kept.kind), case)
        self._hand_on(session, task, case, f"belongs to {case.reference}", events, by, now)
        return cases.get(session, case.reference) or case

    def _hand_on(
        self,
        session: Session,
        task: Task,
        case: Case,
        outcome: str,
        events: list[Event],
        by: str,
        now: datetime,
    ) -> None:
        """What lies before people about the message is done, or goes to the case's handler."""
        open_ones = tasks.list_tasks(session, message_row_id=task.message_row_id)
        about = [one for one in open_ones if one.case_id is None]
        tasks.give(session, [one.id for one in about], case_id=case.id, owner=case.handler_email)
        for one in about:
            if one.reason in STAYS:
                continue
            tasks.settle(session, one.id, by, outcome, now)
            fields: Facts = {"task": one.id, "what": one.reason, "by": by, "because": outcome}
            events.append(Event("task-settled", now, case.reference, fields))
        append(session, events)


def _set_aside(session: Session, task_id: int, seen: Arrival | None) -> tuple[Task, Kept, Arrival]:
    """The task, and the message without a case that it is about."""
    task = open_task(session, task_id)
    kept = owed.kept(session, task.message_row_id) if task.message_row_id is not None else None
    if kept is None or seen is None:
        raise NotAllowed(
            f"task {task_id} ({task.reason}) is about no message; see `mailbot queue show {task_id}`"
        )
    if task.reason == BOUNCED:
        raise NotAllowed(
            f"task {task_id} is about a letter that came back: reach the complainant another way"
        )
    if kept.case is not None:
        raise NotAllowed(
            f"the message of task {task_id} is in {kept.case} already: `mailbot cases show {kept.case}`"
        )
    return task, kept, seen
