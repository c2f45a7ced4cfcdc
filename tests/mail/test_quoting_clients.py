"""The shapes in which mail programs quote and forward, in the languages of a UK mailbox."""

from __future__ import annotations

import pytest

from mailbot.mail.html import html_to_text
from mailbot.mail.message import Zone
from mailbot.mail.passages.quoting import zones

MINE = "You have not answered me."
THEIRS = "Wir melden uns. Their words."


def text_in(text: str, zone: Zone, subject: str = "") -> str:
    return "\n".join(passage.text for passage in zones(text, subject=subject) if passage.zone is zone)


def new(text: str, subject: str = "") -> str:
    return text_in(text, Zone.NEW, subject)


@pytest.mark.parametrize(
    "attribution",
    [
        "On 3 Mar 2026, at 10:02, Firm Complaints <help@firm.example> wrote:",
        "On 3 March 2026 at 10:02:11 GMT, Firm <help@firm.example> wrote:",
        "On Tue, Mar 3, 2026 at 10:02\u202fAM Firm <help@firm.example> wrote:",
        "On Tuesday, March 3rd, 2026 at 10:02, Firm <help@firm.example> wrote:",
        "On 03/03/2026 10:02, Firm wrote:",
        "On Tuesday 3 March 2026,\nFirm Complaints Team via Helpdesk <\nhelp@firm.example> wrote:",
        "On Tue, 3 Mar 2026 10:02:11 +0000 Firm <help@firm.example> wrote ---",
        "---- On Tue, 03 Mar 2026 10:02:11 +0000 Firm <help@firm.example> wrote ----",
        '3 Mar 2026, 10:02, "Firm" <help@firm.example>:',
        'At 2026-03-03 10:02:11, "Firm" <help@firm.example> wrote:',
        "Ar Maw, 3 Maw 2026 am 10:02 ysgrifennodd Firm <help@firm.example>:",
        "Ar 3 Maw 2026, am 10:02, ysgrifennodd Firm <help@firm.example>:",
        "Am Di., 3. März 2026 um 10:02 Uhr schrieb Firm <help@firm.example>:",
        "Am 03.03.26 um 10:02 schrieb Firm:",
        "Le mar. 3 mars 2026 à 10:02, Firm <help@firm.example> a écrit :",
        "Le 3 mars 2026 à 10:02, Firm\n<help@firm.example> a écrit :",
        "El mar, 3 mar 2026 a las 10:02, Firm (<help@firm.example>) escribió:",
        "Il giorno mar 3 mar 2026 alle ore 10:02 Firm <help@firm.example> ha scritto:",
        "Em ter., 3 de mar. de 2026 às 10:02, Firm <help@firm.example> escreveu:",
        "Op di 3 mrt 2026 om 10:02 schreef Firm <help@firm.example>:",
        "Den tis 3 mars 2026 kl 10:02 skrev Firm <help@firm.example>:",
        "tir. 3. mar. 2026 kl. 10:02 skrev Firm <help@firm.example>:",
        "ti 3. maalisk. 2026 klo 10.02 Firm (help@firm.example) kirjoitti:",
        "wt., 3 mar 2026 o 10:02 Firm <help@firm.example> napisał(a):",
        "út 3. 3. 2026 v 10:02 odesílatel Firm <help@firm.example> napsal:",
        "вт, 3 мар. 2026 г. в 10:02, Firm <help@firm.example>:",
        "вт, 3 бер. 2026 р. о 10:02 Firm <help@firm.example> пише:",
        "Firm <help@firm.example>, 3 Mar 2026 Sal, 10:02 tarihinde şunu yazdı:",
        "2026年3月3日(火) 10:02 Firm <help@firm.example>:",
        "Firm <help@firm.example> 于2026年3月3日周二 10:02写道：",
        "Dé Máirt 3 Márta 2026 ag 10:02, scríobh Firm <help@firm.example>:",
        "În mar., 3 mar. 2026 la 10:02, Firm <help@firm.example> a scris:",
        "Firm <help@firm.example> ezt írta (időpont: 2026. márc. 3., K, 10:02):",
        "Στις Τρί 3 Μαρ 2026 στις 10:02, ο χρήστης Firm <help@firm.example> έγραψε:",
    ],
)
@pytest.mark.parametrize("quotation", ["> " + THEIRS, "\n" + THEIRS])
def test_an_attribution_and_what_stands_below_are_quoted(attribution: str, quotation: str) -> None:
    text = f"{MINE}\n\n{attribution}\n{quotation}"
    assert new(text, "Re: A") == MINE
    assert "Their words" in text_in(text, Zone.QUOTED, "Re: A")


@pytest.mark.parametrize(
    "block",
    [
        "From: Firm <help@firm.example>\nSent: Tuesday, March 3, 2026 10:02 AM\nTo: Jane\nSubject: RE: A",
        "From: Firm <help@firm.example>\nDate: Tuesday, 3 March 2026 at 10:02\nTo: Jane\nSubject: Re: A",
        "Von: Firm <help@firm.example>\nDatum: Dienstag, 3. März 2026 um 10:02\nAn: Jane\nBetreff: A",
        'Gesendet: Dienstag, 3. März 2026 um 10:02 Uhr\nVon: "Firm" <help@firm.example>\nAn: J\nBetreff: A',
        "De : Firm <help@firm.example>\nEnvoyé : mardi 3 mars 2026 10:02\nÀ : Jane\nObjet : A",
        "De: Firm <help@firm.example>\nEnviado el: martes, 3 de marzo de 2026 10:02\nPara: Jane\nAsunto: A",
        "De: Firm\nEnviada em: terça-feira, 3 de março de 2026 10:02\nPara: Jane\nAssunto: A",
        "Da: Firm <help@firm.example>\nInviato: martedì 3 marzo 2026 10:02\nA: Jane\nOggetto: A",
        "Van: Firm <help@firm.example>\nVerzonden: dinsdag 3 maart 2026 10:02\nAan: Jane\nOnderwerp: A",
        "Fra: Firm <help@firm.example>\nSendt: 3. mars 2026 10:02\nTil: Jane\nEmne: A",
        "Från: Firm <help@firm.example>\nSkickat: den 3 mars 2026 10:02\nTill: Jane\nÄmne: A",
        "Lähettäjä: Firm\nLähetetty: tiistai 3. maaliskuuta 2026 10.02\nVastaanottaja: Jane\nAihe: A",
        "Od: Firm <help@firm.example>\nWysłano: wtorek, 3 marca 2026 10:02\nDo: Jane\nTemat: A",
        "Od: Firm <help@firm.example>\nOdesláno: úterý 3. března 2026 10:02\nKomu: Jane\nPředmět: A",
        "От: Firm <help@firm.example>\nОтправлено: 3 марта 2026 г. 10:02\nКому: Jane\nТема: A",
        "Від: Firm <help@firm.example>\nНадіслано: 3 березня 2026 р. 10:02\nКому: Jane\nТема: A",
        "Kimden: Firm\nGönderildi: 3 Mart 2026 Salı 10:02\nKime: Jane\nKonu: A",
        "差出人: Firm <help@firm.example>\n送信日時: 2026年3月3日 10:02\n宛先: Jane\n件名: A",
        "发件人: Firm <help@firm.example>\n发送时间: 2026年3月3日 10:02\n收件人: Jane\n主题: A",
        "Oddi wrth: Firm <help@firm.example>\nAnfonwyd: 03 Mawrth 2026 10:02\nAt: Jane\nPwnc: A",
        "Ó: Firm <help@firm.example>\nSeolta: Dé Máirt 3 Márta 2026 10:02\nChuig: Jane\nÁbhar: A",
        "De la: Firm\nTrimis: marți, 3 martie 2026 10:02\nCătre: Jane\nSubiect: A",
        "Feladó: Firm\nElküldve: 2026. március 3. 10:02\nCímzett: Jane\nTárgy: A",
        "Από: Firm\nΣτάλθηκε: Τρίτη, 3 Μαρτίου 2026 10:02\nΠρος: Jane\nΘέμα: A",
        "________________________________\nFrom: Firm <help@firm.example>\nSent: 03 March 2026 10:02\n"
        "To: Jane <jane@post.example>\nCc: Anna <a@firm.example>;\n Ben <b@firm.example>;\n Cy"
        " <c@firm.example>\nSubject: A",
        "-----Original Message-----\nFrom: Firm\nTo: Jane\nSent: Tue, 3 Mar 2026 10:02\nSubject: A",
        "-----Ursprüngliche Nachricht-----\nVon: Firm\nGesendet: Dienstag\nAn: Jane\nBetreff: A",
        "-------- Mensaje original --------\nDe: Firm\nFecha: 3/3/26 10:02\nPara: Jane\nAsunto: A",
        '------------------ 原始邮件 ------------------\n发件人: "Firm" <help@firm.example>;\n主题: A',
        "  Original Message  \nFrom: Firm\nSent: Tuesday, 3 March 2026 10:02\nTo: Jane\nSubject: A",
        '------ Original Message ------\nFrom "Firm" <help@firm.example>\nTo jane@post.example\nSubject A',
        '====\n\nMessage du : 03/03/2026 10:02\nDe : "Firm" <help@firm.example>\nA : Jane\nSujet : A',
        ">>> Firm <help@firm.example> 03/03/2026 10:02 >>>",
        "Anna Schmidt/Firm\n03/03/2026 10:02\n\n\nTo:\tJane\ncc:\nSubject:\tA",
        "Anna Schmidt/Firm@Firm\nSent by: Ben\n03/03/2026 10:02 AM\nPlease respond to Anna\nTo:"
        " Jane\ncc:\nSubject: A",
        "To:   Jane\ncc:   (bcc: Anna)\nDate: 03/03/2026 10:02 AM\nFrom: help@firm.example\nSubject: A",
        "__________________Reply Separator__________________\nSubject: A\nAuthor: Firm\nDate: 3/3/2026"
        " 10:02 AM",
        "*From:* Firm <help@firm.example>\n*Sent:* 03 March 2026 10:02\n*To:* Jane\n*Subject:* A",
        "##- Please type your reply above this line -##",
    ],
)
def test_a_heading_of_another_message_is_quoted(block: str) -> None:
    text = f"{MINE}\n\n{block}\n\nDear Jane,\n\n{THEIRS}"
    assert new(text) == MINE
    assert "Their words" in text_in(text, Zone.QUOTED)


@pytest.mark.parametrize(
    "heading",
    [
        "---------- Weitergeleitete Nachricht ---------",
        "Anfang der weitergeleiteten Nachricht:",
        "---------- Message transféré ---------",
        "Début du message réexpédié :",
        "-------- Doorgestuurd bericht --------",
        "---------- Messaggio inoltrato ---------",
        "Inizio messaggio inoltrato:",
        "---------- Mensagem encaminhada ---------",
        "---------- Přeposlaná zpráva ---------",
        "-------- Пересылаемое сообщение --------",
        "---------- Przekazana wiadomość ---------",
        "-------- 转发邮件信息 --------",
        "---------- Neges a anfonwyd ymlaen ---------",
        "----- Forwarded Message -----",
    ],
)
def test_a_forward_is_kept_as_forwarded_in_any_language(heading: str) -> None:
    text = f"See what you sent me.\n\n{heading}\nFrom: Firm <help@firm.example>\nSubject: A\n\n{THEIRS}"
    assert new(text) == "See what you sent me."
    assert "Their words" in text_in(text, Zone.FORWARDED)


@pytest.mark.parametrize(
    "words",
    [
        "On 3 March 2026 at 10:30 your adviser wrote:\nwe will refund you\nand you did not.",
        "I complained. On 3 March at 10:30 Mr Hale wrote:\n\nwe will refund you",
        "Then I got an email from help@firm.example which says:\n\nyou owe us 60 pounds. I do not.",
        "My notes:\n10:02 called you:\n11:15 called again:\nNobody answered.",
        "FORMAL COMPLAINT\n\nFrom: Jane Doe\nTo: The Manager\nDate: 3 March 2026\nSubject: My"
        " account\n\nI am unhappy.",
        "Complaint form\nFrom: jane@post.example\nTo: Firm\nDate: 3 March 2026\nRe: the fee\n\nI am unhappy.",
        "You wrote to me:\n\nFrom: Firm <h@firm.example>\nSent: 3 March 2026 10:02\nTo: me\nSubject:"
        " A\n\nWe will pay."
        "\n\nYou did not.",
        "You sent a letter.\nFrom: Firm\nDate: 3 March 2026\nTo: me\nSubject: Final demand\n\nI dispute it.",
        "I wrote at 10:02 on 3 March 2026 to help@firm.example and help@firm.example wrote:\n\nwe will pay.",
        "Dates:\n01/03/2026 10:02\nTo: see my manager I had to wait an hour.",
        "-- the first point is the fee\n-- the second point is the letter\nI want both put right.",
        "> URGENT <<\nI want my money back.",
        "Date: 3 March\nAmount: 60\nTo: Firm\nI paid this.",
        "I was told the original message\nwas lost. I do not believe it.",
    ],
)
def test_the_words_of_an_author_stay_new(words: str) -> None:
    assert new(words) == words


def test_answers_below_an_original_message_heading_with_marks_are_new() -> None:
    text = (
        "----- Original Message -----\nFrom: Firm\nTo: Jane\nSent: 3 March 2026 10:02\nSubject: A\n\n"
        "> Your number?\n\nCNX-204418\n\n> Your date?\n\n3 March"
    )
    assert new(text, "Re: A").split("\n") == ["CNX-204418", "3 March"]


def test_a_letter_typed_below_the_quoted_one_is_not_lost() -> None:
    text = (
        "From: Firm <help@firm.example>\nSent: 3 March 2026 10:02\nTo: Jane\nSubject: A\n\nDear"
        " Jane,\n\nPlease pay.\n\n"
        "Kind regards\nAnna Schmidt\n\nI paid you in January and have the receipt."
    )
    assert new(text, "Re: A") == "I paid you in January and have the receipt."
    assert "Please pay." in text_in(text, Zone.QUOTED, "Re: A")


def test_a_letter_whose_every_line_has_a_mark_but_answers_nothing_is_its_authors() -> None:
    assert "I am unhappy" in new("> Dear Sir\n>\n> I am unhappy with the fee.")
    assert new("On 3 March 2026 at 10:02, Firm <h@firm.example> wrote:\n> Dear Jane", "Re: A") == ""


def test_a_quoted_line_some_program_broke_stays_quoted() -> None:
    text = f"{MINE}\n\n> We have looked into the matter of the fee that you paid us\nin January\n> and more"
    assert new(text) == MINE


def test_a_short_answer_right_below_a_question_is_new() -> None:
    assert new("> Did you pay?\nyes I did\n> When?\non 3 March") == "yes I did\non 3 March"


def test_a_reply_to_a_forward_quotes_and_a_forward_of_a_reply_forwards() -> None:
    block = "From: Firm\nSent: 3 March 2026 10:02\nTo: Jane\nSubject: A\n\nTheir words"
    assert "Their words" in text_in(f"{MINE}\n\n{block}", Zone.QUOTED, "Re: Fwd: A")
    assert "Their words" in text_in(f"{MINE}\n\n{block}", Zone.FORWARDED, "Fwd: Re: A")


@pytest.mark.parametrize(
    "quotation",
    [
        "<div class='gmail_quote'><div dir='ltr' class='gmail_attr'>Firm ezt írta:<br></div>"
        "<blockquote class='gmail_quote' style='margin:0 0 0 .8ex;border-left:1px #ccc solid'>Their"
        " words</blockquote></div>",
        "<div id='appendonsend'></div><hr><div id='divRplyFwdMsg'><b>Saatja:</b> Firm</div><div>Their"
        " words</div>",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p"
        " class=MsoNormal>"
        "<b>Saatja:</b> Firm<br><b>Saadetud:</b> teisipäev<br><b>Adressaat:</b> Jane<br><b>Teema:</b>"
        " A</p></div>"
        "<p>Their words</p>",
        "<div id='yahoo_quoted_123' class='yahoo_quoted'><div>3 märts kirjutas Firm</div><div>Their"
        " words</div></div>",
        "<hr id='zwchr'><div><b>Saatja: </b>Firm</div><div>Their words</div>",
        "<div class='OutlookMessageHeader'>-----Algne-----<br><b>Saatja:</b> Firm</div><div>Their"
        " words</div>",
        "<div class='protonmail_quote'><blockquote class='protonmail_quote' type='cite'>Their"
        " words</blockquote></div>",
        "<p id='reply-intro'>3.3.2026 Firm:</p><blockquote type='cite'>Their words</blockquote>",
        "<blockquote style='border-left:2px solid rgb(16,16,255);margin-left:5px'>Their words</blockquote>",
        "<hr id='stopSpelling'>Kuupäev: 3.3.2026<br>Saatja: help@firm.example<br>Teema: A<br><br>Their words",
    ],
)
def test_quotations_of_html_mail_programs_are_known_by_their_elements(quotation: str) -> None:
    text = html_to_text(f"<html><body><div>{MINE}</div><br>{quotation}</body></html>")
    assert new(text) == MINE
    assert "Their words" in text_in(text, Zone.QUOTED)


def test_answers_between_the_quotations_of_html_are_new() -> None:
    text = html_to_text(
        "<div class='gmail_quote'><div class='gmail_attr'>On 3 Mar 2026 Firm wrote:</div><blockquote"
        " class='gmail_quote'>"
        "Your number?</blockquote><div>CNX-204418</div><blockquote"
        " class='gmail_quote'>More?</blockquote></div><div>No.</div>"
    )
    assert new(text, "Re: A").split() == ["CNX-204418", "No."]


def test_an_indented_paragraph_of_html_is_its_authors() -> None:
    html = (
        "<p>They wrote:</p><blockquote style='margin:0 0 0 40px;border:none;padding:0px'>Pay 60.</blockquote>"
    )
    assert "Pay 60." in new(html_to_text(html))


def test_a_forward_of_gmail_is_forwarded() -> None:
    html = (
        "<div>See below.</div><div class='gmail_quote'><div class='gmail_attr'>---------- Forwarded"
        " message ---------<br>"
        "From: Firm<br>Subject: A<br></div><br>Their words</div>"
    )
    assert new(html_to_text(html)) == "See below."
    assert "Their words" in text_in(html_to_text(html), Zone.FORWARDED)
