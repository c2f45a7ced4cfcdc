"""Bounces of servers that write no machine part: who sends them, and how they are worded.

Only a sender that is a mail system is believed: a customer who quotes "550 user unknown" is a customer.
"""

from __future__ import annotations

import re
from email.message import Message

from flufl.bounce import all_failures

from mailbot.mail.addresses import is_addr_spec, parse_addresses
from mailbot.mail.charset import decode_words
from mailbot.mail.header import Header

MAX_SCANNED = 64 * 1024  # characters of a body in which wording is looked for

_SYSTEM_LOCAL_PARTS = frozenset(
    {
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "mdaemon", "mailer",
        "maildelivery", "mail-delivery", "mail_delivery", "mail.delivery", "maildeliverysystem",
        "mta", "mmdf",
        "bounce", "bounces", "bounceadmin", "undeliverable", "uucp", "smtp", "smtpd", "mailsystem",
        "mail-system", "mail_system", "postoffice", "mailadmin", "mailmaster", "mailsweeper",
    }
)  # fmt: skip
# A person may well sit behind these (RFC 5230 section 4.6).
_STAFFED_LOCAL_PARTS = frozenset(
    {"postmaster", "postmast", "root", "system", "admin", "administrator", "adm"}
)
_SYSTEM_NAMES = re.compile(
    r"mailer[- ]?daemon|mail delivery (?:sub)?system|mail delivery service|mail (?:system|gateway"
    r"|administrator)|delivery subsystem"
    r"|system administrator|internet mail (?:delivery|connector)|mail transport|mail router"
    r"|microsoft outlook",
    re.IGNORECASE,
)
_DAEMON_NAMES = re.compile(r"mailer[- ]?daemon|mail delivery (?:sub)?system", re.IGNORECASE)

_SUBJECTS = re.compile(
    r"undeliver|non[- ]?deliver|delivery (?:failure|failed|status|delay|problem|report|error"
    r"|notification|has failed)"
    r"|returned (?:mail|to sender|message)|mail (?:could not be|returned|failure|delivery|not delivered"
    r"|error|system error|status)"
    r"|failure notice|failed mail|fail(?:ed|ure) (?:to deliver|delivery|notice|notification)"
    r"|not delivered|could ?n[o']t be delivered"
    r"|message (?:could not|status|delayed|undelivered|delivery)|warning: (?:message|could not)"
    r"|delayed (?:mail|message)|bounce"
    r"|user unknown|unknown user|undelivered|unzustellbar|nicht zugestellt|non remis|[ée]chec"
    r"|no se pudo entregar|inesigibile"
    r"|mailbox (?:full|unavailable|is full)|quota|returning mail|unable to deliver|nondeliverable"
    r"|rejected|retry timeout"
    r"|mdaemon|notification d|remise|address (?:error|unknown)|email error|posta|配信|エラー|退信|投递|不能",
    re.IGNORECASE,
)
_WORDINGS = re.compile(
    r"could ?n[o']t be delivered|cannot be delivered|can't be delivered|not be delivered"
    r"|was not delivered|not delivered to"
    r"|undeliver|unable to deliver|delivery (?:to the following|failed|has failed|attempt"
    r"|of the following)|failed (?:permanently|recipient)"
    r"|user unknown|unknown user|no such (?:user|mailbox|recipient|address|account)"
    r"|mailbox (?:is )?(?:full|unavailable|not found|does not exist)"
    r"|unknown (?:or illegal|recipient|address|mailbox)|(?:recipient|address|user"
    r"|account).{0,60}(?:rejected|unknown|not found|not exist|disabled|invalid)"
    r"|exceeded.{0,30}quota|over quota|quota exceeded|has not (?:yet )?been (?:delivered|collected)"
    r"|permanent (?:fatal )?error|transcript of session"
    r"|returned (?:to|mail|message|below)|message was not (?:sent|accepted)|host (?:unknown|not found)"
    r"|not listed in|retry time|will (?:be retried|keep trying)"
    r"|bounced|(?:^|\s)(?:smtp|error|said|code|diagnostic)?:? ?[45]\d\d[ -][45]\.\d\.\d|non remis"
    r"|nicht zugestellt|wrong address|did not reach|delivery problems|non-delivered",
    re.IGNORECASE,
)  # fmt: skip


def bounce_like_sender(header: Header, return_path: str | None) -> str:
    """How far the sender is a mail system: "system", "staffed" for one a person may sit behind, or ""."""
    author = header.first("from") or ""
    addresses, _ = parse_addresses(author)
    locals_ = {address.local_part.lower() for address in addresses}
    if not addresses:
        # "Mail Delivery Subsystem <MAILER-DAEMON>" and "<>" are no addresses.
        locals_ = {word.lower() for word in re.split(r"[\s<>()\",@]+", author[:500]) if word}
    if locals_ & _SYSTEM_LOCAL_PARTS or header.first("x-failed-recipients") is not None:
        return "system"
    if not locals_ and (return_path == "" or author.strip() == "<>"):
        return "system"
    if _DAEMON_NAMES.search(decode_words(author)[:500]):
        return "system"
    if any(local.startswith(("mailer-daemon", "mailerdaemon", "microsoftexchange")) for local in locals_):
        return "system"
    if locals_ & _STAFFED_LOCAL_PARTS:
        return "staffed"
    if _SYSTEM_NAMES.search(decode_words(author)[:500]):
        return "staffed"
    return "staffed" if return_path == "" else ""


def is_worded_as_bounce(header: Header, text: str, *, sender: str, found: bool) -> bool:
    subject = decode_words(header.first("subject") or "")[:500]
    by_subject = _SUBJECTS.search(subject) is not None
    by_text = _WORDINGS.search(text[:MAX_SCANNED]) is not None
    if header.first("x-failed-recipients") is not None:
        return True
    if sender == "system":
        return by_subject or by_text or found
    # A staffed address, or any with the null path: an out-of-office may carry that too.
    return (by_subject and (by_text or found)) or (found and by_text)


def scanned_failures(root: Message, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Temporary and permanent failures as flufl.bounce finds them, addresses that parse only."""
    if len(text) > MAX_SCANNED:
        return (), ()
    temporary, permanent = all_failures(root)
    return _readable(temporary), _readable(permanent)


def _readable(found: set[bytes] | frozenset[bytes]) -> tuple[str, ...]:
    decoded = sorted(address.decode("utf-8", "replace") for address in found)
    return tuple(address for address in decoded if is_addr_spec(address))
