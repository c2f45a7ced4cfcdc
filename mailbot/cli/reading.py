"""Commands that need no database and no network: `inspect` and `deadlines`."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from mailbot.cli.card import show
from mailbot.cli.show import LONDON, Json, Refused, options, print_json, print_table
from mailbot.complaints.calendar import Calendar, london_day
from mailbot.complaints.deadlines import Deadline
from mailbot.complaints.deadlines import deadlines as reckon
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Channel, Division, Practice, Regime
from mailbot.complaints.retention import referral
from mailbot.config.values import practice as practice_of

if TYPE_CHECKING:
    from mailbot.mail.message import Report
    from mailbot.reading.reader import Reading

_NOT_MESSAGES = {".toml", ".json", ".tsv", ".csv", ".md", ".py"}
_AHEAD = 8  # messages read ahead of the one being printed: keeps the reading process busy


def register(app: typer.Typer) -> None:
    app.command()(inspect)
    app.command()(deadlines)


def inspect(
    paths: Annotated[list[Path], typer.Argument(help="Messages, or folders of messages.")],
    as_json: Json = False,
) -> None:
    """What mailbot makes of each message: no database, no network."""
    from mailbot.reading.reader import Reader  # pulls in the parsers, which other commands do without

    config = options.load_if_any()
    practice = practice_of(config) if config is not None else Practice(check_addressed=False)
    files = list(files_below(paths))
    if not files:
        raise Refused(f"no messages below {', '.join(map(str, paths))}")
    console = Console()
    reader = Reader(practice)
    try:
        for path, reading in _readings(files, reader):
            opinion = opinion_on(path, reading, practice)
            if as_json:
                sys.stdout.write(json.dumps(opinion, ensure_ascii=False) + "\n")
            else:
                show(opinion, console)
    finally:
        reader.close()


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Every message at these places; refused where there is nothing."""
    for path in paths:
        if path.is_dir():
            # Notes about messages lie beside them; a file named on the command line is always read.
            yield from sorted(p for p in path.rglob("*") if p.is_file() and p.suffix not in _NOT_MESSAGES)
        elif path.exists():
            yield path
        else:
            raise Refused(f"{path}: there is no such file; name a message or a folder of messages")


def _readings(files: list[Path], reader: object) -> Iterator[tuple[Path, Reading]]:
    from mailbot.reading.reader import Reader

    assert isinstance(reader, Reader)  # noqa: S101
    waiting: deque[tuple[Path, Future[Reading]]] = deque()
    shown = sys.stderr.isatty() and not sys.stdout.isatty()
    for path in track(files, "reading", console=Console(stderr=True), disable=not shown):
        try:
            waiting.append((path, reader.start(path.read_bytes())))
        except OSError as reason:
            raise Refused(f"{path}: {reason.strerror}") from None
        if len(waiting) > _AHEAD:
            done, future = waiting.popleft()
            yield done, future.result()
    for done, future in waiting:
        yield done, future.result()


def opinion_on(path: Path, reading: Reading, practice: Practice) -> dict[str, object]:
    """The object DESIGN fixes for `inspect --json`: fields may be added, these stay."""
    from mailbot.complaints.classify import Kind, classify
    from mailbot.complaints.decide import decide
    from mailbot.complaints.known import Known

    parsed, extract = reading.parsed, reading.extract
    verdict = classify(parsed, extract, Known(), practice)
    plan = decide(parsed, extract, verdict, Known(), practice)
    author = parsed.author
    contact = extract.contact
    cues = () if verdict.kind is Kind.LIST else extract.cues
    return {
        "path": str(path),
        "kind": verdict.kind.value,
        "rule": verdict.rule,
        "acknowledge": plan.acknowledge,
        "reason": plan.reason,
        "owed": plan.owed,
        "message_id": parsed.message_id,
        "subject": extract.subject,
        "author": {"name": mask(author.display_name)[0], "address": author.addr_spec} if author else None,
        "text": extract.text,
        "references": [
            {"value": r.value, "type": r.type, "source": r.source, "confidence": r.confidence}
            for r in extract.references
        ],
        "contact": {
            "name": contact.name,
            "addresses": list(contact.addresses),
            "phones": list(contact.phones),
            "phone_kinds": list(contact.phone_kinds),
            "postcodes": list(contact.postcodes),
            "postal_address": contact.postal_address,
        },
        "representative": asdict(extract.representative) if extract.representative else None,
        "missing": list(extract.missing),
        "language": extract.language,
        "cues": [{"driver": c.driver, "phrase": c.phrase, "priority": c.priority} for c in cues],
        "topics": list(extract.topics),
        "masked": extract.masked,
        "attachments": [
            {
                "filename": mask(a.filename)[0],
                "content_type": mask(a.content_type)[0],
                "real_type": a.real_type,
                "size": a.size,
                "sha256": a.sha256,
                "read": bool(a.text),
            }
            for a in parsed.attachments
        ],
        "report": _report(parsed.report) if parsed.report else None,
        "defects": [mask(defect)[0] for defect in parsed.defects],
    }


def _report(report: Report) -> dict[str, object]:
    return {
        "type": report.type.value,
        "about": report.original_message_id,
        "envelope_id": mask(report.envelope_id)[0],
        "permanent": report.permanent,
        "recipients": [
            {
                "address": mask(r.final_recipient or r.original_recipient)[0],
                "action": r.action,
                "status": r.status,
                "diagnostic": mask(r.diagnostic_code)[0],
            }
            for r in report.recipients
        ],
    }


def deadlines(
    received: Annotated[
        str, typer.Option(help="When it was received, such as 2026-12-18T16:55; London time.")
    ],
    kind: Annotated[Regime, typer.Option("--type", help="Which clock runs.")] = Regime.STANDARD,
    division: Annotated[Division | None, typer.Option(help="Whose bank holidays count.")] = None,
    data_protection: Annotated[
        bool, typer.Option("--data-protection", help="Also the 30-day clock.")
    ] = False,
    channel: Annotated[Channel, typer.Option(help="How the complaint came.")] = Channel.EMAIL,
    topics: Annotated[
        list[str] | None, typer.Option("--topic", help="What it is about, for suspensions; may be repeated.")
    ] = None,
    final_response_sent: Annotated[
        str | None,
        typer.Option("--final-response-sent", help="Such as 2027-02-12: until when it may be referred."),
    ] = None,
    as_json: Json = False,
) -> None:
    """The dates by which something is due, and why."""
    config = options.load_if_any()
    at = _instant(received)
    practice = practice_of(config) if config else Practice()
    try:
        found = reckon(
            at,
            regime=kind,
            data_protection=data_protection,
            calendar=Calendar.of_firm(replace(practice, division=division or practice.division)),
            promises=practice.promises,
            close_of_business=practice.close_of_business,
            suspensions=practice.suspensions,
            topics=topics or (),
            channel=channel,
        )
    except ValueError as reason:  # what the configuration promises or overrides contradicts itself
        raise Refused(str(reason)) from None
    if final_response_sent is not None:
        found = (*found, referral(_sent_on(final_response_sent, at)))
    if as_json:
        print_json(found)
    else:
        _show_dates(found)


def _show_dates(found: Sequence[Deadline]) -> None:
    rows = [(d.name, d.due_on, d.work_by, d.rule, d.because) for d in found]
    print_table(("deadline", "due", "work by", "rule", "because"), rows, empty="no deadlines")
    for one in found:
        typer.secho(f"\n{one.name}: {one.due_on.isoformat()}", bold=True)
        typer.echo(f"  {one.because}")
        for step in one.steps:
            typer.echo(f"    {step}")


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"--received {text}: not a date and time; write 2026-12-18T16:55") from None
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def _sent_on(text: str, received_at: datetime) -> date:
    try:
        sent_on = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"--final-response-sent {text}: not a date; write 2027-02-12") from None
    if sent_on < london_day(received_at):
        raise Refused(f"--final-response-sent {text}: before the complaint was received")
    return sent_on
