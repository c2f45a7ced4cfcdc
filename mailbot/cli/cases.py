"""Commands about cases: `cases list|show|assign|note|met`, `explain`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import Json, Refused, database, options, print_json, print_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from mailbot.store.cases import Case

cases = typer.Typer(no_args_is_help=True, help="Cases: what came in, who has it, what is due.")

Reference = Annotated[str, typer.Argument(help="The case's reference, such as C-7KQ2-M9XD.")]
By = Annotated[str, typer.Option(help="Who does it, for the journal.")]


def register(app: typer.Typer) -> None:
    app.add_typer(cases, name="cases")
    app.command()(explain)


@cases.command("list")
def cases_list(
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed.")] = False,
    handler: Annotated[str | None, typer.Option(help="Only those of this handler's e-mail address.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 500,
    as_json: Json = False,
) -> None:
    """Cases, the one whose next deadline lapses first on top."""
    from mailbot.store import cases as store

    with database().reading() as session:
        found = store.list_cases(session, status="closed" if closed else "open", handler=handler, limit=limit)
    if as_json:
        print_json(
            [
                {**_plain(line.case), "next_deadline": line.next_deadline, "next_due_at": line.next_due_at}
                for line in found
            ]
        )
        return
    rows = [
        (c.case.reference, c.case.received_at, c.case.complainant_name or c.case.address, c.case.handler_name,
         c.next_deadline, c.next_due_at, "LIFE AT RISK" if c.case.life_at_risk else "")
        for c in found
    ]  # fmt: skip
    columns = ("case", "received", "complainant", "handler", "next deadline", "due", "")
    print_table(columns, rows, empty="no cases")


@cases.command("show")
def cases_show(reference: Reference, as_json: Json = False) -> None:
    """Everything about one case."""
    from mailbot.store import cases as store
    from mailbot.store import deadlines as kept

    with database().reading() as session:
        case = _found(session, reference)
        known = store.references_of(session, case.id)
        parties = store.parties_of(session, case.id)
        due = kept.of_case(session, case.id)
        happened = store.timeline(session, case.reference)
        links = store.links_of(session, case.id)
    if as_json:
        print_json(
            {
                **_plain(case),
                "references": known,
                "parties": parties,
                "links": links,
                "deadlines": due,
                "timeline": happened,
            }
        )
        return
    contact = case.contact
    facts = [
        ("status", case.status + (f": {case.outcome}, {case.closed_because}" if case.outcome else "")),
        ("received", case.received_at),
        ("complainant", case.complainant_name),
        ("address", case.address),
        ("telephone", ", ".join(contact.get("phones", []))),
        ("post", " ".join(str(contact.get("postal_address", "")).split())),
        ("subject", case.subject),
        ("handler", f"{case.handler_name} <{case.handler_email}>"),
        ("type", case.regime + (", data protection" if case.data_protection else "")),
        ("references", ", ".join(f"{r.value} ({r.type})" for r in known)),
        ("parties", ", ".join(f"{p.address} ({p.role})" for p in parties)),
        ("topics", ", ".join(case.topics)),
        ("needs judgement", "; ".join(f"{c['priority']} {c['driver']}: “{c['phrase']}”" for c in case.cues)),
        ("linked", ", ".join(f"{other} ({why})" for other, why in links)),
    ]
    typer.secho(case.reference + ("   LIFE AT RISK" if case.life_at_risk else ""), bold=True)
    print_table(("", ""), [row for row in facts if row[1]], empty="")
    typer.secho("\nDeadlines", bold=True)
    rows = [
        (
            d.deadline.name,
            d.deadline.due_on,
            d.deadline.rule,
            f"met: {d.discharged_by}" if d.discharged_at else "open",
        )
        for d in due
    ]
    print_table(("deadline", "due", "rule", ""), rows, empty="none")
    typer.secho("\nWhat happened", bold=True)
    seen = [h for h in happened if h.what not in {"deadline", "journal"}]
    print_table(("when", "what", ""), [(h.at, h.what, h.summary) for h in seen], empty="nothing")


@cases.command("assign")
def cases_assign(
    reference: Reference,
    handler: Annotated[str, typer.Argument(help="A handler's name or e-mail.")],
    by: By = "command line",
) -> None:
    """Give a case to a handler named in the configuration."""
    from mailbot.complaints.practice import Handler
    from mailbot.store import cases as store

    known = options.load().handler
    chosen = next((h for h in known if handler.casefold() in {h.name.casefold(), h.email.casefold()}), None)
    if chosen is None:
        raise Refused(f"{handler} is no handler; there are {', '.join(h.name for h in known)}")

    def act(session: Session, case: Case, _now: datetime) -> dict[str, str]:
        store.assign(session, case.reference, Handler(chosen.name, chosen.email))
        return {"to": chosen.email, "from": case.handler_email}

    case = _act(reference, "case-assigned", by, act)
    typer.echo(f"{case.reference} is {chosen.name}'s")


@cases.command("note")
def cases_note(
    reference: Reference, text: Annotated[str, typer.Argument(help="What to keep.")], by: By = "command line"
) -> None:
    """Keep a note on a case."""
    from mailbot.store import cases as store

    def act(session: Session, case: Case, now: datetime) -> dict[str, str]:
        store.note(session, case.reference, text=text, by=by, now=now)
        return {"length": str(len(text))}

    case = _act(reference, "note-added", by, act)
    typer.echo(f"noted on {case.reference}")


@cases.command("met")
def cases_met(
    reference: Reference,
    deadlines: Annotated[list[str], typer.Argument(help="Which, such as final_response; see `cases show`.")],
    by: By = "command line",
) -> None:
    """Say that what a deadline asks for has been done: its reminders stop."""
    from mailbot.store import deadlines as kept

    def act(session: Session, case: Case, now: datetime) -> dict[str, str]:
        waiting = {d.deadline.name for d in kept.of_case(session, case.id) if d.discharged_at is None}
        if unknown := [name for name in deadlines if name not in waiting]:
            raise Refused(
                f"{case.reference} has no open deadline {', '.join(unknown)}; "
                f"open are: {', '.join(sorted(waiting)) or 'none'}"
            )
        kept.discharge(session, case.id, deadlines, now, by)
        return {"deadlines": ", ".join(deadlines)}

    case = _act(reference, "deadline-met", by, act)
    typer.echo(f"{case.reference}: {', '.join(deadlines)} met")


def explain(reference: Reference, as_json: Json = False) -> None:
    """Where every date and every decision of a case comes from."""
    from mailbot.store import cases as store
    from mailbot.store import deadlines as kept
    from mailbot.store import journal

    with database().reading() as session:
        case = _found(session, reference)
        due = kept.of_case(session, case.id, superseded=True)
        told = journal.entries(session, case.reference)
        messages = [h for h in store.timeline(session, case.reference) if h.what == "message"]
    if as_json:
        print_json({**_plain(case), "deadlines": due, "journal": told})
        return
    typer.secho(f"{case.reference}, received {case.received_at.isoformat()}", bold=True)
    for message in messages:
        kind, rule, reason = (message.details[key] for key in ("kind", "rule", "reason"))
        typer.echo(
            f"  a message of kind {kind}, by the rule “{rule}”"
            + (f"; not answered: {reason}" if reason else "")
        )
    for one in due:
        state = (
            " (superseded)"
            if one.superseded_at
            else f" (met {one.discharged_at:%Y-%m-%d}: {one.discharged_by})"
            if one.discharged_at
            else ""
        )
        typer.secho(f"\n{one.deadline.name}: {one.deadline.due_on.isoformat()}{state}", bold=True)
        typer.echo(f"  {one.deadline.because}")
        for step in one.deadline.steps:
            typer.echo(f"    {step}")
        typer.echo(f"    calendar: {one.calendar_version}")
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


def _act(
    reference: str, event: str, by: str, act: Callable[[Session, Case, datetime], dict[str, str]]
) -> Case:
    """Do something to a case and journal it, in one transaction."""
    from mailbot.daemon import now_utc
    from mailbot.store.journal import Event, append

    def run(session: Session) -> Case:
        now = now_utc()
        case = _found(session, reference)
        fields = act(session, case, now)
        append(session, [Event(event, now, case.reference, {"by": by, **fields})])
        return case

    return database().run(run)


def _found(session: Session, reference: str) -> Case:
    from mailbot.store import cases as store

    case = store.get(session, reference)
    if case is None:
        raise Refused(f"there is no case {reference}; see `mailbot cases list`")
    return case


def _plain(case: Case) -> dict[str, object]:
    from mailbot.cli.show import plain

    told = plain(case)
    assert isinstance(told, dict)  # noqa: S101
    return {name: value for name, value in told.items() if name not in {"id", "thread_token"}}
