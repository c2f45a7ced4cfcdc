"""Commands about the letters' words: `templates list|check|preview`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import Json, Refused, database, options, print_json, print_table, write

if TYPE_CHECKING:
    from mailbot.casework.editions import Editions
    from mailbot.complaints.letters import Context, LetterCase
    from mailbot.config import Config
    from mailbot.mail.writing.templates import Rendered, Templates

templates = typer.Typer(no_args_is_help=True, help="The letters' templates.")


def register(app: typer.Typer) -> None:
    app.add_typer(templates, name="templates")


@templates.command("list")
def list_(as_json: Json = False) -> None:
    """Every letter there is: who gets it, how it goes out, and the file it is read from."""
    from mailbot.assembly.stationery import unread_templates
    from mailbot.complaints.drafts import letters_and_acts
    from mailbot.mail.writing.template_file import TemplateError
    from mailbot.ownership import Unfit

    found = []
    try:
        editions = unread_templates(options.load_if_any())
        acts = letters_and_acts()
        for mailbox, language, letters in [("", "", editions.usual), *editions]:
            names = letters.names() if letters is editions.usual else letters.unlike(editions.usual)
            for name in names:
                front = letters.source(name).front_matter
                within = any(
                    f'include "{name}.md"' in letters.source(other).body for other in letters.names()
                )
                goes = f"drafted for {acts[name]}" if name in acts else "by itself"
                found.append(
                    {
                        "letter": name,
                        "audience": front["audience"],
                        "goes": "within others" if within else goes,
                        "mailbox": mailbox,
                        "language": language or letters.language(name),
                        "file": letters.file(name),
                        "purpose": front["purpose"],
                    }
                )
    except (TemplateError, Unfit) as reason:
        raise Refused(str(reason)) from None
    if as_json:
        print_json(found)
        return
    columns = ("letter", "audience", "goes", "language", "file", "purpose")
    print_table(columns, [[one[column] for column in columns] for one in found], empty="no letters")


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
    from mailbot.assembly.stationery import logo
    from mailbot.mail.writing.look import with_logo_shown
    from mailbot.mail.writing.template_file import TemplateError
    from mailbot.mail.writing.templates import Templates, shipped_templates
    from mailbot.ownership import Unfit

    config = options.load_if_any()
    try:
        found, context = _chosen(config, name, sample, case, language, mailbox)
        picture = logo(config) if config is not None else None
        rendered = found.render(name, context, logo=picture is not None)
        words = _shown(rendered)
        if shipped or before is not None:
            other = Templates(shipped_templates(), before, language=found.language(name))
            words = _changes(_shown(other.render(name, context)), words, before)
    except (TemplateError, Unfit) as fault:
        raise Refused(str(fault)) from None
    typer.echo(words)
    if html is not None:
        write(html, with_logo_shown(rendered.html, picture), over=True)
        typer.echo(f"mailbot: the HTML part is in {html}", err=True)


def _chosen(
    config: Config | None, name: str, sample: int, reference: str | None, language: str, mailbox: str
) -> tuple[Templates, Context]:
    """The letters to look into, and what this one is filled with."""
    from mailbot.assembly.stationery import letterhead, unread_templates
    from mailbot.complaints.languages import ENGLISH
    from mailbot.complaints.letter_samples import samples
    from mailbot.complaints.letters import firm_context

    editions = unread_templates(config)
    about = _case_of(reference) if reference is not None else None
    wanted = _language(editions, language or (about.language if about else ENGLISH))
    found = editions.of(_mailbox(config, mailbox or (about.mailbox if about else "")), wanted)
    if name not in found.names() or name not in samples():
        raise Refused(f"there is no letter {name}; there are {', '.join(sorted(samples()))}")
    spoken = found.language(name)
    if wanted != spoken:
        typer.echo(f"mailbot: nobody has written {name} in {wanted}: it goes out in English", err=True)
    contexts = samples(language=spoken)[name] if about is None else [_of_case(name, about, spoken)]
    if not 1 <= sample <= len(contexts):
        raise Refused(f"--sample goes from 1 to {len(contexts)}")
    context = contexts[sample - 1]
    if config is not None:
        context = {**context, "firm": firm_context(letterhead(config).firm_in(spoken))}
    return found, context


def _shown(letter: Rendered) -> str:
    return f"Subject: {letter.subject}\n\n{letter.text}"


def _language(editions: Editions, language: str) -> str:
    known = {"en", *(code for _, code, _ in editions)}
    if language not in known:
        raise Refused(f"there is no [[language]] of the code {language} in the configuration")
    return language


def _mailbox(config: Config | None, name: str) -> str:
    known = [box.name for box in config.mailbox] if config is not None else []
    if name and name not in known:
        raise Refused(f"there is no [[mailbox]] {name}; there are {', '.join(known) or 'none'}")
    return name


def _case_of(reference: str) -> LetterCase:
    """What a letter about a case knows of it today."""
    from mailbot.casework.opening import letter_about
    from mailbot.cli.case_view import found
    from mailbot.store import deadlines

    with database().reading() as session:
        case = found(session, reference)
        due = [one.deadline for one in deadlines.of_case(session, case.id)]
        return letter_about(case, due, case.missing)


def _of_case(name: str, about: LetterCase, language: str) -> dict[str, object]:
    """What a letter about a case would be filled with today."""
    from mailbot.assembly.stationery import letterhead
    from mailbot.complaints.letters import acknowledgement_context, leaflet_context

    head = letterhead(options.load())
    firm, enclosed = head.firm_in(language), head.leaflet is not None
    if name == "acknowledgement":
        how = "with" if head.leaflet_with else "separate"
        enclosed = enclosed and head.leaflet_with
        return acknowledgement_context(
            firm, replace(about, language=language), leaflet=how, enclosed=enclosed
        )
    if name == "leaflet":
        return leaflet_context(firm, about.reference, about.complainant, enclosed=enclosed)
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
