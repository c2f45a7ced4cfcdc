"""What the store knows that bears on one message.

A case may be found in several ways; the strongest is told. Strongest is a Message-ID or token of ours, which
nobody can guess (at least 64 random bits); weakest is having the same author.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy import case as case_when
from sqlmodel import Session

from mailbot.complaints.classify import Known, KnownCase
from mailbot.complaints.regulators import REFERENCE_TYPE
from mailbot.store.alike import open_case_like
from mailbot.store.letters import HANDLER
from mailbot.store.statements import folded, folded_reference, message_key, person, plain, serialise
from mailbot.store.tables import case_references, cases, letters, messages, parties

DAY, WEEK = timedelta(days=1), timedelta(days=7)

ACKNOWLEDGEMENT = "acknowledgement"
_NOT_SENT = ("FAILED", "CANCELLED")

# A hostile message names thousands; an honest thread's ends are what matters.
_MOST_IDS = 40
_MOST_REFERENCES = 40
_MOST_OF_AUTHOR = 20

# Written once: building a statement costs as much as carrying it out, and these are asked of every message.
_LETTERS = (
    select(letters.c.message_id, letters.c.case_id, letters.c.return_path, letters.c.audience)
    .where(
        or_(
            letters.c.message_id.in_(bindparam("ids", expanding=True)),
            letters.c.return_path.in_(bindparam("paths", expanding=True)),
        )
    )
    .limit(200)
)
_THREAD = (
    select(messages.c.case_id)
    .where(messages.c.message_id.in_(bindparam("ids", expanding=True)), messages.c.case_id.is_not(None))
    .order_by(messages.c.id)
    .limit(_MOST_IDS)
)
_TWIN = (
    select(cases.c.reference)
    .select_from(messages)
    .join(cases, cases.c.id == messages.c.case_id)
    .where(
        or_(
            messages.c.sha256 == bindparam("sha256"),
            and_(
                messages.c.message_id == bindparam("message_id"),
                messages.c.author == bindparam("author"),
                messages.c.subject == bindparam("subject"),
            ),
        )
    )
    .order_by(messages.c.id)
    .limit(1)
)
_BY_NUMBER = (
    select(case_references.c.case_id)
    .where(case_references.c.folded.in_(bindparam("numbers", expanding=True)))
    .order_by(case_references.c.id)
    .limit(_MOST_IDS)
)
_BY_REGULATORS_NUMBER = _BY_NUMBER.where(case_references.c.type == REFERENCE_TYPE)
_OF_AUTHOR = (
    select(parties.c.case_id)
    .where(parties.c.address == bindparam("author"))
    .order_by(parties.c.id.desc())
    .limit(_MOST_OF_AUTHOR)
)
_OPENED = (
    select(func.count())
    .select_from(messages)
    .where(
        messages.c.author == bindparam("sender"),
        messages.c.accounted == "open",
        messages.c.received_seen_at > bindparam("day"),
    )
    .scalar_subquery()
)
_COUNTED = select(
    func.sum(case_when((letters.c.created_at > bindparam("day"), 1), else_=0)), func.count(), _OPENED
).where(
    letters.c.recipient_key == bindparam("author"),
    letters.c.kind == ACKNOWLEDGEMENT,
    letters.c.created_at > bindparam("week"),
    letters.c.state.not_in(_NOT_SENT),
)

_Found = dict[int, str]  # case id → how it was found, the strongest way first


def known(
    session: Session,
    *,
    message_id: str | None,
    in_reply_to: Collection[str],
    references: Collection[str],
    author: str | None,
    sender: str | None = None,
    cited: Collection[str],
    references_found: Collection[str] = (),
    reported: str = "",
    tokens: Collection[str] = (),
    return_paths: Collection[str] = (),
    sha256: str = "",
    subject: str = "",
    likeness: tuple[int, ...] = (),
    now: datetime,
) -> Known:
    """Look up what a message refers to, and how often its author was acknowledged.

    `cited` are case references of ours in its text, `references_found` all other numbers in it,
    `reported` the Message-ID a report is about, `sha256` of the octets ("" where there are none),
    `author` is whom an answer is for, `sender` who sent it where that is another: a website's form,
    `tokens` thread tokens and `return_paths` our reverse-paths it was sent to, `likeness` what its text is
    compared by.
    """
    if author is not None:
        # Two mailboxes may hear from one author at once; the second must count the first's letter.
        serialise(session, "author", person(author))
    thread = _message_keys([*list(in_reply_to)[:_MOST_IDS], *_ends(references)])
    own_key, reported_key = message_key(message_id), message_key(reported or None)
    ours = _letters(session, {*thread, *filter(None, (own_key, reported_key))}, return_paths)
    found: _Found = {}
    _add(found, "token", (row.case_id for key, row in ours.items() if key in thread))
    _add(found, "token", _with_token(session, tokens))
    _add(found, "message-id", _in_thread(session, thread))
    _add(found, "reference", _cited(session, cited))
    threaded = [case_id for case_id, by in found.items() if by in ("token", "message-id")]
    numbers = {folded_reference(number) for number in list(references_found)[:_MOST_REFERENCES]} - {""}
    _add(found, "regulator-reference", _by_number(session, numbers, regulator=True))
    sharing = set(_by_number(session, numbers, regulator=False))
    if author is not None:
        _add(found, "same-author", _of_author(session, folded(author), sharing))
    bounced = next((row.message_id for row in ours.values() if row.return_path in set(return_paths)), None)
    theirs = {case_id for case_id, by in found.items() if by == "same-author"}
    twin = _twin(session, sha256, own_key, sender or author, subject)
    today, this_week, opened = _counted(session, author, sender or author, now)
    return Known(
        own_letter=ours[own_key].message_id if own_key in ours else None,
        reported_letter=reported_key if reported_key in ours else bounced,
        cases=_known_cases(session, found),
        acknowledgements_today=today,
        acknowledgements_this_week=this_week,
        opened_today=opened,
        acknowledged_in_thread=_acknowledged_in(session, threaded, author),
        answers_notice=any(row.audience == HANDLER for key, row in ours.items() if key in thread),
        twin=twin,
        alike=open_case_like(session, likeness, theirs | sharing) if twin is None else None,
    )


def _twin(
    session: Session, sha256: str, message_id: str | None, author: str | None, subject: str
) -> str | None:
    """The case of the same octets received another time, or of a message that says it is the same.

    The Message-ID alone proves nothing: some senders give every mail the same (RELIABILITY section 5.2).
    """
    about = {
        "sha256": sha256 or "-",
        "message_id": message_id or "-",
        "author": folded(author) if author else "-",
        "subject": plain(subject),
    }
    found: str | None = session.connection().execute(_TWIN, about).scalar()
    return found


def _ends(references: Collection[str]) -> list[str]:
    listed = list(references)
    half = _MOST_IDS // 2
    return listed if len(listed) <= _MOST_IDS else [*listed[:half], *listed[-half:]]


def _message_keys(ids: Iterable[str]) -> set[str]:
    return {key for key in map(message_key, ids) if key is not None}


def _add(found: _Found, by: str, case_ids: Iterable[int | None]) -> None:
    for case_id in case_ids:
        if case_id is not None:
            found.setdefault(case_id, by)


def _letters(session: Session, ids: set[str], return_paths: Collection[str]) -> dict[str | None, Any]:
    """Letters of ours with these Message-IDs or reverse-paths, by Message-ID."""
    paths = [plain(path) for path in list(return_paths)[:_MOST_IDS] if path]
    if not ids and not paths:
        return {}
    found = session.connection().execute(_LETTERS, {"ids": list(ids), "paths": paths})
    return {row.message_id: row for row in found}


def _with_token(session: Session, tokens: Collection[str]) -> list[int]:
    if not tokens:
        return []
    query = select(cases.c.id).where(
        cases.c.thread_token.in_([plain(token) for token in list(tokens)[:_MOST_IDS]])
    )
    return list(session.connection().execute(query).scalars())


def _in_thread(session: Session, thread: set[str]) -> list[int | None]:
    if not thread:
        return []
    return list(session.connection().execute(_THREAD, {"ids": list(thread)}).scalars())


def _cited(session: Session, cited: Collection[str]) -> list[int]:
    if not cited:
        return []
    named = [plain(reference).upper() for reference in list(cited)[:_MOST_REFERENCES]]
    query = select(cases.c.id).where(cases.c.reference.in_(named)).order_by(cases.c.id)
    return list(session.connection().execute(query).scalars())


def _by_number(session: Session, numbers: set[str], *, regulator: bool) -> list[int]:
    """Cases known by these numbers: to a regulator, or to anybody."""
    if not numbers:
        return []
    query = _BY_REGULATORS_NUMBER if regulator else _BY_NUMBER
    return list(session.connection().execute(query, {"numbers": list(numbers)}).scalars())


def _of_author(session: Session, author: str, sharing: set[int]) -> list[int]:
    """Cases the author is a party of: those that share a number with the message first, then the newest."""
    theirs = session.connection().execute(_OF_AUTHOR, {"author": author}).scalars()
    return sorted(theirs, key=lambda case_id: case_id not in sharing)


def _counted(session: Session, author: str | None, sender: str | None, now: datetime) -> tuple[int, int, int]:
    """How many acknowledgements went, or are to go, to this author in a day and in a week; and how many cases
    the sender opened in a day."""
    if sender is None:
        return 0, 0, 0
    about = {
        "author": person(author) if author else "-",
        "sender": folded(sender),
        "day": now - DAY,
        "week": now - WEEK,
    }
    row = session.connection().execute(_COUNTED, about).one()
    return row[0] or 0, row[1], row[2]


def _acknowledged_in(session: Session, case_ids: list[int], author: str | None) -> bool:
    if not case_ids or author is None:
        return False
    columns = letters.c
    query = select(columns.id).where(
        columns.case_id.in_(case_ids),
        columns.kind == ACKNOWLEDGEMENT,
        columns.recipient_key == person(author),
        columns.state.not_in(_NOT_SENT),
    )
    return session.connection().execute(query.limit(1)).first() is not None


def _known_cases(session: Session, found: _Found) -> tuple[KnownCase, ...]:
    if not found:
        return ()
    query = (
        select(cases.c.id, cases.c.reference, cases.c.status, parties.c.address)
        .outerjoin(parties, parties.c.case_id == cases.c.id)
        .where(cases.c.id.in_(list(found)))
    )
    told: dict[int, Any] = {}
    addresses: dict[int, set[str]] = {}
    for row in session.connection().execute(query):
        told[row.id] = row
        if row.address is not None:
            addresses.setdefault(row.id, set()).add(row.address)
    return tuple(
        KnownCase(
            reference=told[case_id].reference,
            parties=frozenset(addresses.get(case_id, ())),
            closed=told[case_id].status == "closed",
            by=by,
        )
        for case_id, by in found.items()
    )
