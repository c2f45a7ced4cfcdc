"""Read messages over IMAP: whole, or the beginning of what is too large, or as far as they are handed over.

    sizes and dates of a window → bodies, some megabytes at a time → for what is missing: is it still there?

No message stops the others. One the server refuses is read by its header; one at which the connection was
lost before is asked for alone and last, each time for less:

    lost    up to 2 times   whole
            3 or 4          its header
            5 or 6          nothing: that it is there is enough for a person
            more often      not even its size; the server must be looked at

Faults: those of wire/session; `MailboxError.reading` names what was being read when the connection was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.wire import answers
from mailbot.wire.answers import Items
from mailbot.wire.outcome import Fetched, Found, MailboxError, Oversize, Refused, Selected, Vanished
from mailbot.wire.session import Session

SIZES_WINDOW, BODIES_BATCH = 400, 100  # messages a FETCH
BEGINNING = 1024 * 1024  # octets read of a message that is too large to be read whole
HEADER = 256 * 1024  # octets read of one that is not handed over
BY_HEADER, BY_NAME, NOT_AT_ALL = 3, 5, 7  # how often the connection was lost; see above
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # the server tells none: no clock starts on such a day


@dataclass(frozen=True, slots=True)
class _Facts:
    size: int | None
    date: datetime
    filed: bool


class Reading:
    """Reads what lies in the mailbox that is selected; `at` raises where that is another than before."""

    def __init__(self, session: Session, at: Callable[[], Selected], *, oversize: int) -> None:
        self._session = session
        self._at = at
        self._oversize = oversize

    def messages(self, uids: Sequence[int], *, max_bytes: int, lost: Mapping[int, int]) -> Iterator[Found]:
        """Yield one value a UID, in order, then those in `lost`: how often reading them lost the connection.

        One that is listed and of which the server tells nothing is complained about after all others.
        """
        stuck: list[int] = []
        plain = [uid for uid in uids if uid not in lost]
        for start in range(0, len(plain), SIZES_WINDOW):
            window = plain[start : start + SIZES_WINDOW]
            facts = self._facts(window)
            for batch in self._batches(window, facts, max_bytes):
                yield from self._batch(batch, facts, stuck)
        for uid in uids:
            if uid in lost:
                yield from self._warily(uid, lost[uid], stuck)
        if stuck:
            where = self._session.where
            refused = Refused(f"{where}: the server does not hand over UID {stuck[0]}; look at it there")
            refused.answered = True
            raise refused

    def _warily(self, uid: int, times: int, stuck: list[int]) -> Iterator[Found]:
        facts = self._facts([uid]) if times < NOT_AT_ALL else {}
        if uid not in facts or times < BY_HEADER:
            yield from self._batch([uid], facts, stuck)
            return
        header = self._headers([uid]) if times < BY_NAME else {}
        yield self._part(uid, facts[uid], header.get(uid, b""))

    def _batch(self, batch: Sequence[int], facts: Mapping[int, _Facts], stuck: list[int]) -> Iterator[Found]:
        large = [uid for uid in batch if uid in facts and self._is_large(facts[uid])]
        bodies = self._bodies([uid for uid in batch if uid in facts and uid not in large], facts)
        beginnings = self._beginnings(large)
        beginnings |= self._headers([uid for uid in batch if uid in facts and uid not in bodies | beginnings])
        there = self._session.present([uid for uid in batch if uid not in bodies | beginnings])
        validity = self._at().uid_validity
        for uid in batch:
            if uid in bodies:
                yield Fetched(validity, uid, facts[uid].date, bodies.pop(uid), facts[uid].filed)
            elif uid in beginnings or (uid in there and uid in facts):
                names = self._file_names(uid) if uid in large else ()
                yield self._part(uid, facts[uid], beginnings.pop(uid, b""), names)
            elif uid in there:
                stuck.append(uid)
            else:
                yield Vanished(validity, uid)

    def _part(self, uid: int, facts: _Facts, beginning: bytes, names: tuple[str, ...] = ()) -> Oversize:
        size = max(facts.size or 0, len(beginning))
        return Oversize(self._at().uid_validity, uid, facts.date, beginning, size, names, facts.filed)

    def _facts(self, uids: Sequence[int]) -> dict[int, _Facts]:
        def told(items: Items) -> bool:
            return answers.size(items) is not None and answers.moment(items) is not None

        answer = self._items(uids, ("RFC822.SIZE", "INTERNALDATE", "FLAGS"), lambda _, items: told(items))
        return {
            uid: _Facts(answers.size(items), answers.moment(items) or NO_DATE, answers.was_filed(items))
            for uid, items in answer.items()
        }

    def _bodies(self, uids: Sequence[int], facts: Mapping[int, _Facts]) -> dict[int, bytes]:
        def whole(uid: int, items: Items) -> bool:
            # Nothing, of a message that has a size, is no empty message (RFC 2683 section 3.4.4).
            found = answers.octets(items, b"BODY[]")
            return found is not None and (found != b"" or not facts[uid].size)

        expected = sum(facts[uid].size or 0 for uid in uids)
        answer = self._items(uids, ("BODY.PEEK[]",), whole, octets=expected)
        return {uid: items[b"BODY[]"] for uid, items in answer.items() if whole(uid, items)}

    def _beginnings(self, uids: Sequence[int]) -> dict[int, bytes]:
        most = min(BEGINNING, self._oversize)
        return self._parts(uids, f"BODY.PEEK[]<0.{most}>", b"BODY[]<0>", most)

    def _headers(self, uids: Sequence[int]) -> dict[int, bytes]:
        return self._parts(uids, f"BODY.PEEK[HEADER]<0.{HEADER}>", b"BODY[HEADER]<0>", HEADER)

    def _parts(self, uids: Sequence[int], item: str, name: bytes, most: int) -> dict[int, bytes]:
        answer = self._items(uids, (item,), lambda _, items: bool(answers.octets(items, name)),
                             octets=most * len(uids))  # fmt: skip
        found = {uid: answers.octets(items, name) for uid, items in answer.items()}
        return {uid: part[:most] for uid, part in found.items() if part}

    def _file_names(self, uid: int) -> tuple[str, ...]:
        try:
            return self._session.file_names(uid)
        except MailboxError as error:
            if error.answered:
                return ()  # they are only told to a person
            error.reading = frozenset([uid])
            raise

    def _items(
        self,
        uids: Sequence[int],
        items: Sequence[str],
        complete: Callable[[int, Items], bool],
        *,
        octets: int = 0,
    ) -> dict[int, Items]:
        """FETCH; those an item is missing of once more, after a NOOP (RFC 2683 section 3.4.4)."""
        answer: dict[int, Items] = {}
        wanted = list(uids)
        for again in (False, True):
            if wanted and again:
                self._session.ask("noop")
            got = self._fetch(wanted, items, octets)
            answer |= {uid: {**answer.get(uid, {}), **got[uid]} for uid in wanted if uid in got}
            wanted = [uid for uid in wanted if uid not in answer or not complete(uid, answer[uid])]
        return answer

    def _fetch(self, uids: Sequence[int], items: Sequence[str], octets: int) -> dict[int, Items]:
        """FETCH; where the server says NO, in halves, to find the message that is the trouble."""
        if not uids:
            return {}
        try:
            return self._session.fetch(uids, items, octets=octets)
        except MailboxError as error:
            if not error.answered:
                error.reading = frozenset(uids)
                raise
        if len(uids) == 1:
            return {}
        half = len(uids) // 2
        return self._fetch(uids[:half], items, octets) | self._fetch(uids[half:], items, octets)

    def _is_large(self, facts: _Facts) -> bool:
        return facts.size is not None and facts.size > self._oversize

    def _batches(
        self, uids: Sequence[int], facts: Mapping[int, _Facts], max_bytes: int
    ) -> Iterator[Sequence[int]]:
        batch: list[int] = []
        held = 0
        for uid in uids:
            size = (facts[uid].size or 0) if uid in facts else 0
            size = min(size, BEGINNING) if size > self._oversize else size
            if batch and (held + size > max_bytes or len(batch) >= BODIES_BATCH):
                yield batch
                batch, held = [], 0
            batch.append(uid)
            held += size
        if batch:
            yield batch
