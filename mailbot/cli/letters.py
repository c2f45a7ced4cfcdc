"""Commands about letters with judgement in them: `letters draft|preview|release`."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.case_view import Reference
from mailbot.cli.cases import By, done, say
from mailbot.cli.show import Refused, write

if TYPE_CHECKING:
    from mailbot.mail.writing.template_file import Source

Completed = Annotated[Path, typer.Argument(help="The completed draft.", exists=True, dir_okay=False)]
To = Annotated[str, typer.Option(help="An address other than the case's.")]

letters = typer.Typer(
    no_args_is_help=True, help="Letters that a handler completes: drafted, released, recorded when sent."
)


def register(app: typer.Typer) -> None:
    app.add_typer(letters, name="letters")


@letters.command("draft")
def letters_draft(
    reference: Reference,
    command: Annotated[
        str,
        typer.Argument(
            help="What its sending stands for: “contacted”, “holding because …”, “eight-week expected "
            "DATE because …”, “summary-sent”, “final upheld redress 120.50”, “forwarded FIRM because …”, "
            "“withdrawn”."
        ),
    ],
    letter: Annotated[
        str, typer.Option(help="Another letter than the usual one: missing_details for “contacted”.")
    ] = "",
    wording: Annotated[
        str,
        typer.Option(
            help="Another of your wordings of DISP 1 Annex 3R, by its name, as for a late complaint."
        ),
    ] = "",
    out: Annotated[Path | None, typer.Option(help="A file to write it to; else it is printed.")] = None,
    by: By = "command line",
) -> None:
    """Draft the letter that goes with an act: what is known stands in it, the rest are places to fill in."""

    def kept(text: str) -> str:
        if out is None:
            return text
        write(out, text)
        return f"{out}: complete it, then `mailbot letters release {out}`"

    say(
        reference,
        by,
        lambda d, s, c, a, now: d.releasing.draft(s, c, a, now, says=command, letter=letter, wording=wording),
        shown=kept,
    )


@letters.command("release")
def letters_release(
    file: Completed,
    to: To = "",
    although: Annotated[
        list[str] | None,
        typer.Option(
            help="What was considered: where writing may do harm, or “doubt: why” for what is doubted and "
            "right all the same. May be given several times."
        ),
    ] = None,
    by: By = "command line",
) -> None:
    """Send a completed letter to the complainant; what it stands for is recorded when it is sent."""
    written = _read(file)
    say(
        written.front_matter["case"],
        by,
        lambda d, s, c, a, now: d.releasing.release(
            s, c, a, now, written=written, to=to, although=although or ()
        ),
    )


@letters.command("preview")
def letters_preview(
    file: Completed,
    to: To = "",
    html: Annotated[Path | None, typer.Option(help="Write the HTML part to this file.")] = None,
) -> None:
    """A completed letter as the complainant would get it, and what `release` would doubt; nothing is sent.
    Exit 1 where it would be refused as it stands."""
    from mailbot.assembly.stationery import logo
    from mailbot.cli.show import options
    from mailbot.handling.previewing import preview
    from mailbot.mail.writing.look import with_logo_shown

    written = _read(file)
    previewed = done(
        written.front_matter["case"],
        "command line",
        lambda d, s, c, a, now: preview(d.releasing, s, c, a, now, written=written, to=to),
    )
    message = BytesParser(policy=policy.default).parsebytes(previewed.raw)
    typer.echo(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{_part(message, 'plain')}")
    for part in message.iter_attachments():
        typer.echo(f"Enclosed: {part.get_filename()}")
    if html is not None:
        write(html, with_logo_shown(_part(message, "html"), logo(options.load())), over=True)
        typer.echo(f"mailbot: the HTML part is in {html}", err=True)
    if previewed.doubted:
        raise Refused(f"it is not released as it stands:\n{previewed.doubted}")


def _read(file: Path) -> Source:
    from mailbot.mail.writing.draft_file import read_draft
    from mailbot.mail.writing.template_file import TemplateError

    try:
        return read_draft(file, str(file))
    except TemplateError as fault:
        raise Refused(str(fault)) from None


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    return str(body.get_content()) if body is not None else ""
