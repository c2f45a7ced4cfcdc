"""What our own mail system found out about the author (RFC 8601, DMARC).

Anybody can write an Authentication-Results field. Only those of our own authserv-ids count, and of them the
topmost, since every server adds its own above (RFC 8601 sections 4.1 and 5). Where no authserv-id is
configured nothing is known: nobody is authentic and nobody is forged.
"""

from __future__ import annotations

from mailbot.complaints.practice import Practice
from mailbot.mail.message import Authentication, ParsedMessage


def dmarc_result(parsed: ParsedMessage, practice: Practice) -> str:
    """Return our own server's DMARC result, "" where it gave none."""
    field = _our_own(parsed, practice)
    return field.result("dmarc").lower() if field else ""


def is_authentic(parsed: ParsedMessage, practice: Practice) -> bool:
    """Whether our own server vouches for the author's domain."""
    field = _our_own(parsed, practice)
    if field is None or parsed.author is None or field.result("dmarc").lower() != "pass":
        return False
    named = field.header_from.lower()
    return named in ("", parsed.author.domain)


def is_disowned(parsed: ParsedMessage, practice: Practice) -> bool:
    """Whether our own server looked at the author and found nothing that speaks for it.

    A domain without a DMARC policy has no result to show; that SPF or DKIM passed for it is enough there.
    """
    field = _our_own(parsed, practice)
    if field is None or is_authentic(parsed, practice) or field.result("auth").lower() == "pass":
        return False
    unjudged = field.result("dmarc").lower() in ("", "none", "bestguesspass")
    return not (unjudged and parsed.author and any(_is_of(parsed.author.domain, d) for d in field.vouched))


def _is_of(domain: str, other: str) -> bool:
    """Whether one domain is the other or lies below it (relaxed alignment, RFC 7489 section 3.1)."""
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


def _our_own(parsed: ParsedMessage, practice: Practice) -> Authentication | None:
    ours = {authserv_id.lower() for authserv_id in practice.authserv_ids}
    return next((field for field in parsed.authentication if field.authserv_id.lower() in ours), None)
