"""From the configuration to what letters are written with: the firm, the leaflet, the templates.

Faults: `Unfit` where a template or the leaflet cannot be used.
"""

from __future__ import annotations

import hashlib
import mimetypes

from mailbot.casework.letterhead import Leaflet, Letterhead
from mailbot.complaints import letter_check
from mailbot.complaints.letter_samples import samples
from mailbot.complaints.letters import Firm
from mailbot.config import Config
from mailbot.config.values import resolved, return_path, sender
from mailbot.mail.message import Address
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.ownership import Unfit


def letterhead(config: Config) -> Letterhead:
    name, address = sender(config)
    return Letterhead(
        firm=firm(config),
        sender=Address(name, address),
        domain=address.rpartition("@")[2].lower(),
        return_path=return_path(config).template,
        reply_to=config.smtp.reply_to or "",
        leaflet=leaflet(config),
        leaflet_with=config.leaflet.send == "with",
    )


def firm(config: Config) -> Firm:
    table = config.firm
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
        collects_debts=table.collects_debts,
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


def letter_templates(config: Config) -> Templates:
    """The shipped templates and the firm's own, every one read and rendered; Unfit names file and line."""
    templates = unread_templates(config)
    if findings := letter_check.check(templates, samples(firm(config))):
        raise Unfit("\n".join(findings))
    return templates


def unread_templates(config: Config) -> Templates:
    """The same as they are, whatever they say; Unfit where the firm's directory is none."""
    directory = resolved(config, config.templates.directory)
    if directory is not None and not directory.is_dir():
        raise Unfit(f"[templates] directory: {directory} is not a directory")
    return Templates(shipped_templates(), directory, config.templates.colour)
