"""Mailboxes looked at and not touched: EXAMINE, SEARCH and BODY.PEEK, nothing else (RFC 9051 section 6.3.3).

    connect → (open → uids → held · digest · copies)* → close

What is told belongs to the UIDVALIDITY of the last `open`. A message that somebody removes meanwhile is left
out. Nothing of a message is ever searched for but a Message-ID of our own making (RELIABILITY.md V1).

Faults: those of wire/session: `Disconnected`, come again; `Refused`, a person must change something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from imapclient.datetime_util import format_criteria_date

from mailbot.mail.addresses import one_message_id
from mailbot.mail.charset import decode_words
from mailbot.mail.header import read_header
from mailbot.mail.writing.compose import is_own_message_id
from mailbot.wire import answers
from mailbot.wire.answers import Items
from mailbot.wire.outcome import Disconnected, Refused, Selected, UnsafeArgument
from mailbot.wire.session import Session
from mailbot.wire.terms import Account

SEARCH_WINDOW = 80_000  # UIDs; imaplib gives up on an answer line over 1,000,000 octets
HELD_WINDOW = 400  # messages a FETCH
FIELD_LIMIT = 2_000  # octets of a Message-ID field; a longer one identifies nothing
#: A search by day has the server's own zone (RFC 9051 section 6.4.4), and its clock may differ from ours.
DAYS_OF_GRACE = timedelta(days=2)

OCTETS = 1024 * 1024  # that a message may have, whatever size it was told to be
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # the server tells none

_MESSAGE_ID = f"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]<0.{FIELD_LIMIT}>"
_THREAD = f"BODY.PEEK[HEADER.FIELDS (IN-REPLY-TO SUBJECT)]<0.{FIELD_LIMIT}>"


@dataclass(frozen=True, slots=True)
class Held:
    """One message as it lies there; `internal_date` is aware, in UTC."""

    uid: int
    internal_date: datetime
    size: int  # RFC822.SIZE: octets, or what the server takes for them
    message_id: str | None


@dataclass(frozen=True, slots=True)
class Thread:
    answers: str | None  # a Message-ID
    subject: str


class Shelf:
    """One connection that reads; owned by one thread."""

    def __init__(self, account: Account) -> None:
        self._session = Session(account)
        self._ask, self._where = self._session.ask, self._session.where
        self._opened: Selected | None = None

    def connect(self) -> None:
        """Connect, verify the certificate and its name, log in."""
        self._session.connect()

    def close(self) -> None:
        """Leave by LOGOUT; never raises for a server that has gone."""
        self._session.close()

    def __enter__(self) -> Shelf:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, mailbox: str, *, ours: bool = False) -> Selected | None:
        """EXAMINE; None where there is no such mailbox. `ours`: named as the folders mail is filed in are."""
        name = self._placed(mailbox) if ours else mailbox
        self._opened = None
        if not self._ask("list_folders", "", name):
            return None
        answer = self._ask("select_folder", name, readonly=True)
        uid_validity, uid_next = answer.get(b"UIDVALIDITY"), answer.get(b"UIDNEXT")
        if uid_next is None:
            uid_next = self._ask("folder_status", name, ["UIDNEXT"]).get(b"UIDNEXT")
        if not uid_validity or not uid_next:
            raise Refused(f"{self._where}: {name} has no UIDVALIDITY or UIDNEXT; use another mailbox")
        self._opened = Selected(int(uid_validity), int(uid_next), int(answer[b"EXISTS"]))
        return self._opened

    def require(self, mailbox: str) -> Selected:
        """EXAMINE; `Refused` where there is no such mailbox."""
        opened = self.open(mailbox)
        if opened is None:
            raise Refused(f"{self._where}: there is no mailbox {mailbox}; check the name and who may read it")
        return opened

    def uids(self, *, since: date | None = None) -> list[int]:
        """The UIDs that lie there, ascending; with `since` those received on that day or later."""
        at = self._at()
        criteria = [] if since is None else ["SINCE", _day(since)]
        window = at.uid_next if at.exists <= SEARCH_WINDOW else SEARCH_WINDOW
        found: set[int] = set()
        for low in range(1, at.uid_next if at.exists else 1, window):
            high = min(low + window, at.uid_next) - 1
            answer = self._session.search("UID", f"{low}:{high}", *criteria)
            found.update(uid for uid in answer if low <= uid <= high)
        return sorted(found)

    def held(self, uids: Sequence[int]) -> Iterator[list[Held]]:
        """What lies under these UIDs, in order, some hundred at a time."""
        for start in range(0, len(uids), HELD_WINDOW):
            window = uids[start : start + HELD_WINDOW]
            found = self._facts(window)
            # A server may leave out what it has just been told about (RFC 2683 section 3.4.4).
            if missing := [uid for uid in window if uid not in found]:
                self._ask("noop")
                found |= self._facts(missing)
            yield [found[uid] for uid in window if uid in found]

    def digest(self, one: Held) -> str | None:
        """SHA-256 of the octets, hexadecimal; None where the server does not hand them over."""
        self._at()
        items = self._session.fetch([one.uid], ["BODY.PEEK[]"], octets=max(one.size, OCTETS))
        raw = answers.octets(items.get(one.uid, {}), b"BODY[]")
        return None if raw is None else sha256(raw).hexdigest()

    def copies(self, message_id: str, since: date) -> list[int]:
        """The UIDs of messages with this Message-ID of ours, received on that day or later."""
        self._at()
        if not is_ours(message_id):
            raise UnsafeArgument("only a Message-ID of our own making is searched for; nothing was sent")
        found = self._session.search("SINCE", _day(since), "HEADER", "Message-ID", f'"{message_id}"')
        # A search may match a part of the field, or a word of it: the field itself decides.
        return [one.uid for some in self.held(sorted(found)) for one in some if one.message_id == message_id]

    def threads(self, uids: Sequence[int]) -> dict[int, Thread]:
        """By UID, what each answers and is about."""
        found = {}
        for start in range(0, len(uids), HELD_WINDOW):
            self._at()
            window = uids[start : start + HELD_WINDOW]
            answer = self._session.fetch(window, [_THREAD], octets=FIELD_LIMIT * len(window))
            for uid, told in answer.items():
                header = read_header(_field(told) or b"")
                named = one_message_id(header.first("in-reply-to") or "")
                found[uid] = Thread(named, decode_words(header.first("subject") or ""))
        return found

    def _facts(self, uids: Sequence[int]) -> dict[int, Held]:
        self._at()
        items = ("RFC822.SIZE", "INTERNALDATE", _MESSAGE_ID)
        answer = self._session.fetch(uids, items, octets=FIELD_LIMIT * len(uids))
        found = {}
        for uid, told in answer.items():
            if (field := _field(told)) is not None:
                moment = answers.moment(told) or NO_DATE
                found[uid] = Held(uid, moment, answers.size(told) or 0, _message_id(field))
        return found

    def _placed(self, configured: str) -> str:
        """The name on the server: below the personal namespace, with its delimiter (RFC 2342)."""
        prefix, delimiter = "", ""
        if "NAMESPACE" in self._session.capabilities and (personal := self._ask("namespace").personal):
            prefix, delimiter = str(personal[0][0]), str(personal[0][1] or "")
        elif (roots := self._ask("list_folders", "", "")) and roots[0][1]:
            delimiter = roots[0][1].decode("ascii", "replace")
        name = configured.replace("/", delimiter) if delimiter else configured
        return name if name.startswith(prefix) else prefix + name

    def _at(self) -> Selected:
        if self._opened is None:
            raise Disconnected(f"{self._where}: no mailbox opened; connect and open one")
        return self._opened


class Archive:
    """The mailbox in which the second copy of each letter arrives: proof that the server took it."""

    def __init__(self, account: Account, mailbox: str) -> None:
        self._account = account
        self._mailbox = mailbox

    def holds(self, wanted: Iterable[tuple[str, datetime]]) -> set[str]:
        """Those of these (Message-ID, when it may have gone out) of which a copy lies there."""
        with Shelf(self._account) as shelf:
            shelf.require(self._mailbox)
            return {
                message_id
                for message_id, moment in wanted
                # One that is not of our making cannot be looked for.
                if is_ours(message_id) and shelf.copies(message_id, (moment - DAYS_OF_GRACE).date())
            }


def is_ours(message_id: str) -> bool:
    """Whether it has the shape of those we make, whatever domain we made it under."""
    return is_own_message_id(message_id, {message_id.rstrip(">").rpartition("@")[2].lower()})


def _field(told: Items) -> bytes | None:
    """The header field asked for, empty where there is none; None where the server said nothing of it."""
    # Servers differ in how they write its name back.
    name = next((name for name in told if name.startswith(b"BODY[HEADER.FIELDS")), None)
    return None if name is None else answers.octets(told, name) or b""


def _message_id(field: bytes) -> str | None:
    """As the reader of messages understands it, so that the two can be compared."""
    return one_message_id(read_header(field).first("message-id") or "")


def _day(day: date) -> str:
    return str(format_criteria_date(day), "ascii")
