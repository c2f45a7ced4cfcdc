"""From the configuration to what letters are written with: the firm, the leaflet, the templates.

Faults: `Unfit` where a template or the leaflet cannot be used.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from mailbot.casework.editions import Editions
from mailbot.casework.letterhead import Leaflet, Letterhead
from mailbot.complaints import letter_check
from mailbot.complaints.languages import ENGLISH, Unequipped, check_language
from mailbot.complaints.letter_samples import FIRM, every_acknowledgement, samples
from mailbot.complaints.letters import Context, Firm
from mailbot.config import Config
from mailbot.config.tables import FIRM_WORDS, LanguageTable
from mailbot.config.values import resolved, return_path, sender
from mailbot.mail.message import Address
from mailbot.mail.writing.compose import Logo
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.ownership import Unfit

LARGEST_LOGO = 24 * 2**10  # octets
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
Samples = Mapping[str, Sequence[Context]]


def letterhead(config: Config) -> Letterhead:
    name, address = sender(config)
    return Letterhead(
        firm=firm(config),
        firms={table.code: firm(config, table) for table in config.language},
        sender=Address(name, address),
        domain=address.rpartition("@")[2].lower(),
        return_path=return_path(config).template,
        reply_to=config.smtp.reply_to or "",
        leaflet=leaflet(config),
        logo=logo(config),
        leaflet_with=config.leaflet.send == "with",
    )


def firm(config: Config, language: LanguageTable | None = None) -> Firm:
    """What letters say of the firm; in another language where it has other words there."""
    table = config.firm
    if language is not None:
        said = {key: value for key in FIRM_WORDS if (value := getattr(language, key))}
        table = table.model_copy(update=said)
    return Firm(
        name=table.name,
        address=table.address,
        phone=table.phone,
        email=table.email or sender(config)[1],
        website=table.website,
        procedure_url=table.complaints_page or ("" if table.complaints_procedure else table.website),
        complaints_procedure=table.complaints_procedure,
        phone_hours=table.phone_hours,
        ombudsman_wording=table.ombudsman_wording,
        ombudsman_wordings={
            one.name: one.text
            for one in config.ombudsman_wording
            if one.language == (ENGLISH if language is None else language.code)
        },
        collects_debts=table.collects_debts,
        leaflet_with_summary=config.leaflet.with_summary_resolution,
    )


def leaflet(config: Config) -> Leaflet | None:
    """The firm's file, read whole; Unfit where it is not there or not the one that was approved."""
    table = config.leaflet
    path = resolved(config, table.file)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise Unfit(f"[leaflet] file: {path}: {reason.strerror}") from None
    digest = hashlib.sha256(content).hexdigest()
    if table.sha256 and digest != table.sha256.lower():
        raise Unfit(f"[leaflet] sha256: {path} has {digest}; it is not the file that was approved")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Leaflet(
        path.name,
        kind,
        content,
        table.version or digest[:12],
        digest,
        table.approved_by,
        table.valid_from,
        table.review_by,
    )


def logo(config: Config) -> Logo | None:
    """The firm's picture; Unfit where it is not there, too large or no picture mail software shows."""
    path = resolved(config, config.templates.logo)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise Unfit(f"[templates] logo: {path}: {reason.strerror}") from None
    kind = next((kind for magic, kind in _PICTURES.items() if content.startswith(magic)), None)
    if kind is None:
        raise Unfit(f"[templates] logo: {path} is no PNG, JPEG or GIF, which all mail programs show")
    if len(content) > LARGEST_LOGO:
        raise Unfit(
            f"[templates] logo: {path} has {len(content)} octets; it goes with every letter, so at most "
            f"{LARGEST_LOGO}"
        )
    return kind, content


def letter_templates(config: Config) -> Editions:
    """The shipped templates and the firm's own, every one read and rendered; Unfit names file and line."""
    editions = unread_templates(config)
    if findings := [one for tried in trials(config, editions) for one in letter_check.check(*tried)]:
        raise Unfit("\n".join(dict.fromkeys(findings)))
    return editions


def trials(config: Config, editions: Editions) -> Iterator[tuple[Templates, Samples]]:
    """Every edition with the samples of what differs in it from the usual one."""
    yield editions.usual, samples(firm(config))
    tables = {table.code: table for table in config.language}
    for _, language, templates in editions:
        made_up = samples(firm(config, tables.get(language)), language)
        unlike = templates.unlike(editions.usual)
        yield templates, {name: each if name in unlike else [] for name, each in made_up.items()}


def number_of_letters(config: Config, editions: Editions) -> int:
    """How many files letters are read from, in every edition."""
    return sum(
        bool(made_up.get(name)) for letters, made_up in trials(config, editions) for name in letters.names()
    )


def every_trial(config: Config | None, editions: Editions) -> Iterator[tuple[Templates, Samples, Samples]]:
    """As `trials`, with the samples once more: acknowledgements of all that they depend on."""
    tables = {table.code: table for table in config.language} if config else {}
    for templates, usual in [(editions.usual, samples())] if config is None else trials(config, editions):
        language = templates.language("acknowledgement")
        about = firm(config, tables.get(language)) if config else FIRM
        read = usual.get("acknowledgement") and every_acknowledgement(about, language)
        yield templates, usual, {**usual, "acknowledgement": read or []}


def unread_templates(config: Config | None, edition: Callable[..., Templates] = Templates) -> Editions:
    """The same as they are, whatever they say; Unfit where a directory is none, or a language is unknown."""
    if config is None:
        return Editions(edition(shipped_templates(), None))
    directory = _directory(config, config.templates.directory, "[templates] directory")
    colour, shipped = config.templates.colour, shipped_templates()
    try:
        for table in config.language:
            check_language(table.code)
    except (ValueError, Unequipped) as reason:
        raise Unfit(f"[[language]] code: {reason}") from None
    languages = [table.code for table in config.language]
    others = {("", code): edition(shipped, directory, colour, language=code) for code in languages}
    for box in config.mailbox:
        own = _directory(config, box.templates, f"[[mailbox]] {box.name} templates")
        for code in (ENGLISH, *languages) if own is not None else ():
            others[box.name, code] = edition(shipped, directory, colour, mailbox=own, language=code)
    return Editions(edition(shipped, directory, colour), others)


def _directory(config: Config, path: Path | None, key: str) -> Path | None:
    directory = resolved(config, path)
    if directory is not None and not directory.is_dir():
        raise Unfit(f"{key}: {directory} is not a directory")
    return directory
