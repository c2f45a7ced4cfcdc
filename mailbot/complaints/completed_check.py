"""Whether a letter that a person has completed says what it must, and nothing it must not.

Faults: none; findings are ``file:line: message``.
"""

from __future__ import annotations

from mailbot.complaints.prohibitions import PROHIBITIONS, forbidden
from mailbot.complaints.statements import FLOORS, STATEMENTS, Context, words_of
from mailbot.complaints.statements_in import is_said
from mailbot.mail.writing.template_file import Source
from mailbot.mail.writing.templates import Rendered


def check_completed(kind: str, written: Source, letter: Rendered, context: Context) -> list[str]:
    """What a letter of this kind lacks, by its rules, and which of its words it must not have.

    `context` is what its draft was filled with.
    """
    text = f"{letter.subject}\n\n{letter.text}"
    words = words_of(text)
    needed = [STATEMENTS[name] for name in FLOORS.get(kind, ())]
    found = [
        f"{written.file}:1: {one.name}: it must {one.what} ({one.source})"
        for one in needed
        if one.is_due(context) and not is_said(one, words, context, written.language)
    ]
    for rule in (PROHIBITIONS[name] for name in forbidden(kind, "complainant")):
        for match in rule.pattern.finditer(text):
            said = " ".join(match[0].split())
            found.append(f"{written.file}:{_line(written, said)}: “{said}” {rule.why} ({rule.source})")
    return found


def _line(written: Source, said: str) -> int:
    """Where the words begin in the file, as far as one word tells."""
    first = said.split()[0]
    at = written.body.find(said if said in written.body else first)
    return written.body_line + written.body.count("\n", 0, max(at, 0))
