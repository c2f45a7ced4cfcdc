"""Commands about the letters' words: `templates check|preview`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import Json, Refused, database, options, print_json, write

if TYPE_CHECKING:
    from mailbot.mail.writing.templates import Rendered

templates = typer.Typer(no_args_is_help=True, help="The letters' templates.")


def register(app: typer.Typer) -> None:
    app.add_typer(templates, name="templates")


@templates.command("check")
def check(as_json: Json = False) -> None:
    """Read every letter for every kind of case: says what the law asks, nothing it forbids, and what people
    typed as they typed it. Exit 1 on any finding, each with file and line."""
    from mailbot.assembly.stationery import every_trial, unread_templates
    from mailbot.complaints import letter_check, letter_trials
    from mailbot.mail.writing.template_file import TemplateError
    from mailbot.ownership import Unfit

    config = options.load_if_any()
    found, count, read = [], 0, []
    try:
        for letters, usual, every in every_trial(config, unread_templates(config)):
            found += letter_check.check(letters, every)
            awkward, tried = letter_trials.check(letters, usual)
            found += awkward
            count += sum(len(contexts) for contexts in every.values()) + tried
            read += [letters.file(name) for name in letters.names() if every.get(name)]
    except (TemplateError, Unfit) as reason:
        raise Refused(str(reason)) from None
    found = list(dict.fromkeys(found))
    if as_json:
        print_json({"letters": read, "renderings": count, "findings": found})
    elif found:
        typer.echo("\n".join(found))
    else:
        typer.echo(f"{len(read)} letters, {count} renderings: nothing found")
    if found:
        raise typer.Exit(1)


@templates.command("preview")
def preview(
    name: Annotated[str, typer.Argument(help="Which letter, such as acknowledgement.")],
    html: Annotated[Path | None, typer.Option(help="Write the HTML part to this file.")] = None,
    sample: Annotated[int, typer.Option(help="Which of the made-up cases, from 1.")] = 1,
    case: Annotated[
        str | None, typer.Option(help="A case of yours instead, for a letter that goes out by itself.")
    ] = None,
    language: Annotated[
        str, typer.Option(help="As whoever writes in this language gets it, such as cy.")
    ] = "",
    mailbox: Annotated[str, typer.Option(help="As it goes out for this mailbox.")] = "",
    shipped: Annotated[
        bool, typer.Option("--against-shipped", help="What your own file changes, line by line.")
    ] = False,
    before: Annotated[
        Path | None,
        typer.Option(
            "--against",
            help="What has changed since this directory of letters, line by line.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
) -> None:
    """A letter as the complainant or the handler would get it; nothing is sent."""
    from mailbot.assembly.stationery import letterhead, unread_templates
    from mailbot.complaints.languages import ENGLISH
    from mailbot.complaints.letter_samples import samples
    from mailbot.complaints.letters import firm_context
    from mailbot.mail.writing.template_file import TemplateError
    from mailbot.mail.writing.templates import Templates, shipped_templates
    from mailbot.ownership import Unfit

    config = options.load_if_any()
    try:
        editions = unread_templates(config)
        if language and language != ENGLISH and ("", language) not in editions.others:
            raise Refused(f"there is no [[language]] of the code {language} in the configuration")
        found = editions.of(mailbox, language or ENGLISH)
        if name not in found.names() or name not in samples():
            raise Refused(f"there is no letter {name}; there are {', '.join(sorted(samples()))}")
        spoken = found.language(name)
        contexts = samples(language=spoken)[name] if case is None else [_of_case(name, case, spoken)]
        if not 1 <= sample <= len(contexts):
            raise Refused(f"--sample goes from 1 to {len(contexts)}")
        context = contexts[sample - 1]
        if config is not None:
            context = {**context, "firm": firm_context(letterhead(config).firm_in(spoken))}
        rendered = found.render(name, context)
        words = _shown(rendered)
        if shipped or before is not None:
            other = Templates(shipped_templates(), before, language=spoken)
            words = _changes(_shown(other.render(name, context)), words, before)
    except (TemplateError, Unfit) as fault:
        raise Refused(str(fault)) from None
    typer.echo(words)
    if html is not None:
        write(html, rendered.html, over=True)
        typer.echo(f"mailbot: the HTML part is in {html}", err=True)


def _shown(letter: Rendered) -> str:
    return f"Subject: {letter.subject}\n\n{letter.text}"


def _of_case(name: str, reference: str, language: str) -> dict[str, object]:
    """What a letter about a case would be filled with today."""
    from mailbot.assembly.stationery import letterhead
    from mailbot.casework.opening import letter_about
    from mailbot.cli.case_view import found
    from mailbot.complaints.letters import acknowledgement_context, leaflet_context
    from mailbot.store import deadlines

    head = letterhead(options.load())
    firm = head.firm_in(language)
    enclosed = head.leaflet is not None
    with database().reading() as session:
        case = found(session, reference)
        due = [one.deadline for one in deadlines.of_case(session, case.id)]
    if name == "acknowledgement":
        how = "with" if head.leaflet_with else "separate"
        enclosed = enclosed and head.leaflet_with
        about = replace(letter_about(case, due, case.missing), language=language)
        return acknowledgement_context(firm, about, leaflet=how, enclosed=enclosed)
    if name == "leaflet":
        return leaflet_context(firm, case.reference, case.complainant_name, enclosed=enclosed)
    raise Refused(
        f"{name} is not previewed for a case: only acknowledgement and leaflet; `mailbot letters "
        "draft` shows those that a person completes, `mailbot outbox show` those that were sent"
    )


def _changes(was: str, now: str, before: Path | None) -> str:
    from difflib import unified_diff

    told = unified_diff(
        was.splitlines(), now.splitlines(), str(before) if before else "shipped", "yours", lineterm=""
    )
    return "\n".join(told) or f"it reads as the {'earlier' if before else 'shipped'} one"
