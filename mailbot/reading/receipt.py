"""When a message came in for which the mail server tells no date, or none mail was ever received on.

The topmost Received field is the one our own server wrote (RFC 5321 section 4.4): whoever sent the message
could not write above it. It is believed where it lies within the time in which mailbot read the mailbox.

Faults: none.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.mail.message import ParsedMessage

#: The defect of such a message, and the task of its case.
UNCERTAIN = "the day of receipt is uncertain"
_LONGEST = 200  # characters of a date


def came_in(parsed: ParsedMessage, since: datetime | None, before: datetime) -> datetime | None:
    """By its topmost Received field, where that lies between the two."""
    _, semicolon, date = (parsed.value("received") or "").rpartition(";")
    if not semicolon or since is None:
        return None
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(date.strip()[:_LONGEST])
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        return moment if since <= moment < before else None
    return None
