"""The body of a message: the text a person would read, in its zones, and the list of what is not body.

Of a multipart/alternative the plain text is read, unless it is empty or only says that there is HTML. What is
enclosed as a message of its own comes after the body: its words as FORWARDED, what it quotes as QUOTED.

Faults: see `walk`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.mail.files.attached import Attached
from mailbot.mail.files.documents import Budget
from mailbot.mail.message import Attachment, Passage, Zone
from mailbot.mail.part import Part, heading_of
from mailbot.mail.passages.quoting import zones
from mailbot.mail.text_part import PGP_BLOCK, is_pgp_encrypted, with_words, without_clear_signature
from mailbot.mail.walk import Enclosed, Walk

_HEADINGS = ("From", "Date", "To", "Subject")


@dataclass(slots=True)
class Body:
    """What reading the parts gave."""

    passages: tuple[Passage, ...] = ()
    attachments: list[Attachment] = field(default_factory=list)
    encrypted: bool = False
    defects: list[str] = field(default_factory=list)


def read_body(root: Part, *, subject: str, is_report: bool, documents: Budget | None = None) -> Body:
    budget = documents or Budget()
    walk = Walk(Attached(budget, opens=budget.documents > 0), is_report=is_report)
    texts = walk.read(root, depth=0)
    walk.read_enclosed()
    own = {id(text) for text in texts}
    texts = with_words(texts, walk.spare)
    passages: list[Passage] = []
    within: Zone | None = None
    sealed = walk.encrypted
    readable = False
    for text in texts:
        plain = without_clear_signature(text.plain())
        divided = zones(plain, subject=subject, within=within)
        left = divided
        if is_pgp_encrypted(plain):
            sealed = True
            left = zones(PGP_BLOCK.sub("", plain), subject=subject, within=within)
        readable = readable or (id(text) in own and any(passage.zone is Zone.NEW for passage in left))
        within = Zone.FORWARDED if divided and divided[-1].zone is Zone.FORWARDED else None
        passages.extend(divided)
    if sealed and readable:
        walk.defects.append("an encrypted part was not read")
    for enclosed in walk.enclosed:
        passages.extend(_forwarded(enclosed))
    return Body(tuple(passages), walk.attached.files, sealed and not readable, walk.defects)


def _forwarded(enclosed: Enclosed) -> list[Passage]:
    """The headings of an enclosed message, then its words; only what it quotes itself is not forwarded."""
    headings = [(name, heading_of(enclosed.message, name.lower())) for name in _HEADINGS]
    lines = [f"{name}: {value}" for name, value in headings if value]
    passages = [Passage(Zone.FORWARDED, "\n".join(lines))] if lines else []
    subject = dict(headings)["Subject"]
    for text in enclosed.texts:
        plain = without_clear_signature(text.plain())
        for passage in zones(plain, subject=subject):
            kept = passage.zone in (Zone.QUOTED, Zone.DISCLAIMER)
            passages.append(passage if kept else Passage(Zone.FORWARDED, passage.text))
    if lines and len(passages) > 1 and passages[1].zone is Zone.FORWARDED:
        passages[:2] = [Passage(Zone.FORWARDED, f"{passages[0].text}\n\n{passages[1].text}")]
    return passages
