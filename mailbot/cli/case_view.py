"""How a case looks: `cases show` and `explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import LONDON, Json, Refused, database, options, plain, print_json, print_table
from mailbot.complaints.retention import retention_until

if TYPE_CHECKING:
    from sqlmodel import Session

    from mailbot.store.cases import Case, CaseReference, Party
    from mailbot.store.deadlines import KeptDeadline
    from mailbot.store.timeline import Happening

Reference = Annotated[str, typer.Argument(help="The case's reference, such as C-7KQ2-M9XD.")]


def cases_show(reference: Reference, as_json: Json = False) -> None:
    """Everything about one case, and what was written in it."""
    from mailbot.store import cases as store
    from mailbot.store import deadlines as kept
    from mailbot.store import received

    with database().reading() as session:
        case = found(session, reference)
        known, parties = store.references_of(session, case.id), store.parties_of(session, case.id)
        links = store.links_of(session, case.id)
        due = kept.of_case(session, case.id)
        happened = store.timeline(session, case.reference)
        messages = [h for h in happened if h.what == "message"]
        raws = [received.raw(session, h.details["id"]) for h in messages]
    if as_json:
        print_json(
            {
                **plain_case(case),
                "references": known,
                "parties": parties,
                "links": links,
                "deadlines": due,
                "timeline": happened,
            }
        )
        return
    typer.secho(case.reference + ("   LIFE AT RISK" if case.life_at_risk else ""), bold=True)
    print_table(("", ""), [row for row in _facts(case, known, parties, links) if row[1]], empty="")
    typer.secho("\nDeadlines", bold=True)
    rows = [(d.deadline.name, d.deadline.due_on, d.deadline.rule, _state(d)) for d in due]
    print_table(("deadline", "due", "rule", ""), rows, empty="none")
    typer.secho("\nWhat happened", bold=True)
    print_table(("when", "what", ""), list(_happened(happened)), empty="nothing")
    for message, text in zip(messages, texts_of(raws), strict=True):
        typer.secho(f"\n{message.details['author'] or 'no author'} wrote, {message.at:%d %b %Y}", bold=True)
        typer.echo(text or "(nothing that can be read)")


def explain(reference: Reference, as_json: Json = False) -> None:
    """Where every date and every decision of a case comes from."""
    from mailbot.store import cases as store
    from mailbot.store import deadlines as kept
    from mailbot.store import journal

    with database().reading() as session:
        case = found(session, reference)
        due = kept.of_case(session, case.id, superseded=True)
        told = journal.entries(session, case.reference)
        messages = [h for h in store.timeline(session, case.reference) if h.what == "message"]
    if as_json:
        print_json({**plain_case(case), "deadlines": due, "journal": told})
        return
    typer.secho(f"{case.reference}, received {case.received_at.isoformat()}", bold=True)
    for message in messages:
        kind, rule, reason = (message.details[key] for key in ("kind", "rule", "reason"))
        because = f"; not answered: {reason}" if reason else ""
        typer.echo(f"  a message of kind {kind}, by the rule “{rule}”{because}")
    for one in due:
        typer.secho(f"\n{one.deadline.name}: {one.deadline.due_on.isoformat()} ({_state(one)})", bold=True)
        typer.echo(f"  {one.deadline.because}")
        for step in one.deadline.steps:
            typer.echo(f"    {step}")
    typer.secho("\nJournal", bold=True)
    rows = [
        (
            entry.seq,
            entry.at,
            entry.name,
            ", ".join(f"{k}={v}" for k, v in entry.fields.items() if v is not None),
        )
        for entry in told
    ]
    print_table(("", "when", "event", "facts"), rows, empty="nothing")


def found(session: Session, reference: str, *, to_change: bool = False) -> Case:
    """The case, or a refusal that says where to look."""
    from mailbot.store import cases as store

    case = (store.hold if to_change else store.get)(session, reference)
    if case is None:
        raise Refused(f"there is no case {reference}; see `mailbot cases list`")
    return case


def plain_case(case: Case) -> dict[str, object]:
    """A case as JSON, without what only the program needs."""
    told = plain(case)
    assert isinstance(told, dict)  # noqa: S101
    return {name: value for name, value in told.items() if name not in {"id", "thread_token"}}


def _facts(
    case: Case, known: list[CaseReference], parties: list[Party], links: list[tuple[str, str]]
) -> list[tuple[str, object]]:
    contact = case.contact
    config = options.load()
    stops = [table.suspension for table in config.suspension]
    keep = retention_until(case.received_on, config.firm.keep_records_years, stops, case.topics)
    judge = [f"{cue['priority']} {cue['driver']}: “{cue['phrase']}”" for cue in case.cues]
    return [
        ("state", _how_far(case)),
        ("received", f"{case.received_at.astimezone(LONDON):%d %b %Y %H:%M}, by {case.channel}"),
        ("answered", case.responded_on),
        ("Ombudsman", _ombudsman(case)),
        ("redress", f"£{case.redress_pence / 100:,.2f}" if case.redress_pence else ""),
        ("keep until", keep),
        ("complainant", case.complainant_name),
        ("address", case.address),
        ("telephone", ", ".join(contact.get("phones", []))),
        ("post", " ".join(str(contact.get("postal_address", "")).split())),
        ("subject", case.subject),
        ("handler", f"{case.handler_name} <{case.handler_email}>"),
        ("type", case.regime + (", data protection" if case.data_protection else "")),
        ("references", ", ".join(f"{one.value} ({one.type})" for one in known)),
        ("parties", ", ".join(f"{one.address} ({one.role})" for one in parties)),
        ("topics", ", ".join(case.topics)),
        ("written to in", case.language if case.language != "en" else ""),
        ("asked for", ", ".join(case.missing)),
        ("needs judgement", "; ".join(judge)),
        ("linked", ", ".join(f"{other} ({why})" for other, why in links)),
    ]


def _how_far(case: Case) -> str:
    ended = ", ".join(filter(None, (case.outcome, case.closed_because)))
    return f"{case.state}{f': {ended}' if ended else ''}{' (closed)' if case.status == 'closed' else ''}"


def _ombudsman(case: Case) -> str:
    """Until when it can be taken there, and whether it was (DISP 2.8.2R)."""
    told = [f"until {case.referral_until.isoformat()}"] if case.referral_until else []
    told += [f"taken there on {case.referred_on.isoformat()}"] if case.referred_on else []
    return ", ".join(told)


def _state(one: KeptDeadline) -> str:
    from mailbot.daemon import now_utc
    from mailbot.store.deadlines import PASSED

    if one.superseded_at is not None:
        return "superseded"
    if one.discharged_at is not None:
        return f"{one.discharged_by}, {one.discharged_at:%d %b %Y}"
    if one.deadline.lapses_quietly and one.deadline.due_at < now_utc():
        return PASSED
    return "open"


#: Events that are told beside what was written and sent.
_SAID = {
    "case-moved", "case-closed", "case-reopened", "case-retyped", "receipt-corrected", "summary-sent",
    "later-receipt-proposed", "dates-moved", "case-assigned", "reminders-held",
}  # fmt: skip


def _told(one: Happening) -> tuple[str, str]:
    if one.what != "journal":
        return one.what, one.summary
    facts = [f"{key}={value}" for key, value in one.details.items() if key != "seq" and value is not None]
    return one.summary, ", ".join(facts)


def _happened(happened: Iterable[Happening]) -> Iterator[tuple[object, str, str]]:
    """One line each; the rungs of one deadline that one reminder settled share a line."""
    last: tuple[object, str] | None = None
    waiting: list[tuple[object, str, str]] = []
    for one in happened:
        if one.what == "deadline" or (one.what == "journal" and one.summary not in _SAID):
            continue
        group = (one.at, one.summary.partition(":")[0]) if one.what == "reminder" else None
        if waiting and (group is None or group != last):
            yield waiting.pop()
        if one.what == "reminder":
            waiting[:] = [(one.at, one.what, one.summary)]
        else:
            yield (one.at, *_told(one))
        last = group
    yield from waiting


def texts_of(raws: list[bytes]) -> list[str]:
    """What each author newly wrote, read again in the worker, card numbers masked."""
    from mailbot.config.values import practice
    from mailbot.reading.reader import Reader

    reader = Reader(practice(options.load()))
    try:
        return [reader.read(raw).extract.text for raw in raws]
    finally:
        reader.close()
