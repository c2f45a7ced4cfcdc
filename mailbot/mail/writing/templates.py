"""The letters' words: one Markdown file a letter, compiled once, filled with plain values.

A file is front matter between ``---`` lines, a ``Subject:`` line, a blank line and the Markdown body:

    ---
    purpose: tells the complainant that we have the complaint
    audience: complainant
    ---
    Subject: Auto: We have received your complaint – [{{ reference }}]

    Dear {{ complainant or "Customer" }},

The source is turned into HTML and into text once, at load, and only then filled: the HTML with escaping on,
the text before it is wrapped. A value is therefore never read as Markdown nor as HTML, and a name such as
``{{ ''.__class__ }}`` or ``# x`` comes out as it was typed.

Faults: a template that cannot be used raises `TemplateError` with file and line when it is rendered;
`Templates.check` lists every fault beforehand. A missing value is a fault, never an empty place.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.mail.writing.draft_file import written_out
from mailbot.mail.writing.look import COLOUR, framed
from mailbot.mail.writing.markdown import join_lists, to_fill, to_html, to_text
from mailbot.mail.writing.plain import lay_out
from mailbot.mail.writing.template_file import Source, TemplateError
from mailbot.mail.writing.template_files import ENGLISH, find
from mailbot.mail.writing.typed import as_shown, as_typed
from mailbot.mail.writing.unknown_names import unknown_names

# What letters need and no more: `safe` would let a value in as HTML, `center` can build huge strings.
FILTERS = ("capitalize", "default", "first", "join", "last", "length", "lower", "replace", "trim", "upper")

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_ESCAPING = (nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)
_NOT_DEFINED = re.compile(r"'([^']*)' is undefined")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one letter, before they are a message."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Letter:
    source: Source
    subject: Template
    text: Template
    html: Template


def shipped_templates() -> Path:
    """Where mailbot's own templates are: in the installed package, else beside it in a checkout."""
    package = Path(str(files("mailbot")))
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


class Templates:
    """Every letter there is: the shipped ones, each replaced by the firm's file of the same name."""

    def __init__(
        self,
        shipped: Traversable | Path,
        override: Path | None,
        colour: str = COLOUR,
        *,
        mailbox: Path | None = None,
        language: str = ENGLISH,
    ) -> None:
        """`colour`: the firm's, "#rrggbb"; `mailbox`: what one mailbox has instead of `override`."""
        self._colour = colour
        found = find(shipped, [each for each in (mailbox, override) if each is not None], language)
        self._sources, self._faults, self._strays = found.sources, found.faults, found.strays
        self._letters: dict[str, _Letter] = {}
        self._text = _environment(autoescape=False, load=self._load_text)
        self._html = _environment(autoescape=True, load=self._load_html)
        # Only when all are read: a letter may include another one.
        for name, source in self._sources.items():
            try:
                self._letters[name] = self._compile(name, source)
            except TemplateError as error:
                self._faults[name] = error

    def names(self) -> list[str]:
        return sorted({*self._sources, *self._faults})

    def audience(self, name: str) -> str:
        """Who the letter is for, as its front matter says."""
        return self._letter(name).source.front_matter["audience"]

    def render(self, name: str, context: Mapping[str, object], *, logo: bool = False) -> Rendered:
        """Fill one letter. Raises `TemplateError` rather than send a letter with a gap.

        `logo`: the firm's goes along, and stands above the HTML in place of its name.
        """
        letter = self._letter(name)
        try:
            subject = " ".join(letter.subject.render(context).split())
            text = lay_out(letter.text.render(context))
            html = letter.html.render(context, subject=subject, logo=logo)
        except (TemplateRuntimeError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise _located(error, letter.source) from error
        return Rendered(subject, text, join_lists(html))

    def draft(self, name: str, context: Mapping[str, object]) -> str:
        """One letter as a person completes it: subject, an empty line and Markdown, values as they are."""
        letter = self._letter(name)
        try:
            subject = " ".join(letter.subject.render(context).split())
            body = self._text.from_string(to_fill(letter.source.body)).render(written_out(context))
        except (TemplateRuntimeError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise _located(error, letter.source) from error
        return f"Subject: {subject}\n\n{as_shown(_GAP.sub(chr(10) * 2, body).strip())}\n"

    def completed(
        self, written: Source, firm: Mapping[str, object], *, dated: str = "", logo: bool = False
    ) -> Rendered:
        """A letter that a person has written, with its date above; nothing in it is read as a template."""
        subject = " ".join(written.subject.split())
        typed = f"{dated}\n\n{as_typed(written.body)}"
        words = to_html(typed).replace("{", "&#123;")  # what Markdown made of it neither
        frame = self._html.from_string(framed(words, self._colour, written.language))
        html = frame.render(firm=firm, subject=subject, logo=logo)
        return Rendered(subject, lay_out(to_text(typed)), join_lists(html))

    def source(self, name: str) -> Source:
        """The file of one letter, as it was read."""
        return self._letter(name).source

    def file(self, name: str) -> str:
        """Where a letter is read from, as an operator would name it."""
        return self._sources[name].file if name in self._sources else f"templates/{name}.md"

    def language(self, name: str) -> str:
        """What a letter is written in: a code of RFC 5646."""
        return self._letter(name).source.language

    def unlike(self, other: Templates) -> list[str]:
        """The letters that `other` has from another file, or cannot use."""
        return [each for each in self.names() if each in self._faults or self.file(each) != other.file(each)]

    def check(
        self,
        samples: Mapping[str, Sequence[Mapping[str, object]]],
        read: Callable[[str, Mapping[str, object], Rendered], Iterable[str]] | None = None,
    ) -> list[str]:
        """Every fault found by rendering each letter with its samples, as ``file:line: message``.

        One whose list of samples is empty is left out. Names in branches no sample takes are looked up too,
        so that a misspelling is found before the one customer it would strike. `read` adds what it finds in
        the words of each letter.
        """
        findings = [*self._strays, *(str(fault) for fault in self._faults.values())]
        for name, letter in self._letters.items():
            if not samples.get(name, True):
                continue
            if name not in samples:
                findings.append(f"{letter.source.file}:1: no sample to try it with")
                continue
            found = list(unknown_names(self._text, letter.source, samples[name]))
            for sample in samples[name]:
                try:
                    letter_as_sent = self.render(name, sample)
                except TemplateError as error:
                    found.append(str(error))
                    continue
                if read is not None:
                    found += read(name, sample, letter_as_sent)
            findings += dict.fromkeys(found)
        return findings

    def _letter(self, name: str) -> _Letter:
        if name in self._faults:
            raise self._faults[name]
        if name not in self._letters:
            raise TemplateError(f"templates/{name}.md", 1, "no such letter")
        return self._letters[name]

    def _compile(self, name: str, source: Source) -> _Letter:
        try:
            for node in self._text.parse(source.at_its_line(source.body, source.body_line)).find_all(
                _ESCAPING
            ):
                raise TemplateError(source.file, node.lineno, "escaping cannot be switched off")
            return _Letter(
                source,
                self._text.get_template(f"{name}.md:subject"),
                self._text.get_template(f"{name}.md"),
                self._html.get_template(f"{name}.md:document"),
            )
        except TemplateSyntaxError as error:
            raise TemplateError(
                error.filename or source.file, error.lineno, error.message or "syntax"
            ) from error
        except TemplateNotFound as error:
            raise TemplateError(source.file, 1, f"includes '{error.name}', which is not there") from error

    def _load_text(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        source, part = self._find(name)
        if part == "subject":
            content = source.at_its_line(source.subject, source.subject_line)
        else:
            content = source.at_its_line(to_text(to_fill(source.body)), source.body_line)
        return content, source.file, lambda: True

    def _load_html(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        source, part = self._find(name)
        fragment = to_html(to_fill(source.body))
        whole = framed(fragment, self._colour, source.language) if part else fragment
        return whole, source.file, lambda: True

    def _find(self, name: str) -> tuple[Source, str]:
        file, _, part = name.partition(":")
        source = self._sources.get(file.removesuffix(".md"))
        if source is None:
            raise TemplateNotFound(name)
        return source, part


class _Environment(ImmutableSandboxedEnvironment):
    """Without arithmetic that could fill the memory: a letter needs none."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        # What letters are filled with; asked for thousands of times in a long list.
        return obj[attribute] if type(obj) is dict and attribute in obj else super().getattr(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> NoReturn:  # noqa: ARG002
        raise SecurityError(f"'{operator}' is not for letters")


def _environment(*, autoescape: bool, load: Callable[[str], Any]) -> _Environment:
    environment = _Environment(
        loader=FunctionLoader(load),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_printable,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.filters["web"] = _web
    return environment


def _printable(value: object) -> object:
    """A value as it may stand in a letter: one line, no control or direction characters."""
    if isinstance(value, str):
        return value if value.isprintable() else _UNPRINTABLE.sub(" ", value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, naming what is missing
    if isinstance(value, Undefined):
        raise UndefinedError("an 'if' within {{ }} needs its 'else'")
    raise TemplateRuntimeError(f"only words and whole numbers can be printed, not {type(value).__name__}")


def _web(address: str) -> str:
    """`address` as a link target that cannot be a script."""
    return address if address.startswith(("https://", "http://")) else f"https://{address}"


def _located(error: Exception, source: Source) -> TemplateError:
    """The fault with the line it happened at; the engine has put template lines in the traceback."""
    at = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".md")]
    file, line = (at[-1].filename, at[-1].lineno or 1) if at else (source.file, 1)
    message = str(error)
    if isinstance(error, UndefinedError) and (match := _NOT_DEFINED.fullmatch(message)):
        message = f"undefined name '{match[1]}'"
    return TemplateError(file, line, message)
