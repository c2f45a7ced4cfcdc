"""The configuration a firm begins with: what has to be said, and pointers to what may be."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked; `oversight` may be empty."""

    firm: str
    mailbox: str  # its address, and the name to log in with
    imap_host: str
    smtp_host: str
    handler: str
    handler_email: str
    oversight: str = ""


def guessed_hosts(address: str) -> tuple[str, str]:
    """The IMAP and SMTP server a mailbox of this address most likely has."""
    domain = address.rpartition("@")[2].strip().lower()
    return f"imap.{domain}", f"smtp.{domain}"


def starting(answers: Answers) -> str:
    """The text of the file."""
    told = (
        f"email = {_text(answers.oversight)}" if answers.oversight else '# email = "oversight@firm.example"'
    )
    return _TEXT.format(
        firm=_text(answers.firm),
        mailbox=_text(answers.mailbox),
        imap_host=_text(answers.imap_host),
        smtp_host=_text(answers.smtp_host),
        sender=_text(f"{_plain(answers.firm)} Complaints <{answers.mailbox}>"),
        handler=_text(answers.handler),
        handler_email=_text(answers.handler_email),
        oversight=told,
    )


def _text(value: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(name: str) -> str:
    """A display name that needs no quotes (RFC 5322 section 3.4)."""
    return "".join(" " if one in '()<>[]:;@\\,."' else one for one in name).strip()


_TEXT = """\
# mailbot's configuration. Relative paths start from the directory of this file. `mailbot check` tries
# everything and changes nothing; `mailbot config show` tells every key, config.example.toml what each means.

[firm]
name = {firm}
# These stand in letters. The number must be one that DISP 1.3.1AAR allows: 01, 02, 03, 07 or 080.
address = ""
phone = ""
website = ""
# Where the complaints procedure can be read (DISP 1.2.1R); the website where it is empty.
complaints_page = ""

[database]
# A file, or postgresql+psycopg://user@host/name.
url = "sqlite:///mailbot.db"

# The mailbox complaints arrive in; several tables where there are several.
[[mailbox]]
name = "complaints"
address = {mailbox}
# Other addresses whose mail arrives here; a message to none of them gets no automatic answer.
aliases = []
host = {imap_host}
username = {mailbox}
# The password lies in this file, which only mailbot may read; never here. Or use [mailbox.oauth].
password_file = "secrets/imap"
# "move" files a settled message away; "leave" touches nothing.
after = "move"

# The server letters go by.
[smtp]
host = {smtp_host}
username = {mailbox}
password_file = "secrets/smtp"
from = {sender}

[oversight]
# Told when a deadline lapses, when a regulator writes, when letters are held.
{oversight}

# Who is given the cases; several tables where there are several.
[[handler]]
name = {handler}
email = {handler_email}

[responder]
# The name(s) the mail server signs Authentication-Results with; without it no sender counts as authentic.
authserv_ids = []

[leaflet]
# The Ombudsman's leaflet as the firm obtained it; until it is set a stand-in is sent.
# file = "leaflet.pdf"

[alarm]
# Told that mailbot itself does not work.
# email = "it@firm.example"
"""
