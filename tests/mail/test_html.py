"""HTML as a person would read it."""

from __future__ import annotations

import time

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
        (
            "<p>CNX\u00ad-20<wbr>44<span></span>18 and 12\u200b34&#8203;56&zwnj;78</p>",
            "CNX-204418 and 12345678",
        ),
        ("<div>line</div><div><br></div><div>next</div>", "line\n\nnext"),
        ("one<br><br><br><br>two", "one\n\ntwo"),
        ("<p class=MsoNormal>Jane</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Doe</p>", "Jane\n\nDoe"),
        ("<p class=MsoNormal>Jane<o:p></o:p></p><p class=MsoNormal>Doe<o:p></o:p></p>", "Jane\nDoe"),
        ("<pre>a  b\nc</pre>d", "a  b\nc\n\nd"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n* b\n2. c"),
        ("<!--[if mso]><p>twice</p><![endif]--><![if !mso]><p>once</p><![endif]>", "once"),
        ("<div style='display:none;font-size:1px'>preheader</div>seen", "seen"),
        ("<div style='max-height:0px;overflow:hidden'>preheader</div>seen", "seen"),
        ("<span style='font-size:0px'>preheader</span>seen", "seen"),
        ("<td style='font-size:0'><span style='font-size:14px'>seen</span></td>", "seen"),
        ("<p style='font-size:0.9em'>seen</p>", "seen"),
        ("<p style='color:#ffffff'>written in a dark theme</p>", "written in a dark theme"),
        ("<table><tr><td><table><tr><td>A</td></tr></table></td><td>B</td></tr></table>", "A\nB"),
        ("<a href='https://pay.example/'>pay</a> now", "pay now"),
        ("&#xE004;mine&#xE005;&#xE002;", "mine"),
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


def test_whoever_shows_the_text_gets_no_marks() -> None:
    html = "<div>Mine</div><div id='Signature'>Jane</div><div id='divRplyFwdMsg'>From: Firm</div>"
    assert html_to_text(html, marks=False) == "Mine\nJane\nFrom: Firm"


@pytest.mark.parametrize("depth", [150, 1_000, 50_000])
def test_words_below_any_depth_are_read(depth: int) -> None:
    text = html_to_text("<div>" * depth + "the complaint" + "</div>" * depth + "<p>the end</p>")
    assert "the complaint" in text
    assert "the end" in text


@pytest.mark.parametrize(
    "html",
    [
        "<div style='font-size:0'>" * 2_000 + "x",
        "<blockquote type=cite>" * 1_900 + "x",
        "<div id=Signature>" * 1_900 + "x",
        "<table><tr><td>" * 600 + "x",
        "<p>x" * 100_000,
        "<span>x</span> " * 50_000,
        "<br>" * 200_000,
        "<ul><li>x" * 1_000,
        "<pre>" + "x\n" * 100_000,
        "<div style='" + "border-top:solid " * 5_000 + "'>x",
        "<" * 300_000,
        "&nbsp;" * 200_000,
    ],
)
def test_hostile_html_takes_no_more_than_seconds(html: str) -> None:
    began = time.process_time()
    assert len(html_to_text(html)) < 2 * len(html)
    assert time.process_time() - began < 4.0
