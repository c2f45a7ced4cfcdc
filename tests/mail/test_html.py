"""HTML as a person would read it."""

from __future__ import annotations

import pytest

from mailbot.mail.html import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>1234</b>5678", "12345678"),
        ("4111</b>1111<i>11111111", "4111111111111111"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("<p>&pound;25 &amp; more&nbsp;so</p>", "£25 & more so"),
        ("a<span style='display: none'>hidden</span>b", "ab"),
        ("a<span hidden>hidden</span> b", "a b"),
        ("<style>p{}</style><script>x</script><title>t</title>seen", "seen"),
        (
            "<table><tr><td>Account</td><td>CNX-1</td></tr><tr><td>Fee</td><td>5</td></tr></table>",
            "Account CNX-1\nFee 5",
        ),
        ("<ul><li>first</li><li>second</li></ul>", "* first\n* second"),
        ("<blockquote>indented by its author</blockquote>", "indented by its author"),
        ("<!-- <p>no</p> -->yes", "yes"),
        ("", ""),
        ("<", "<"),
        ("plain words", "plain words"),
    ],
)
def test_html_becomes_the_text_that_is_seen(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_a_cited_quotation_gets_its_mark_and_the_answer_below_does_not() -> None:
    text = html_to_text(
        '<div>Mine</div><blockquote type="cite"><p>Theirs</p><p>Again</p></blockquote><div>Also mine</div>'
    )
    assert [line for line in text.split("\n") if line.strip("> ")] == [
        "Mine",
        "> Theirs",
        "> Again",
        "Also mine",
    ]


def test_a_quotation_within_a_quotation_has_two_marks() -> None:
    text = html_to_text('<blockquote type="cite">a<blockquote type="cite">b</blockquote></blockquote>c')
    assert [line for line in text.split("\n") if line.strip("> ")] == ["> a", ">> b", "c"]


def test_nobody_forges_the_marks_of_a_quotation() -> None:
    assert ">" not in html_to_text("<p>&#xE000;mine&#xE001;</p>")


@pytest.mark.parametrize("depth", [150, 1_000, 50_000])
def test_words_below_any_depth_are_read(depth: int) -> None:
    text = html_to_text("<div>" * depth + "the complaint" + "</div>" * depth + "<p>the end</p>")
    assert "the complaint" in text
    assert "the end" in text
