"""Letters filled with what people really type, or would type to do harm: it comes out as it was typed.

Each letter is filled twice, with a plain word and with an awkward one in the same places. Whatever the
second changes besides that word is a fault: an element or an attribute more is markup taken from data.

Faults: none; a letter that cannot be rendered is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from html.parser import HTMLParser

from mailbot.complaints.letters import Context
from mailbot.mail.writing.template_file import Source, TemplateError
from mailbot.mail.writing.templates import Rendered, Templates

PLAIN = "Quintaxel"
#: One of each kind that has broken letters somewhere.
AWKWARD = (
    "O'Brien-Núñez",
    "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley-Zwettlerova-Yu",
    "Mr *Jim* _Jones_ [x](https://evil.example) `id` #1",
    "# Heading",
    "- item\n\n> quoted",
    "</p></td><script>alert(1)</script><img src=x onerror=alert(1)>",
    '" style="display:none" onmouseover="x',
    "{{ x }}",
    "{% include 'leaflet_text.md' %}{# gone",
    "{{ ''.__class__.__mro__ }}",
    "Bell & Sons &amp; &lt;Co&gt; &#39;",
    "a\r\nBcc: x@evil.example",
    "Zoë\x00\x1b[2J\x7f Null",
    "ליאת כהן",
    "محمد بن علي",
    "\u202egnp.exe",
    "李小龍 👩‍👩‍👧",
    "www.evil.example \\ \\( ***",
)
#: Values that people typed, by the key they have; what stands below `firm` is its own writing.
TYPED = frozenset(
    {"firm", "complainant", "handler", "addressee", "former", "by", "stand_in", "reader", "missing", "told"}
    | {"because", "other_firm"}
)
_OF_THE_FIRM = frozenset({"name", "address", "phone_hours", "complaints_procedure"})
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_GAP = re.compile(r"(?m)^Dear ,|\( ?\)|(?<=\w) ,|\bNone\b|\bUndefined\b|\[\]|(?<!\[)\{[{%]")


def check(templates: Templates, samples: Mapping[str, Sequence[Context]]) -> tuple[list[str], int]:
    """What does not come out as it went in, and how many letters were rendered to see."""
    found: list[str] = []
    tried = 0
    for name in templates.names():
        try:
            source = templates.source(name)
        except TemplateError:
            continue  # `Templates.check` tells it
        for context, plain in _unlike(templates, name, samples.get(name, ())):
            try:
                found += _trial(templates, name, source, context, plain)
            except TemplateError as error:
                found.append(str(error))
            tried += len(AWKWARD) + 2
    return list(dict.fromkeys(found)), tried


def filled(context: Context, word: str, keys: Collection[str] = TYPED) -> Context:
    """`context` with `word` wherever somebody typed something; what is empty stays empty."""
    return {key: _filled(key, value, word, keys) for key, value in context.items()}


def _filled(key: str, value: object, word: str, keys: Collection[str]) -> object:
    if key == "firm" and isinstance(value, Mapping):
        mine = _OF_THE_FIRM if key in keys else ()
        return {k: _put(v, word) if k in mine else v for k, v in value.items()}
    if key in keys:
        return _put(value, word)
    if isinstance(value, Mapping):
        return {k: _filled(k, v, word, keys) for k, v in value.items()}
    if isinstance(value, list):
        return [_filled("", item, word, keys) for item in value]
    return value


def _put(value: object, word: str) -> object:
    if isinstance(value, list):
        return [_put(item, word) for item in value]
    return word if isinstance(value, str) and value else value


def _unlike(
    templates: Templates, name: str, contexts: Sequence[Context]
) -> Iterator[tuple[Context, _Document]]:
    """One of all the contexts that make letters of the same structure, and its letter of plain words."""
    seen = set()
    for context in contexts:
        try:
            plain = _Document(templates.render(name, filled(context, PLAIN)))
        except TemplateError:
            continue  # `Templates.check` tells it
        structure = tuple(plain.elements)
        if structure not in seen:
            seen.add(structure)
            yield context, plain


def _trial(
    templates: Templates, name: str, source: Source, context: Context, plain: _Document
) -> Iterator[str]:
    if any(PLAIN in (value or "") for _, attributes in plain.elements for _, value in attributes):
        yield _at(
            source, TYPED - {"firm"}, "what somebody typed stands in an attribute, where it could be a link"
        )
    bare = templates.render(name, {**context, **{key: "" for key in ("complainant",) if key in context}})
    if gap := _GAP.search(f"{bare.subject}\n{bare.text}"):
        yield _at(source, {"complainant"}, f"“{gap[0]}” stands where a value is empty")

    def read(word: str, keys: Collection[str] = TYPED) -> _Document:
        return _Document(templates.render(name, filled(context, word, keys)))

    for word in AWKWARD:
        if not any(_faults(read(word), plain, word)):
            continue
        for key in sorted(TYPED):  # whose word it is
            faults = _faults(read(word, {key}), read(PLAIN, {key}), word)
            yield from (_at(source, {key}, fault) for fault in faults)


def _faults(shown: _Document, usual: _Document, word: str) -> Iterator[str]:
    if shown.elements != usual.elements:
        yield f"{word!r} changes the elements of the HTML"
    for part, said, meant in zip(("subject", "text", "HTML"), shown.parts, usual.parts, strict=True):
        if _closed_up(said) != _closed_up(meant.replace(PLAIN, word)):
            yield f"{word!r} is not shown as it was typed in the {part}"
        if control := _CONTROL.search(said):
            yield f"{word!r} leaves the control character U+{ord(control[0]):04X} in the {part}"


def _closed_up(text: str) -> str:
    """Without white space, which wrapping moves, and without what is never shown."""
    return "".join(_UNPRINTABLE.sub(" ", text).split())


def _at(source: Source, keys: Collection[str], fault: str) -> str:
    """With the first line that shows one of the values."""
    shown = re.search(rf"\{{\{{[^{{}}]*\b(?:{'|'.join(sorted(keys))})\b", source.body)
    line = source.body_line + (source.body.count("\n", 0, shown.start()) if shown else 0)
    return f"{source.file}:{line}: {fault}"


class _Document(HTMLParser):
    """What a reader's software would make of a letter."""

    def __init__(self, letter: Rendered) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self._words = ""
        self.feed(letter.html)
        self.close()
        self.parts = (letter.subject, letter.text, self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))

    def handle_comment(self, data: str) -> None:
        self.elements.append(("!", ((data, None),)))

    def handle_data(self, data: str) -> None:
        self._words += data
