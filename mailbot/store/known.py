"""What the store knows that bears on one message.

A case may be found in several ways; the strongest is told. Strongest is a Message-ID or token of ours, which
nobody can guess (at least 64 random bits); weakest is having the same author.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from mailbot.complaints.known import Answered, Known, KnownCase
from mailbot.complaints.regulators import REFERENCE_TYPE
from mailbot.store import former
from mailbot.store.alike import open_case_like, twin
from mailbot.store.harm import harm_known
from mailbot.store.letters import HANDLER
from mailbot.store.pace import ACKNOWLEDGEMENT as ACKNOWLEDGEMENT
from mailbot.store.pace import NOT_SENT, acknowledged_at, counted
from mailbot.store.statements import folded, folded_reference, message_key, person, plain, serialise
from mailbot.store.tables import case_references, cases, letters, messages, parties

# A hostile message names thousands; an honest thread's ends are what matters.
_MOST_IDS = 40
_MOST_REFERENCES = 40
_MOST_OF_AUTHOR = 20

# Written once: building a statement costs as much as carrying it out, and these are asked of every message.
_LETTERS = (
    select(letters.c.message_id, letters.c.case_id, letters.c.return_path, letters.c.audience)
    .add_columns(letters.c.recipient_key, letters.c.kind)
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
_CITED = (
    select(cases.c.id)
    .where(cases.c.reference.in_(bindparam("references", expanding=True)))
    .order_by(cases.c.id)
)
_ACKNOWLEDGED = (
    select(letters.c.id)
    .where(
        letters.c.case_id.in_(bindparam("cases", expanding=True)),
        letters.c.kind == ACKNOWLEDGEMENT,
        letters.c.recipient_key == bindparam("author"),
        letters.c.state.not_in(NOT_SENT),
    )
    .limit(1)
)
_CASES = (
    select(cases.c.id, cases.c.reference, cases.c.status, parties.c.address)
    .outerjoin(parties, parties.c.case_id == cases.c.id)
    .where(cases.c.id.in_(bindparam("ids", expanding=True)))
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
    envelope: Collection[str] = (),
    return_paths: Collection[str] = (),
    answering: Collection[str] = (),
    addressees: Collection[str] = (),
    sha256: str = "",
    subject: str = "",
    likeness: tuple[int, ...] = (),
    domain: str | None = None,
    most_of_domain: int = 0,
    now: datetime,
) -> Known:
    """Look up what a message refers to, and how often its author was acknowledged.

    `cited` are case references of ours in its text, `references_found` all other numbers there, `reported`
    the Message-ID a report is about, `envelope` those its envelope id may stand for, `return_paths` our
    letters' reverse-paths it was sent to, `answering` the Message-IDs of the words in the addresses it was
    sent to, `addressees` whom a colleague wrote to, `sha256` of the octets, `author` whom an answer is for,
    `sender` who sent it where that is a website, `likeness` of its text, `domain` whose letters are counted.
    """
    if author is not None:
        # Two mailboxes may hear from one author at once; the second must count the first's letter.
        serialise(session, "author", person(author))
    nearest = [*answering, *list(in_reply_to)[:_MOST_IDS], *reversed(_ends(references))]
    thread = _message_keys(nearest)
    own_key, reported_key = message_key(message_id), message_key(reported or None)
    named, paths = _message_keys(envelope), [plain(path) for path in list(return_paths)[:_MOST_IDS] if path]
    ours = _letters(session, {*thread, *named, *filter(None, (own_key, reported_key))}, paths)
    answered = [row for key, row in ours.items() if key in thread or row.return_path in paths]
    found: _Found = {}
    _add(found, "token", (row.case_id for row in answered))
    _add(found, "message-id", _in_thread(session, thread))
    threaded = list(found)
    _add(found, "reference", _cited(session, cited))
    candidates = _find_others(session, found, references_found, author, addressees)
    same = twin(session, sha256, own_key, sender or author, subject)
    known_cases = _known_cases(session, found)
    return Known(
        own_letter=ours[own_key].message_id if own_key in ours else None,
        reported_letter=_reported(ours, paths, named, reported_key),
        cases=tuple(known_cases.values()),
        answers_another=any(_is_anothers(row, author) for row in answered),
        acknowledged_in_thread=_acknowledged_in(session, threaded, author),
        answers_notice=any(row.audience == HANDLER for row in answered),
        answered=_answered(ours, nearest, _message_keys(answering), sender or author, known_cases),
        twin=same,
        harm=_harm(session, author, known_cases),
        alike=open_case_like(session, likeness, candidates) if same is None else None,
        **_counts(session, author, sender or author, domain, most_of_domain, now),
    )


def _harm(session: Session, author: str | None, known_cases: Mapping[int, KnownCase]) -> str:
    """As `Known` calls it; of most authors no case is known, and nothing more is asked."""
    theirs = author is not None and any(folded(author) in one.parties for one in known_cases.values())
    return harm_known(session, author) if author is not None and theirs else ""


def _counts(
    session: Session, author: str | None, sender: str | None, domain: str | None, most: int, now: datetime
) -> dict[str, int]:
    """How often was acknowledged and opened of late, as `Known` calls it."""
    today, this_week, opened = counted(session, author, sender, now)
    return {
        "acknowledgements_today": today,
        "acknowledgements_this_week": this_week,
        "acknowledgements_of_domain": acknowledged_at(session, domain, now, most) if domain else 0,
        "opened_today": opened,
    }


def _find_others(
    session: Session,
    found: _Found,
    references_found: Collection[str],
    author: str | None,
    addressees: Collection[str],
) -> set[int]:
    """Add the cases known by a number in the message, by its author, or by whom a colleague wrote it to;
    returns those that share a number or the author."""
    numbers = {folded_reference(number) for number in list(references_found)[:_MOST_REFERENCES]} - {""}
    _add(found, "regulator-reference", _by_number(session, numbers, regulator=True))
    sharing = set(_by_number(session, numbers, regulator=False))
    if author is not None:
        _add(found, "same-author", _of_author(session, folded(author), sharing))
    for addressee in list(addressees)[:_MOST_REFERENCES]:
        _add(found, "addressee", _of_author(session, folded(addressee), sharing))
    return sharing | {case_id for case_id, by in found.items() if by == "same-author"}


def _answered(
    ours: dict[str | None, Any],
    ids: Iterable[str],
    sent_to: Collection[str],
    sender: str | None,
    told: Mapping[int, KnownCase],
) -> Answered | None:
    """The letter to a colleague that its recipient answers: the nearest of those named."""
    for key in (key for key in map(message_key, ids) if key in ours):
        letter = ours[key]
        if letter.audience == HANDLER and sender is not None and letter.recipient_key == person(sender):
            case = told.get(letter.case_id)
            reference = case.reference if case is not None else None
            return Answered(letter.kind, reference, by_address=key in sent_to)
    return None


def _is_anothers(letter: Any, author: str | None) -> bool:
    """A letter to a complainant, which this author was not sent."""
    return letter.audience != HANDLER and author is not None and letter.recipient_key != person(author)


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


def _letters(session: Session, ids: set[str], paths: list[str]) -> dict[str | None, Any]:
    """Letters of ours with these Message-IDs or reverse-paths, by Message-ID."""
    if not ids and not paths:
        return {}
    found = session.connection().execute(_LETTERS, {"ids": list(ids), "paths": paths})
    return {row.message_id: row for row in found}


def _reported(
    ours: dict[str | None, Any], paths: list[str], named: set[str], reported: str | None
) -> str | None:
    """The letter a report is about: by its reverse-path, else its envelope id, else the Message-ID in the
    report (RFC 3464 section 2.2.1). A reverse-path nobody was written to from is forged: no letter."""
    if paths:
        by_path = {row.return_path: row.message_id for row in ours.values()}
        return next((by_path[path] for path in paths if path in by_path), None)
    by_envelope = next((key for key in sorted(named) if key in ours), None)
    return by_envelope or (reported if reported in ours else None)


def _in_thread(session: Session, thread: set[str]) -> list[int | None]:
    if not thread:
        return []
    return list(session.connection().execute(_THREAD, {"ids": list(thread)}).scalars())


def _cited(session: Session, cited: Collection[str]) -> list[int]:
    if not cited:
        return []
    named = [plain(reference).upper() for reference in list(cited)[:_MOST_REFERENCES]]
    found = list(session.connection().execute(_CITED, {"references": named}).scalars())
    return found if len(found) == len(named) else found + former.cited(session, named)


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


def _acknowledged_in(session: Session, case_ids: list[int], author: str | None) -> bool:
    if not case_ids or author is None:
        return False
    about = {"cases": case_ids, "author": person(author)}
    return session.connection().execute(_ACKNOWLEDGED, about).first() is not None


def _known_cases(session: Session, found: _Found) -> dict[int, KnownCase]:
    if not found:
        return {}
    told: dict[int, Any] = {}
    addresses: dict[int, set[str]] = {}
    for row in session.connection().execute(_CASES, {"ids": list(found)}):
        told[row.id] = row
        if row.address is not None:
            addresses.setdefault(row.id, set()).add(row.address)
    return {
        case_id: KnownCase(
            reference=told[case_id].reference,
            parties=frozenset(addresses.get(case_id, ())),
            closed=told[case_id].status == "closed",
            by=by,
        )
        for case_id, by in found.items()
    }
