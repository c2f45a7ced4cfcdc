"""Mail servers looked at for `mailbot check`: what they offer, how full they are, how long their
certificates hold.

Nothing changes there: EXAMINE, LIST, FETCH, GETQUOTAROOT and MYRIGHTS of IMAP; EHLO and a login of SMTP.

Faults: those of wire/session for IMAP; for SMTP a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mailbot.wire.outcome import Refused
from mailbot.wire.shelf import NO_DATE, Shelf
from mailbot.wire.smtp import Courier, Patience
from mailbot.wire.terms import Submission, certificate_ends

_PATIENCE = Patience(greeting=20, command=20, data=20, block=20, dot=20, leave=5)


@dataclass(frozen=True, slots=True)
class Quota:
    """How full an account is (RFC 9208); `resource` as the server names it, such as STORAGE."""

    resource: str
    percent: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What a submission server says of itself; `size` in octets (RFC 1870), None where it tells none."""

    size: int | None
    certificate_ends: datetime | None


class ImapVisit(Shelf):
    """One IMAP account, looked at."""

    def __enter__(self) -> ImapVisit:
        self.connect()
        return self

    @property
    def capabilities(self) -> frozenset[str]:
        """As offered after the login, in capitals."""
        return self._session.capabilities

    def certificate_ends(self) -> datetime | None:
        """Until when its certificate holds, in UTC; None without TLS."""
        return self._session.certificate_ends()

    def require_lasting(self, mailbox: str) -> int:
        """How many messages lie in this mailbox; Refused where its UIDs do not last."""
        self._session.forget("UIDNOTSTICKY")
        opened = self.require(mailbox)
        if self._session.untagged("UIDNOTSTICKY"):
            raise Refused(f"{self._where}: {mailbox} has no lasting UIDs (UIDNOTSTICKY); use another mailbox")
        return opened.exists

    def newest(self) -> datetime | None:
        """When the last message of the opened mailbox came in, by the server's clock, in UTC."""
        found = self._session.search("UID", "*") if self._at().exists else []
        dates = [one.internal_date for some in self.held(found) for one in some]
        return next((date for date in dates if date != NO_DATE), None)

    def missing(self, folders: Iterable[str]) -> list[str]:
        """Which of these are not there, named as the folders mail is filed in are."""
        return [name for name in folders if not self._ask("list_folders", "", self._placed(name))]

    def quotas(self, mailbox: str) -> list[Quota]:
        """How full the account of this mailbox is, where the server says so (RFC 2087, RFC 9208)."""
        if "QUOTA" not in self.capabilities:
            return []
        _, found = self._ask("get_quota_root", _quoted(mailbox))
        return [
            Quota(str(one.resource), round(100 * one.usage / one.limit)) for one in found if one.limit > 0
        ]

    def rights(self, mailbox: str) -> str | None:
        """What we may do in this mailbox, a letter each (RFC 4314); None where the server does not say."""
        if "ACL" not in self.capabilities:
            return None
        told = self._session._run("myrights", lambda client: client._imap.myrights(_quoted(mailbox))[1])
        return bytes(told[0] or b"").decode("ascii", "replace").rpartition(" ")[2]


class SmtpVisit(Courier):
    """One submission server, looked at: whoever waits for `check` does not wait for minutes."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission, patience=_PATIENCE)

    def offered(self) -> Offered:
        """After a `check` that found nothing wrong."""
        client = self._client
        if client is None:
            return Offered(None, None)
        size = client.esmtp_extensions.get("size", "").strip()
        certificate = client.get_transport_info("peercert")
        return Offered(int(size) or None if size.isdecimal() else None, certificate_ends(certificate))


def _quoted(mailbox: str) -> str:
    """Commands of imaplib take a name as it goes over the wire."""
    from imapclient.imap_utf7 import encode

    name = bytes(encode(mailbox)).decode("ascii")
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
