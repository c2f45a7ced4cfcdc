"""What the words of a bounce say of each recipient: the address, the status, what the other server said.

Order: the fields of RFC 3464 where somebody wrote them as text; else the addresses flufl.bounce found; else
those on lines of their own or after a word such as "to". The status is looked for below each.

Faults: what cannot be found is left empty; nothing is guessed beyond what a code or a plain wording says.
"""

from __future__ import annotations

import re

from mailbot.mail.message import DeliveryStatus

MAX_TEXT = 16 * 1024  # characters; what failed stands at the top, the returned message below
MAX_DETAIL = 1_000  # characters of a diagnostic, and how far below an address it is looked for
MAX_NAMED = 20  # recipients

_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
_REPLY = re.compile(r"(?<![\d.\-:/])([45]\d\d)(?=[ \-:#,]{1,2}\S)(?!-\d)")
# The plain words of servers that give no code, and the status they mean (RFC 3463 section 3).
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), subject)
    for words, subject in (
        (
            r"(?:mail ?box|folder|inbox|account)(?: is| was|'s)? (?:\w{1,12} )?full|quota"
            r"|out of (?:disk )?space|storage limit|size limit|一杯|voll\b",
            "2.2",
        ),
        (
            r"user unknown|unknown (?:user|recipient|mailbox)|no such (?:user|mailbox|recipient|account)"
            r"|user not found|(?:recipient|address|user|account|mailbox).{0,30}(?:not found|(?:not"
            r"|n't) exist)"
            r"|(?:not|n't) have an? \S{1,60} account|invalid (?:recipient|mailbox)|not listed in",
            "1.1",
        ),
        (r"(?:mailbox|account|user).{0,30}(?:disabled|inactive|suspended)", "2.1"),
        (r"(?:host|domain).{0,30}(?:unknown|not found|does(?: not|n't) exist)|unknown host", "1.2"),
        (r"too (?:large|big)|size exceed|exceed.{0,40}(?:message )?size", "3.4"),
        (r"timed? ?out|connection refused|no route|could not connect|retry time", "4.1"),
        (r"too many hops|mail loop|loop detected", "4.6"),
        (r"spam|virus|blacklist|blocklist|blocked|policy|content.{0,20}reject|listed (?:at|in|by)", "7.1"),
    )
)
_DELAYED = re.compile(
    r"will (?:be retried|keep trying|continue to (?:try|attempt)|try again|retry)|still (?:trying"
    r"|being retried)"
    r"|has not (?:yet )?been delivered|(?:warning|temporary).{0,40}(?:only|delay)"
    r"|no action is (?:required|needed)"
    r"|delivery.{0,20}delayed|do not need to re-?send|you do not need to resend",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"giv(?:ing|en) up|permanent|fatal|has failed|failed after|could not be delivered|undeliverable|too long",
    re.IGNORECASE,
)
_ADDRESS = r"<?([^\s<>()\[\]:;,\"'@=]{1,64}@[a-z0-9][a-z0-9.\-]{1,200}[a-z0-9])>?"
_NAMED = re.compile(
    rf"^[> \t*]{{0,8}}(?:(?:to|recipient|address|user|rcpt to|for|delivered to|e-?mail"
    rf"|could not be delivered to)"
    rf"[ \t:]{{1,8}})?{_ADDRESS}(?=[\s:;,.)\]]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_MENTIONED = re.compile(
    rf"(?:\bto|recipients?|address|addresses|users?|mailbox|errors?"
    rf"|for)[ \t:]{{1,4}}{_ADDRESS}",
    re.IGNORECASE,
)
# Where the returned message begins.
_RETURNED = re.compile(
    r"^[ \t>*-]{0,40}(?:below this line is a copy|this is a copy of|original (?:message|mail)"
    r"|returned message"
    r"|unsent message|message (?:header|text|content)s? follow|undelivered message|-{3,} ?(?:original"
    r"|returned|undelivered)|(?:received|return-path|mime-version):[ \t])",
    re.IGNORECASE | re.MULTILINE,
)


def failures_in(text: str, *, permanent: tuple[str, ...], temporary: tuple[str, ...]) -> list[DeliveryStatus]:
    """One entry a recipient. ``permanent`` and ``temporary`` are addresses found by other means."""
    notice = _notice(text)
    delayed = _DELAYED.search(notice) is not None and _GIVEN_UP.search(notice) is None
    addresses = dict.fromkeys((*permanent, *temporary))
    if not addresses:
        addresses = dict.fromkeys(match[1] for match in _NAMED.finditer(notice))
    if not addresses:
        addresses = dict.fromkeys(match[1] for match in _MENTIONED.finditer(notice))
    entries: list[DeliveryStatus] = []
    named = list(addresses)[:MAX_NAMED]
    for address in named:
        detail = _below(notice, address, named)
        status = status_in(detail) or (status_in(notice) if len(named) == 1 else "")
        action = "delayed" if address in temporary and address not in permanent else "failed"
        if delayed and address not in permanent:
            action = "delayed"
        if action == "delayed" and status.startswith("5"):
            status = ""
        entries.append(DeliveryStatus(action, status, address[:320], "", said_in(detail)))
    return entries


def _notice(text: str) -> str:
    text = text[:MAX_TEXT]
    match = _RETURNED.search(text, 40)
    return text[: match.start()] if match else text


def _below(notice: str, address: str, others: list[str]) -> str:
    """The lines about one recipient: from its address to the next."""
    start = notice.find(address)
    if start < 0:
        return notice
    ends = [notice.find(other, start + len(address)) for other in others if other not in address]
    end = min((end for end in ends if end > 0), default=len(notice))
    return notice[start:end][:MAX_DETAIL]


def status_in(text: str) -> str:
    """The enhanced status a text gives, by its code or by plain words; "" where it gives none."""
    text = text[:MAX_TEXT]
    enhanced = _ENHANCED.search(text)
    if enhanced and not enhanced[1].startswith("2"):
        return enhanced[1]
    reply = _REPLY.search(text)
    meaning = next((subject for words, subject in _WORDS if words.search(text)), "")
    if reply:
        return f"{reply[1][0]}.{meaning or '0.0'}"
    if meaning in ("1.1", "1.2", "3.4", "2.1"):
        return f"5.{meaning}"
    return f"4.{meaning}" if meaning == "4.1" else f"5.{meaning}" if meaning == "2.2" else ""


def said_in(text: str) -> str:
    """The line with the other server's code, as a diagnostic."""
    match = _ENHANCED.search(text) or _REPLY.search(text)
    if match is None:
        return ""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return " ".join(text[start : end if end > 0 else len(text)].split())[:MAX_DETAIL]
