"""What a message is, once parsed: plain values, no behaviour that needs a network or a clock.

Every string here has been cleaned once at the boundary: valid UTF-8, no NUL, no C0/C1 control
characters but line feed and tab, line ends are ``\\n``. Nothing here is the raw bytes; those are kept
beside, compressed, in the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of RFC 5322 section 3.4; ``addr_spec`` keeps the local part as written."""

    display_name: str
    addr_spec: str

    @property
    def local_part(self) -> str:
        return self.addr_spec.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.addr_spec.rpartition("@")[2].lower()

    @property
    def key(self) -> str:
        """The form two addresses are compared in."""
        return self.addr_spec.casefold()


@dataclass(frozen=True, slots=True)
class Field:
    """One header field in the order received; ``name`` is lower case, ``value`` decoded and unfolded."""

    name: str
    value: str


class Zone(StrEnum):
    """What a stretch of the body is, newest first when extraction looks for something."""

    NEW = "new"  # what the author newly wrote
    SIGNATURE = "signature"  # the author's own, below it
    FORWARDED = "forwarded"  # a message forwarded inline or as message/rfc822
    QUOTED = "quoted"  # an earlier message replied to
    DISCLAIMER = "disclaimer"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of body text and the zone it belongs to; passages stand in the order of the body."""

    zone: Zone
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the body. The bytes stay in the raw message."""

    filename: str
    content_type: str  # lower case, as declared
    size: int  # octets after transfer decoding
    sha256: str
    text: str = ""  # what could be read of it, within limits; "" where nothing was
    inline: bool = False
    real_type: str = ""  # by its content, whatever was declared; see `file_types`


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """One recipient's group of a report (RFC 3464 section 2.3)."""

    action: str  # "failed", "delayed", "delivered", "relayed", "expanded"; "" where not given
    status: str  # "5.1.1"; "" where not given
    final_recipient: str
    original_recipient: str
    diagnostic_code: str

    @property
    def permanent(self) -> bool | None:
        """Whether another attempt would fail too (RFC 3463 section 2): a full mailbox given up on is not
        permanent by class 4, nor is a delay. None where the report says neither, or nothing failed."""
        if self.action == "delayed":
            return False
        if self.action in ("delivered", "relayed", "expanded") or self.status[:1] not in ("4", "5"):
            return None
        return self.status.startswith("5")


class ReportType(StrEnum):
    """What a report is about; see RFC 3464, RFC 8098, RFC 5965."""

    DELIVERY_STATUS = "delivery-status"
    DISPOSITION = "disposition-notification"
    FEEDBACK = "feedback-report"
    TEXT_BOUNCE = "text-bounce"  # an old or odd server's words, no machine part


@dataclass(frozen=True, slots=True)
class Report:
    """A machine's report about a message sent before."""

    type: ReportType
    envelope_id: str = ""  # Original-Envelope-Id
    original_message_id: str = ""  # of the letter it is about, with angle brackets
    recipients: tuple[DeliveryStatus, ...] = ()
    worded: bool = False  # told by its words or its outer form: no machine part proved it

    @property
    def permanent(self) -> bool | None:
        """Whether it failed for good for any recipient; None where that is not known."""
        known = [recipient.permanent for recipient in self.recipients if recipient.permanent is not None]
        return any(known) if known else None


@dataclass(frozen=True, slots=True)
class Authentication:
    """One Authentication-Results field (RFC 8601); ``results`` maps method to result, lower case."""

    authserv_id: str
    results: tuple[tuple[str, str], ...]
    header_from: str = ""  # the domain dmarc's header.from named
    vouched: tuple[str, ...] = ()  # domains that passed SPF (smtp.mailfrom) or DKIM (header.d, header.i)

    def result(self, method: str) -> str:
        return next((result for name, result in self.results if name == method), "")


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message as far as it could be read. ``defects`` lists what could not."""

    size: int  # octets of the raw message
    sha256: str  # of the raw message, hexadecimal
    fields: tuple[Field, ...] = ()
    message_id: str | None = None  # with angle brackets, verbatim; None: absent or not a msg-id
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    date: datetime | None = None  # what the Date field claims, aware; never used for a deadline
    authors: tuple[Address, ...] = ()  # From
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    recipients: tuple[Address, ...] = ()  # To, Cc and Resent-To/Cc
    delivered_to: tuple[str, ...] = ()  # Delivered-To, X-Original-To, Envelope-To, …: addr-specs
    return_path: str | None = None  # "" is the null reverse-path; None: not recorded
    content_type: str = "text/plain"  # of the whole message, lower case
    passages: tuple[Passage, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    report: Report | None = None
    authentication: tuple[Authentication, ...] = ()  # topmost first
    encrypted: bool = False  # S/MIME or PGP: cannot be read
    unreadable: str = ""  # why nothing useful could be read; "" when it could
    defects: tuple[str, ...] = ()

    @property
    def author(self) -> Address | None:
        """The author when there is exactly one."""
        return self.authors[0] if len(self.authors) == 1 else None

    @property
    def new_text(self) -> str:
        """What the author newly wrote: no quotation, no signature, no disclaimer."""
        return "\n".join(p.text for p in self.passages if p.zone is Zone.NEW).strip()

    @property
    def whole_text(self) -> str:
        """The body in its own order, every zone."""
        return "\n".join(p.text for p in self.passages).strip()

    def values(self, name: str) -> list[str]:
        """Every value of a header field, in order; ``name`` in any case."""
        lowered = name.lower()
        return [field.value for field in self.fields if field.name == lowered]

    def value(self, name: str) -> str | None:
        """The first value of a header field, or None."""
        return next(iter(self.values(name)), None)
