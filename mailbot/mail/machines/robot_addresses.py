"""Addresses nobody reads, told by the whole local part: somebody called Noreply-Jones is a person."""

from __future__ import annotations

import re

_ROBOTS = frozenset(
    {
        "mailer-daemon", "mailerdaemon", "mail-daemon", "listserv", "listproc", "majordomo", "mailman",
        "lyris", "sympa", "petidomo", "smartlist", "fml-ctl",
        "nobody", "autoresponder", "autoreply", "auto-reply", "auto_reply", "autoresponse", "auto-response",
        "autorespond", "autobot", "robot", "bounce", "bounces", "devnull", "dev-null", "null", "daemon",
        "unattended", "unmonitored", "notmonitored", "not-monitored", "cron", "anonymous",
        "pasderéponse", "keineantwort", "keine-antwort", "nicht-antworten", "nichtantworten",
        "noresponder", "no-responder", "norispondere", "non-rispondere", "nepasrepondre",
        "ne-pas-repondre", "nepas-repondre", "niet-beantwoorden", "svarej", "ikke-svar", "ingen-svar",
        "naoresponda", "nao-responda", "nieodpowiadaj",
    }
)  # fmt: skip
_SERVICE = (
    r"(?:accounts?|admin|alerts?|app|auth|auto|automated|billing|booking|bot|calendar|care|cloud|comments?"
    r"|complaints?|contact|customer\w{0,10}|donotreply|e?mail\w{0,8}|enquir\w{0,6}|feedback|forms?|forum"
    r"|help\w{0,6}|info|invoices?|jira|mailer|marketing|member\w{0,4}|messag\w{0,6}|news\w{0,8}"
    r"|notif\w{0,12}|orders?|fax\w{0,3}|payments?|phone|portal|print\w{0,4}|reports?|sales|security|server|service\w{0,2}|shop|site"
    r"|scan\w{0,5}|spam\w{0,12}|support|survey|system|team|tickets?|updates?|verify|voice\w{0,5}|web\w{0,6}|www|\d{1,12})"
)
# "no-reply", "noreply2", "do_not_reply"; and where a service's word is set off before or after it.
_NO_REPLY = re.compile(
    rf"(?:{_SERVICE}[-_.+])?"
    r"(?:no[-_.]?repl(?:y|ies)|do[-_.]?not[-_.]?(?:reply|respond|answer)|don'?t[-_.]?(?:reply|respond)"
    rf"|no[-_.]?(?:response|respond|answer))\d{{0,6}}(?:[-_.+=]{_SERVICE})?(?:\+[^@]{{0,80}})?"
)


def is_robot_local_part(local_part: str) -> bool:
    """Whether nobody reads it. ``local_part`` is in lower case."""
    return (
        local_part in _ROBOTS
        or _NO_REPLY.fullmatch(local_part[:160]) is not None
        or local_part.startswith("owner-")
        or local_part.endswith(("-owner", "-request", "-bounces", "-errors", "-confirm"))
    )


# What websites send forms from.
_FORMS = re.compile(
    r"(?:web|contact|online|site|enquiry|complaints?)?[-_.]?(?:forms?|formmail|formmailer|formpost|formrelay)"
    r"(?:[-_.]\w{1,20})?|wordpress|web-?site|www|www-data|apache|webserver|wp|drupal|joomla"
)


def is_form_local_part(local_part: str) -> bool:
    """Whether a website sends its forms from it. ``local_part`` is in lower case."""
    return _FORMS.fullmatch(local_part[:80]) is not None


# Where errors go, and whom a web server's own programs run as: no word about who wrote.
_ERRORS = frozenset(
    {
        "bounce", "bounces", "bounced", "return", "returns", "errors", "error", "nobody", "anonymous",
        "apache", "www-data", "www",
    }
)  # fmt: skip


def is_for_errors(local_part: str) -> bool:
    """Whether a reverse-path is one for errors (RFC 5321 section 4.5.5): mailing systems, and the case
    systems of firms, have them go to an address of their own. ``local_part`` is in lower case."""
    return local_part.partition("+")[0] in _ERRORS or local_part.endswith(("-bounces", "-bounce", "-errors"))
