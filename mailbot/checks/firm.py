"""What the firm has said of itself, of its addresses and of its rules: nobody is called."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.assembly.stationery import firm as letter_firm
from mailbot.checks.finding import Finding, tried
from mailbot.complaints.deadlines import check_promises
from mailbot.complaints.need.firms_cues import OFF
from mailbot.config import Config
from mailbot.config.keys import key_in
from mailbot.config.values import practice, return_path


def findings(config: Config) -> Iterator[Finding]:
    for line in letter_firm(config).findings():
        what, _, why = line.replace("; ", ": ").partition(": ")
        why = why or "letters to complainants have to say it"
        do = "set it as it should stand in letters"
        yield Finding("firm", what, "note", why, do, key_in(line))
    if not config.firm.ombudsman_wording.strip():
        yield Finding(
            "firm",
            "[firm] ombudsman_wording is not set",
            why="no final response, forwarding or summary resolution can be drafted (DISP 1 Annex 3R)",
            do="set the wording the firm has approved, or write those letters yourself",
            key="[firm] ombudsman_wording",
        )
    if config.oversight.email is None:
        yield Finding(
            "oversight",
            "[oversight] email is not set",
            why="lapsed deadlines are told to the handlers only",
            do="name who watches over complaints",
            key="[oversight] email",
        )
    yield from _return_path(config)
    if not config.responder.authserv_ids:
        yield from _nobody_vouches(config)
    for cue in config.cue:
        if cue.driver == "life-risk" and cue.priority == OFF:
            yield Finding(
                "cues",
                f"[[cue]] silences life at risk in “{cue.phrase}”",
                why="nobody is told at once where these words stand",
                do="take it out, unless the phrase can mean nothing else",
                key="[[cue]] phrase",
            )
    yield from _promises(config)
    yield from _alarms(config)


def _nobody_vouches(config: Config) -> Iterator[Finding]:
    """What goes without, where no server of ours says who wrote a message."""
    unset = "[responder] authserv_ids is not set"
    do = "name what the mail server signs Authentication-Results with"
    key = "[responder] authserv_ids"
    if config.leaflet.file is not None and config.responder.enclose_to == "authentic":
        why = "no sender counts as authentic, so no leaflet file is enclosed"
        yield Finding("responder", unset, why=why, do=do, key=key)
    if config.smtp.reply_to is None:
        why = "who is in copy of a handler's answer can write as that handler"
        also = f"{do}, or set [smtp] reply_to to an address with {{token}}, which only the handler sees"
        yield Finding("handlers", unset, why=why, do=also, key=key)
    if config.letter:
        why = "no copy of a handler's letter counts, so [[letter]] records nothing"
        yield Finding("letters", unset, why=why, do=do, key=key)


def _return_path(config: Config) -> Iterator[Finding]:
    """Whether bounces arrive where they are read."""
    path, polled = return_path(config), practice(config).mailbox_addresses
    key = "return_path" if config.smtp.return_path is not None else "from"
    if path.template == "":
        yield Finding(
            "smtp",
            '[smtp] return_path = ""',
            why="nobody learns that a letter came back",
            do="take it out, or name an address whose mail arrives in a mailbox that is read",
            key="[smtp] return_path",
        )
    elif not polled & {path.mailbox.casefold(), path.template.casefold()}:
        where = (
            f"{path.mailbox} is not read" if path.mailbox else f"nobody can say where {path.template} arrives"
        )
        yield Finding(
            "smtp",
            f"[smtp] {key}: {where}",
            why="nobody may learn that a letter came back",
            do=f"add {path.mailbox or path.template} to the aliases of the [[mailbox]] its mail arrives in",
            key=f"[smtp] {key}",
        )


def _promises(config: Config) -> Iterator[Finding]:
    def attempt() -> str:
        check_promises(practice(config).promises)
        return ", ".join(f"{promise.name} within {promise.within}" for promise in config.promise) or "none"

    why = "no date follows from it, and mailbot does not start"
    yield from tried("promises", attempt, why=why, do="mend [[promise]]", key="[[promise]] within")


def _alarms(config: Config) -> Iterator[Finding]:
    table = config.alarm
    others = [table.webhook or table.webhook_file, table.command]
    if table.email is None and not any(others):
        yield Finding(
            "alarm",
            "[alarm] names nobody",
            why="that mailbot itself does not work stands in its log and at /readyz only",
            do="set email, webhook or command",
            key="[alarm] email",
        )
    elif table.email is not None and table.smtp is None and not any(others):
        yield Finding(
            "alarm",
            "[alarm] email goes by the server letters go by",
            why="that this server does not work is told by nobody",
            do="set [alarm.smtp], webhook or command",
            key="[alarm] email",
        )
    if table.ping is None and table.ping_file is None:
        yield Finding(
            "alarm",
            "[alarm] ping is not set",
            why="nobody outside notices that this machine is gone",
            do="name an address of a service that misses it",
            key="[alarm] ping",
        )
    if config.canary is None:
        yield Finding(
            "canary",
            "[canary] is not set",
            why="that complaints are not answered, though all seems well, is noticed by complainants",
            do="set from to an address nobody else writes from",
            key="[canary]",
        )
