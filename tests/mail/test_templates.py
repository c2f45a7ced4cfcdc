"""The letters' words: what a template file may say, what a value may do, what a fault tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.complaints.letter_samples import samples
from mailbot.mail.writing.markdown import join_lists, to_fill, to_text
from mailbot.mail.writing.plain import HANG, PARAGRAPH, WRAP_AT, lay_out
from mailbot.mail.writing.template_file import MAX_TEMPLATE_CHARS, TemplateError
from mailbot.mail.writing.templates import Templates, shipped_templates

FIRM = {"name": "Example Finance"}
HEAD = "---\npurpose: to try it\naudience: complainant\n---\nSubject: Hello [{{ reference }}]\n\n"
CONTEXT = {"firm": FIRM, "reference": "C-1", "name": "Jane", "items": ["one", "two"]}
BODY_LINE = 7  # the first line below HEAD

Write = Callable[..., Path]


def laid_out(markdown: str) -> str:
    return lay_out(to_text(to_fill(markdown)))


@pytest.fixture
def shipped(tmp_path: Path) -> Write:
    folder = tmp_path / "shipped"
    folder.mkdir()

    def write(body: str, *, name: str = "ack.md", head: str = HEAD) -> Path:
        (folder / name).write_text(head + body, encoding="utf-8")
        return folder

    return write


class Tags(HTMLParser):
    """Every element and attribute a reader's software would see, and the words between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_letter_is_its_markdown_as_text_and_the_same_words_as_html(shipped: Write) -> None:
    folder = shipped("Dear {{ name }},\n\n## Dates\n\n**Soon**, see <https://firm.example>.\n")
    letter = Templates(folder, None).render("ack", CONTEXT)
    assert letter.subject == "Hello [C-1]"
    assert letter.text == "Dear Jane,\n\nDates\n-----\n\nSoon, see https://firm.example.\n"
    assert "<p>Dear Jane,</p>" in letter.html
    assert "<strong>Soon</strong>" in letter.html
    assert '<a href="https://firm.example">https://firm.example</a>' in letter.html


def test_the_html_is_a_document_an_assistive_reader_can_announce(shipped: Write) -> None:
    html = Templates(shipped("Hello.\n"), None).render("ack", CONTEXT).html
    assert html.startswith('<!doctype html><html lang="en-GB">')
    assert "<title>Hello [C-1]</title>" in html
    assert ":root{color-scheme:light dark}" in html
    assert re.search(r"<h1[^>]*>Example Finance</h1>", html)


@pytest.mark.parametrize(
    "name",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% raw %}",
        "<svg/onload=alert(1)>",
        "</p><ul><li>",
        "**bold** [link](https://evil.example) <https://evil.example>",
        "`code` # head",
        'x" onclick="alert(1)',
        "&lt;b&gt;",
    ],
)
def test_a_value_is_never_a_template_nor_markdown_nor_html(shipped: Write, name: str) -> None:
    templates = Templates(shipped("Dear {{ name }},\n\nSee <{{ name }}>.\n"), None)
    plain = templates.render("ack", {**CONTEXT, "name": "Jane"})
    hostile = templates.render("ack", {**CONTEXT, "name": name})
    assert f"Dear {name}," in hostile.text.replace("\n", " ")
    assert Tags(hostile.html).names == Tags(plain.html).names
    assert Tags(hostile.html).attributes == Tags(plain.html).attributes
    assert f"Dear {name}," in Tags(hostile.html).words


def test_a_link_made_of_a_value_cannot_be_a_script(shipped: Write) -> None:
    html = (
        Templates(shipped("<{{ name }}>\n"), None).render("ack", {**CONTEXT, "name": "javascript:a()"}).html
    )
    assert 'href="https://javascript:a()"' in html


@pytest.mark.parametrize("hidden", ["a\nBcc: x@y", "a\r\nb", "a\x00b", "a\u202eb", "a\u2028b", "a\ud800b"])
def test_a_value_stays_on_its_line_and_shows_all_it_has(shipped: Write, hidden: str) -> None:
    letter = Templates(shipped("Dear {{ name }},\n"), None).render("ack", {**CONTEXT, "name": hidden})
    assert letter.text.count("\n") == 1
    assert not re.search("[\x00\r\u202e\u2028\ud800]", letter.text + letter.html)


@given(name=st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_value_at_all_adds_an_element_or_a_line(name: str) -> None:
    templates = Templates(shipped_templates(), None)
    context = samples()["leaflet"][0]
    plain = templates.render("leaflet", {**context, "complainant": "Jane"})
    letter = templates.render("leaflet", {**context, "complainant": name})
    assert Tags(letter.html).names == Tags(plain.html).names
    assert Tags(letter.html).attributes == Tags(plain.html).attributes
    assert letter.text.split("\n\n")[1:] == plain.text.split("\n\n")[1:]


def test_a_misspelt_name_is_found_with_file_and_line_not_sent(shipped: Write) -> None:
    templates = Templates(shipped("Dear {{ name }},\n\nYour {{ reff }}.\n"), None)
    with pytest.raises(TemplateError) as caught:
        templates.render("ack", CONTEXT)
    assert str(caught.value) == f"templates/ack.md:{BODY_LINE + 2}: undefined name 'reff'"
    assert templates.check({"ack": [CONTEXT]}) == [str(caught.value)]


def test_a_misspelt_name_in_a_branch_no_sample_takes_is_found_too(shipped: Write) -> None:
    body = "Dear {{ name }},\n{% if name == 'Bob' %}\n{{ reff }} {{ firm.nmae }}\n{% endif %}\n"
    templates = Templates(shipped(body), None)
    templates.render("ack", CONTEXT)
    assert sorted(templates.check({"ack": [CONTEXT]})) == [
        f"templates/ack.md:{BODY_LINE + 2}: undefined name 'firm.nmae'",
        f"templates/ack.md:{BODY_LINE + 2}: undefined name 'reff'",
    ]


def test_a_fault_in_the_subject_names_its_line(shipped: Write) -> None:
    templates = Templates(shipped("Hello.\n", head=HEAD.replace("reference", "reff")), None)
    assert templates.check({"ack": [CONTEXT]}) == ["templates/ack.md:5: undefined name 'reff'"]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("One.\n\n{% if name %}\nTwo.\n", 3, "Unexpected end of template"),
        ("One.\n\n{{ name \n\n", 2, "unexpected"),
        ("One.\n\n{{ name|safe }}\n", 2, "No filter named 'safe'"),
        (
            "One.\n\n{% autoescape false %}\n{{ name }}\n{% endautoescape %}\n",
            2,
            "escaping cannot be switched off",
        ),
        ("One.\n\n{% include 'gone.md' %}\n", 2, "gone.md"),
    ],
)
def test_a_template_that_cannot_be_read_names_its_line(
    shipped: Write, body: str, line: int, words: str
) -> None:
    templates = Templates(shipped(body), None)
    (finding,) = templates.check({"ack": [CONTEXT]})
    assert finding.startswith(f"templates/ack.md:{BODY_LINE + line}: ")
    assert words in finding
    with pytest.raises(TemplateError):
        templates.render("ack", CONTEXT)


@pytest.mark.parametrize(
    "expression",
    [
        "''.__class__",
        "'x' * 1000000000",
        "name.__init__.__globals__",
        "'%1000000000d' % 1",
        "None",
        "items",
        "1.5",
    ],
)
def test_a_template_can_neither_reach_out_nor_fill_the_memory_nor_print_what_is_no_word(
    shipped: Write, expression: str
) -> None:
    with pytest.raises(TemplateError, match=rf"^templates/ack\.md:{BODY_LINE}: "):
        Templates(shipped(f"{{{{ {expression} }}}}\n"), None).render("ack", CONTEXT)


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Subject: x\n\n", 1),
        ("---\npurpose: x\n", 1),
        ("---\npurpose: x\n---\nSubject: x\n\n", 1),
        ("---\npurpose: x\naudience: world\n---\nSubject: x\n\n", 1),
        ("---\npurpose: x\nBcc: y\n---\nSubject: x\n\n", 3),
        ("---\npurpose: x\naudience: handler\n---\nSubjekt: x\n\n", 5),
        ("---\npurpose: x\naudience: handler\n---\nSubject: x\n", 6),
    ],
)
def test_a_file_without_its_head_is_refused_with_the_line(shipped: Write, head: str, line: int) -> None:
    (finding,) = Templates(shipped("Hello.\n", head=head), None).check({"ack": [CONTEXT]})
    assert finding.startswith(f"templates/ack.md:{line}: ")


def test_a_file_too_long_or_not_utf8_is_refused(shipped: Write) -> None:
    folder = shipped("x" * MAX_TEMPLATE_CHARS)
    (folder / "leaflet.md").write_bytes(b"---\n\xff")
    long, other = sorted(Templates(folder, None).check({}))
    assert long.startswith("templates/ack.md:1: longer than ")
    assert other == "templates/leaflet.md:2: cannot be read: save it as UTF-8, and as plain text"


def test_the_firms_own_file_replaces_the_shipped_one_and_names_itself_in_faults(
    shipped: Write, tmp_path: Path
) -> None:
    folder = shipped("Ours.\n")
    shipped("Kept.\n", name="leaflet.md")
    own = tmp_path / "own"
    own.mkdir()
    (own / "ack.md").write_text(HEAD + "Theirs, {{ nmae }}.\n", encoding="utf-8")
    (own / "akc.md").write_text(HEAD + "A slip.\n", encoding="utf-8")
    templates = Templates(folder, own)
    assert templates.names() == ["ack", "leaflet"]
    assert "Kept." in templates.render("leaflet", CONTEXT).text
    stray, finding = templates.check({"ack": [CONTEXT], "leaflet": [CONTEXT]})
    assert stray.startswith(f"{own}/akc.md:1: no letter has this name")
    assert finding == f"{own}/ack.md:{BODY_LINE}: undefined name 'nmae'"


def test_a_letter_may_include_another_and_its_faults_name_that_file(shipped: Write) -> None:
    folder = shipped('Above.\n\n{% include "part.md" %}\n')
    shipped("- **Below** {{ name }}\n", name="part.md")
    letter = Templates(folder, None).render("ack", CONTEXT)
    assert letter.text == "Above.\n\n- Below Jane\n"
    assert letter.html.count("<h1") == 1
    assert "<strong>Below</strong> Jane" in letter.html
    shipped("{{ nmae }}\n", name="part.md")
    with pytest.raises(TemplateError, match=rf"part\.md:{BODY_LINE}: undefined name 'nmae'"):
        Templates(folder, None).render("ack", CONTEXT)


def test_a_letter_nobody_tries_is_a_finding_and_an_unknown_one_a_fault(shipped: Write) -> None:
    templates = Templates(shipped("Hello.\n"), None)
    assert templates.check({}) == ["templates/ack.md:1: no sample to try it with"]
    assert templates.audience("ack") == "complainant"
    with pytest.raises(TemplateError, match="no such letter"):
        templates.render("nack", CONTEXT)


def test_a_loop_makes_one_list_and_leaves_no_gaps_in_the_text(shipped: Write) -> None:
    letter = Templates(shipped("{% for item in items %}\n- {{ item }}\n{% endfor %}\n"), None).render(
        "ack", CONTEXT
    )
    assert letter.text == "- one\n- two\n"
    assert letter.html.count("<ul>") == 1


def test_a_tag_that_ends_a_line_of_words_keeps_the_line_end(shipped: Write) -> None:
    body = "One{% if name %} two{% endif %}\nthree{# four #}\nfive.\n"
    letter = Templates(shipped(body), None).render("ack", CONTEXT)
    assert letter.text == "One two three five.\n"
    assert " ".join(Tags(letter.html).words.split()).endswith("One two three five.")


def test_a_tag_may_take_several_lines(shipped: Write) -> None:
    body = 'A.\n\n{% set words = {\n  "one": "1",\n} %}\n{{ words["one"] }}\n'
    assert Templates(shipped(body), None).render("ack", CONTEXT).text == "A.\n\n1\n"


def test_a_picture_in_a_template_is_never_fetched(shipped: Write) -> None:
    body = "See ![a pixel](https://firm.example/x.png) ![another][p]\n\n[p]: https://firm.example/y.png\n"
    html = Templates(shipped(body), None).render("ack", CONTEXT).html
    assert "img" not in Tags(html).names
    assert "src" not in Tags(html).attributes


def test_html_in_a_template_is_shown_not_used(shipped: Write) -> None:
    html = Templates(shipped("<script>x</script>\n\n<img src=x>\n"), None).render("ack", CONTEXT).html
    assert not {"script", "img"} & set(Tags(html).names)


@given(st.lists(st.text(alphabet="ab.é", min_size=1, max_size=90), max_size=60))
@settings(max_examples=200, deadline=None)
def test_laying_out_keeps_every_word_in_its_order_and_breaks_only_at_spaces(words: list[str]) -> None:
    laid_out = lay_out(f"{PARAGRAPH}{HANG}{' '.join(words)}")
    assert laid_out.split() == words
    assert all(len(line) <= WRAP_AT or " " not in line for line in laid_out.split("\n"))


def test_text_is_wrapped_with_items_hanging_and_lines_kept_where_asked() -> None:
    text = laid_out("- " + "word " * 20 + "\n\nFirm\\\nStreet\n\nto **Friday 12 February 2027**.\n")
    first, second, *_ = text.split("\n")
    assert len(first) <= WRAP_AT
    assert second.startswith("  word")
    assert "\nFirm\nStreet\n" in text
    long = laid_out("x" * 60 + " by **Friday 12 February 2027**.")
    assert "\nFriday 12 February 2027.\n" in long


def test_the_text_has_no_marks_of_markdown() -> None:
    said = laid_out(
        "# Big\n\n*so* `do it`, [here](https://firm.example/a)\n\n1. one\n2. two\n\n> **C-1**\n\n"
        "    mailbot check\n\nend\n\n---\n"
    )
    assert said == (
        'Big\n---\n\nso "do it", here (https://firm.example/a)\n\n1. one\n2. two\n\n    C-1\n\n'
        "    mailbot check\n\nend\n\n------------------------\n"
    )


@pytest.mark.parametrize(
    "name", ["# x", "- x", "> x", "    x", "1. x", "===", "* * *", "[x]: y", "``` x", "| x |"]
)
def test_a_value_that_looks_like_a_block_makes_none(shipped: Write, name: str) -> None:
    templates = Templates(shipped("{{ name }}\n\n- {{ name }}\n"), None)
    text = templates.render("ack", {**CONTEXT, "name": name}).text
    assert text == f"{name.strip()}\n\n- {name.strip()}\n"


def test_lists_are_joined_only_with_their_like() -> None:
    assert join_lists("<ul><li>a</li>\n</ul>\n<ul><li>b</li></ul>") == "<ul><li>a</li>\n<li>b</li></ul>"
    assert join_lists("<ul></ul>\n<ol></ol>") == "<ul></ul>\n<ol></ol>"


def test_what_is_filled_has_the_lines_of_the_file() -> None:
    source = "a\n{% if x %}\nb {% if y %}c{% endif %}\n{% endif %}\n"
    assert to_fill(source).count("\n") == source.count("\n")
    assert "{% endif +%}" in to_fill(source)


def test_the_shipped_templates_are_where_the_program_looks() -> None:
    assert (shipped_templates() / "acknowledgement.md").is_file()
