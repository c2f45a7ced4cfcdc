"""Whether mail can arrive at the domains the configuration names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mailbot.checks.finding import Finding, ok
from mailbot.config import Config
from mailbot.config.values import return_path, sender
from mailbot.wire.names import Mail, mail_to

Asked = Callable[[str], tuple[Mail, str]]


def findings(config: Config, asked: Asked = mail_to) -> Iterator[Finding]:
    taken = []
    for domain, (key, why) in _domains(config).items():
        answer, reason = asked(domain)
        if answer == "taken":
            taken.append(domain)
        elif answer == "refused":
            do = "correct the address, or publish an MX record for its domain"
            yield Finding("dns", f"{key}: {domain}: {reason}", "bad", why, do, key)
        elif answer == "nobody's":
            yield Finding("dns", f"{key}: {reason}", "note", why, "write the firm's own address", key)
        else:
            do = "look whether it has an MX record"
            yield Finding("dns", f"{key}: {reason}", "note", f"if mail cannot arrive there, {why}", do, key)
    if taken:
        yield ok("dns", f"mail can arrive at {', '.join(taken)}")


def _domains(config: Config) -> dict[str, tuple[str, str]]:
    """Domain → (the key that names it first, what is lost where mail cannot arrive there)."""
    found: dict[str, tuple[str, str]] = {}

    def note(key: str, address: str, why: str) -> None:
        if address:
            found.setdefault(address.rpartition("@")[2].casefold(), (key, why))

    for box in config.mailbox:
        note("[[mailbox]] address", box.address, "no complaint can arrive")
        for alias in box.aliases:
            note("[[mailbox]] aliases", alias, "no complaint can arrive")
    note("[smtp] from", sender(config)[1], "other servers refuse letters from there")
    note("[smtp] return_path", return_path(config).template, "nobody learns that a letter came back")
    note("[smtp] reply_to", config.smtp.reply_to or "", "handlers' answers are lost")
    if config.canary is not None:
        note("[canary] from", config.canary.from_, "the acknowledgements of canaries come back")
    return found
