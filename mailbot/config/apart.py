"""What must not be the same: folders that mail is moved between, and people who would be told by the mailbox
that is read.

Faults: `ValueError` naming the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.config.tables import Config, MailboxTable

_FILED = ("processed", "set_aside", "not_complaints")
Place = tuple[str, int, str, str]  # host, port, user, folder


def check_folders(boxes: Iterable[MailboxTable]) -> None:
    """Mail that is moved into a folder that is read is read again, and moved again, for ever."""
    read: dict[Place, str] = {}
    for box in boxes:
        where = _place(box, box.inbox)
        if where in read:
            raise ValueError(
                f"[[mailbox]] {box.name}: inbox: {read[where]} reads {box.inbox} of this account too, and "
                "each complaint would be answered twice; keep one"
            )
        read[where] = box.name
    for box in boxes:
        filed: dict[Place, str] = {}
        for key, folder in _filed(box):
            where = _place(box, folder)
            if where in read:
                raise ValueError(
                    f'[[mailbox]] {box.name}: {key} = "{folder}" is the inbox of {read[where]}: what is '
                    "moved there would be read again, for ever; name another folder"
                )
            if where in filed:
                raise ValueError(
                    f'[[mailbox]] {box.name}: {key} and {filed[where]} are both "{folder}"; name two folders'
                )
            filed[where] = key


def check_people(config: Config) -> None:
    """What is written to a mailbox that is read is taken for a letter of ours, and nobody sees it."""
    read = {address.casefold(): box.name for box in config.mailbox for address in (box.address, *box.aliases)}
    told: list[tuple[str, str | None]] = [
        (f"[[handler]] {handler.name}: email", handler.email) for handler in config.handler
    ]
    desk = config.oversight
    told += [("[oversight] email", desk.email), ("[oversight] lead", desk.lead)]
    told += [("[oversight] on_call", desk.on_call), ("[alarm] email", config.alarm.email)]
    for key, address in told:
        if address and (name := read.get(address.casefold())):
            raise ValueError(
                f"{key}: {address} is the mailbox {name} that mailbot reads: nobody would see what is "
                "written there; name an address somebody reads"
            )


def _filed(box: MailboxTable) -> Iterator[tuple[str, str]]:
    if box.after == "move":
        yield from ((key, getattr(box, key)) for key in _FILED)


def _place(box: MailboxTable, folder: str) -> Place:
    """INBOX is the only name in which capitals do not count (RFC 9051 section 5.1)."""
    name = "INBOX" if folder.upper() == "INBOX" else folder
    return box.host.casefold(), box.port, (box.username or "").casefold(), name
