"""Whose a task is, and by when it is due: what lies before people always lies before one of them.

The owner is the case's handler, else oversight, else the first handler. Without a deadline of its own a task
is due at the end of the working hours of the next business day.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlmodel import Session

from mailbot.complaints.calendar import Calendar
from mailbot.complaints.practice import Handler
from mailbot.complaints.waiting import next_working_day
from mailbot.mail.message import Address
from mailbot.store import deadlines, tasks
from mailbot.store.cases import Case


class Duty:
    """Gives every task its owner and its time; holds nothing that changes."""

    def __init__(
        self, calendar: Calendar, closes: time, oversight: Address | None, handlers: Sequence[Handler]
    ) -> None:
        self._calendar = calendar
        self._closes = closes
        self._oversight = oversight
        self._handlers = handlers

    def lay(
        self,
        session: Session,
        *,
        unique_key: str,
        reason: str,
        detail: str,
        now: datetime,
        case: Case | None = None,
        message_row_id: int | None = None,
        letter_id: int | None = None,
        due_at: datetime | None = None,
        since: datetime | None = None,
        but: str = "",
    ) -> bool:
        """Lay something before a person; False where it lay there already, settled or not.

        Without `due_at` it is due on the business day after `since`, else after `now`. It is not laid before
        whoever has the address `but`, because they cannot be reached, unless there is nobody else.
        """
        return tasks.open_task(
            session,
            unique_key=unique_key,
            reason=reason,
            detail=detail,
            case_id=case.id if case else None,
            message_row_id=message_row_id,
            letter_id=letter_id,
            due_at=due_at or self.next_day(since or now),
            owner=self.owner(case, but),
            now=now,
        )

    def owner(self, case: Case | None, but: str = "") -> str:
        """An e-mail address."""
        people = [case.handler_email] if case is not None else []
        people += [self._oversight.addr_spec] if self._oversight else []
        people += [handler.email for handler in self._handlers]
        return next((one for one in people if one.casefold() != but.casefold()), people[0])

    def next_day(self, since: datetime) -> datetime:
        return next_working_day(since, self._calendar, self._closes)

    def next_deadline(self, session: Session, case: Case, now: datetime) -> datetime | None:
        """The next one that is open in the case, lapsed duties included; None where there is none."""
        return min(
            (
                one.deadline.due_at
                for one in deadlines.open_of_case(session, case.id)
                if not (one.deadline.lapses_quietly and one.deadline.due_at < now)
            ),
            default=None,
        )

    def acknowledgement(self, session: Session, case: Case) -> datetime | None:
        """When the acknowledgement of the case is due; None where it was made."""
        return next(
            (
                one.deadline.due_at
                for one in deadlines.open_of_case(session, case.id)
                if one.deadline.name == "acknowledgement"
            ),
            None,
        )
