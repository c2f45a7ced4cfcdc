"""Whether letters say what they must, and nothing they must not: findings as ``file:line: message``.

What is missing is told with the line of the front matter that asks for it. What must never be said is
looked for in the template itself, so that a branch no case takes is read too, and in each letter as it would
be sent, where the firm's own words and the pieces of a sentence come together.

Faults: none; a template that cannot be used is a finding too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mailbot.complaints.drafts import DRAFTS, OTHERS, places
from mailbot.complaints.prohibition import Prohibition
from mailbot.complaints.prohibitions import PROHIBITIONS, SPEAKS_OF_DEBT, forbidden
from mailbot.complaints.statements import FLOORS, STATEMENTS, Statement
from mailbot.complaints.statements_in import is_said
from mailbot.complaints.wording import Context, firm_of, words_of
from mailbot.mail.writing.template_file import Source, TemplateError
from mailbot.mail.writing.templates import Rendered, Templates

#: What may stand between two words of one sentence in a template.
_BETWEEN = r"(?:[\s*_`>]|\{[{%#].*?[}%#]\})*"
_TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_INCLUDED = re.compile(r"""\{%-?\s*include\s+["']([\w-]+)\.md["']""")
#: The letters that a person completes.
_COMPLETED = frozenset({*(letter.template for letter in DRAFTS.values()), *OTHERS})
_LIST_MARK = re.compile(r"(?m)^(\s*)(?:[->#]+|\d+[.)])(?= )")


def check(templates: Templates, samples: Mapping[str, Sequence[Context]]) -> list[str]:
    """Every fault of every letter, each rendered with its samples."""
    letters: dict[str, _Letter] = {}
    for name in templates.names():
        try:
            letters[name] = _Letter(name, templates)
        except TemplateError:
            continue  # `Templates.check` tells it
    rendered = templates.check(
        samples, lambda name, context, letter: letters[name].read(context, letter) if name in letters else ()
    )
    written = [finding for letter in letters.values() for finding in letter.written()]
    return sorted(dict.fromkeys([*rendered, *written]), key=_place)


def check_one(templates: Templates, name: str, samples: Sequence[Context]) -> list[str]:
    """Every fault of one letter and of what it includes, whatever the others are like."""
    try:
        letter = _Letter(name, templates)
    except TemplateError as error:
        return [str(error)]
    none: dict[str, Sequence[Context]] = dict.fromkeys(templates.names(), ())
    others = templates.check(none)
    found = [
        *templates.check({**none, name: samples}, lambda _, *told: letter.read(*told)),
        *letter.written(),
    ]
    return sorted((one for one in dict.fromkeys(found) if one not in others), key=_place)


class _Letter:
    """One letter under examination."""

    def __init__(self, name: str, templates: Templates) -> None:
        self._source = source = templates.source(name)
        self._name = name
        included = [one for one in _INCLUDED.findall(source.body) if one in templates.names()]
        self._sources = [source, *(templates.source(one) for one in included)]
        asked = [one for one in source.names("requires") if one in STATEMENTS]
        self._floor = FLOORS.get(name, ())
        self._required = [STATEMENTS[one] for one in dict.fromkeys([*self._floor, *asked])]
        never = [*forbidden(name, source.front_matter["audience"]), *source.names("never")]
        self._never = [PROHIBITIONS[one] for one in dict.fromkeys(never) if one in PROHIBITIONS]
        self._missing: set[str] = set()
        self._read_already: set[str] = set()

    def written(self) -> Iterator[str]:
        """What the file itself shows: its front matter, and words that no letter may have."""
        source = self._source
        for key, known in (("requires", STATEMENTS), ("never", PROHIBITIONS)):
            for name in source.names(key):
                if name not in known:
                    yield _at(source, source.key_lines[key], f"{key}: there is no '{name}'; {_all(known)}")
        dropped = [name for name in self._floor if name not in source.names("requires")]
        if dropped:
            told = f"requires must name {', '.join(dropped)}: this letter cannot do without"
            yield _at(source, source.key_lines.get("requires", 1), told)
        if self._name not in _COMPLETED:
            for line, wanted in places(source.body):
                told = f"nobody fills in “[[{wanted}]]” in a letter that goes out by itself: write it out"
                yield _at(source, source.body_line + line - 1, told)
        for part, line in ((source.subject, source.subject_line), (source.body, source.body_line)):
            plain = _LIST_MARK.sub(_blank, _TAG.sub(_blank, part))
            for rule in self._never:
                for found in rule.pattern.finditer(plain):
                    yield _at(source, line + plain.count("\n", 0, found.start()), _told(rule, found[0]))

    def read(self, context: Context, letter: Rendered) -> Iterator[str]:
        """What one letter lacks or must not say."""
        words = words_of(letter.text)
        for statement in self._required:
            if statement.name in self._missing or not statement.is_due(context):
                continue
            if not is_said(statement, words, context, self._source.language):
                self._missing.add(statement.name)
                yield self._lacks(statement, context)
        for paragraph in (letter.subject, *letter.text.split("\n\n")):
            if paragraph in self._read_already:
                continue  # most stand in many letters
            self._read_already.add(paragraph)
            published = words_of(paragraph) in _paragraphs(firm_of(context).get("complaints_procedure"))
            approved = words_of(paragraph) in _paragraphs(context.get("wording"))
            for rule in self._never:
                if (published and rule.name == SPEAKS_OF_DEBT) or (approved and rule.allowed_in):
                    continue
                for found in rule.pattern.finditer(paragraph):
                    yield self._located(rule, " ".join(found[0].split()), context)

    def _lacks(self, statement: Statement, context: Context) -> str:
        told = f"must {statement.what} ({statement.source}); it does not {_in_case_of(context)}"
        return _at(self._source, self._source.key_lines.get("requires", 1), f"{statement.name}: {told}")

    def _located(self, rule: Prohibition, said: str, context: Context) -> str:
        """Where the words come from: this file, one it includes, else the firm's own value it shows."""
        for source in self._sources:
            if line := _line_of(source, said):
                return _at(source, line, _told(rule, said))
        firm = context.get("firm")
        for key, value in firm.items() if isinstance(firm, Mapping) else ():
            if said in " ".join(str(value).split()):
                for source in self._sources:
                    line = _line_of_value(source, key)
                    if line:
                        return _at(source, line, f"{_told(rule, said)}; [firm] {key} says so")
        return _at(self._source, self._source.body_line, _told(rule, said))


def _paragraphs(text: object) -> set[str]:
    """What the firm has published or approved, as `words_of` gives it."""
    return {words_of(str(one)) for one in text} if isinstance(text, list) else set()


def _told(rule: Prohibition, said: str) -> str:
    return f"{rule.name}: “{' '.join(said.split())}” {rule.why} ({rule.source})"


def _at(source: Source, line: int, message: str) -> str:
    return f"{source.file}:{line}: {message}"


def _line_of(source: Source, said: str) -> int:
    """The line where these words begin in the template, its tags passed over; 0 where they do not stand."""
    sentence = re.compile(_BETWEEN.join(re.escape(word) for word in said.split()), re.DOTALL)
    for part, line in ((source.subject, source.subject_line), (source.body, source.body_line)):
        if found := sentence.search(part):
            return line + part.count("\n", 0, found.start())
    return 0


def _line_of_value(source: Source, key: str) -> int:
    """The line where a template shows a value of the firm; 0 where it does not."""
    found = re.search(rf"\bfirm\.{re.escape(key)}\b", source.body)
    return source.body_line + source.body.count("\n", 0, found.start()) if found else 0


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _all(known: Mapping[str, object]) -> str:
    return f"there are {', '.join(known)}"


def _in_case_of(context: Context) -> str:
    """The kind of case a letter was tried with."""
    regime = context.get("regime")
    about = f"for a complaint received {context['received_on']}" if "received_on" in context else "always"
    kind = f", {regime}" if regime else ""
    more = [key.replace("_", " ") for key in _KINDS if context.get(key)]
    return about + kind + "".join(f", {one}" for one in more)


_KINDS = ("data_protection", "debt", "bereavement", "representative")


def _place(finding: str) -> tuple[str, int]:
    file, _, rest = finding.partition(":")
    line = rest.partition(":")[0]
    return file, int(line) if line.isdigit() else 0
