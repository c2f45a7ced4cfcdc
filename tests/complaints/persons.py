"""Messages of persons that look like a machine's: forwarded, relayed, marked or worded like one."""

from __future__ import annotations

from unlike_messages import Case

_COMPLAINT = ("complaint",)
_TWICE = (
    "You took £84.20 twice from my account on 2 November, CNX-330184. I rang on the 5th and was"
    " promised it back"
    " within three days. It is not back.\n\nRowan Ashdown"
)


def _answered(about: str, header: str, body: str = _TWICE) -> Case:
    return Case(about, header, body, _COMPLAINT, acknowledged=True)


def _owed(about: str, header: str, body: str = _TWICE) -> Case:
    return Case(about, header, body, _COMPLAINT)


PERSONS = (
    _answered(
        "forwards an out-of-office he got",
        "Subject: Fwd: Automatic reply: CNX-330184",
        "This is all I ever get from your Mr Dunne. I want my £84.20 back and somebody who is at his"
        " desk.\n\nRowan"
        "\n\n---------- Forwarded message ---------\nFrom: Dunne, Paul"
        " <paul.dunne@conexus.example.com>\nDate: Wed, 2"
        " Dec 2026 at 09:12\nSubject: Automatic reply: CNX-330184\nTo: <r.ashdown@example.net>\n\nI am"
        " out of the"
        " office until 4 January and will reply on my return.",
    ),
    _answered(
        "answers below a ticket robot's mail",
        "Subject: Re: [Ticket #55120] We have received your request\nIn-Reply-To: <t.55120@desk.example.com>",
        "> Your request (#55120) has been received.\n> We aim to reply within 5 days.\n\nThat was three"
        " weeks ago. You"
        " still have my money, I have written twice and nobody has answered me.\n\nRowan Ashdown",
    ),
    _answered(
        "answers above it with the marker line",
        "Subject: Re: [CNX Support] Update: payment query\nIn-Reply-To: <t.1@desk.example.com>",
        "I am not satisfied with this. You charged me £12 for a letter I never got.\n\nRowan\n\n"
        "On Wed, 2 Dec 2026 at 09:00, CNX Support <support@desk.example.com> wrote:\n"
        "> ##- Please type your reply above this line -##\n> Your ticket has been updated.",
    ),
    _owed(
        "a charity's ticket system that marks all it sends",
        "Subject: [Ticket 8814] Mr Aled Pryce - complaint\nFrom: Harbour Advice"
        " <cases@harbour-advice.example.org>\n"
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nX-Zendesk-From-Account-Id:"
        " 1\nReturn-Path:"
        " <cases@harbour-advice.example.org>",
        "##- Please type your reply above this line -##\n\nKit Farrow (Harbour Advice)\n\nDear"
        " Conexus,\n\nI act for Mr"
        " Aled Pryce, account CNX-330184. You continue to telephone him at work although we wrote to"
        " you on 3 and"
        " 17 November. Please stop and confirm it in writing.\n\nKit Farrow\nCaseworker",
    ),
    _owed(
        "a law firm's case system asks for no answers",
        "Subject: Our client: Ms R Bane - 118/RB\nFrom: Corran Law <matters@corran.example.com>\n"
        "X-Auto-Response-Suppress: OOF, AutoReply\nReturn-Path: <bounce+118@mail.corran.example.com>",
        "We act for Ms R Bane. Our client disputes the balance of £1,204.10 on CNX-330184. You have"
        " ignored our"
        " letters of 1 and 20 October. We require your final response.\n\nCorran Law",
    ),
    _answered(
        "a case system with a tracked return path",
        "Subject: Formal complaint - Mrs D Oyelowo\nFrom: Tamsin Reid"
        " <tamsin.reid@claimwise.example.com>\nReturn-Path:"
        " <bounces+1184-77ab-complaints=conexus.example.com@em4.claimwise.example.com>\nX-SG-EID: abc123\n"
        "List-Unsubscribe: <mailto:unsubscribe@claimwise.example.com>",
        "Dear Sir or Madam,\n\nWe act for Mrs D Oyelowo (your account CNX-330184). You lent her £2,400"
        " without any check"
        " of what she earned. Please refund all interest within eight weeks.\n\nTamsin Reid\nClaims"
        " handler",
    ),
    _answered(
        "return path of a CRM named like a list's",
        "Subject: Complaint on behalf of our member\nFrom: Union Helpdesk"
        " <jo.marsh@workersunion.example.org>\n"
        "Return-Path: <crm-bounces+complaints=conexus.example.com@workersunion.example.org>",
        "I am writing for our member Ravi Sandhu, who asked you three times for a statement of"
        " CNX-330184. You sent"
        " nothing. Please put this right.\n\nJo Marsh",
    ),
    _answered(
        "a newsletter tool used for one letter",
        "Subject: My complaint\nFrom: Little Acorns Nursery <hello@littleacorns.example.com>\nReturn-Path:"
        " <bounce-mc.us9_1.77-abc@mail9.mcdlv.example.net>\nX-Mailer: MailChimp Mailer\nX-MC-User: 1\n"
        "List-Unsubscribe: <https://littleacorns.example.com/u>",
        "Dear Conexus,\n\nOur card machine has been dead for nine days. I rang you on Monday, was cut"
        " off, and lost £600"
        " of takings. My customer number is FLX50933316. I want it replaced and the money"
        " paid.\n\nHelen Acorn\n\n"
        "Unsubscribe | View in browser | © Little Acorns 2026",
    ),
    _answered(
        "a company's footer advertises",
        "Subject: Overcharged\nList-Unsubscribe: <https://gw.example.com/u>\nX-Campaign: footer",
        "You charged our company £310 for a terminal we sent back in May. I have asked you twice to"
        " refund it.\n\nRowan"
        " Ashdown\nAshdown Tiles\n\nWin a weekend in Paris! Follow us. To unsubscribe from these offers"
        " click here.",
    ),
    _answered(
        "a group mailbox",
        "Subject: complaint\nFrom: Ashdown Tiles <info@ashdowntiles.example.com>\n"
        "Return-Path: <info@ashdowntiles.example.com>",
    ),
    _answered(
        "accounts department",
        "Subject: Account\nFrom: Accounts <accounts@ashdowntiles.example.com>\n"
        "Return-Path: <accounts@ashdowntiles.example.com>",
    ),
    _answered(
        "a form on a website, the person in Reply-To",
        "Subject: Contact form\nFrom: Conexus <no-reply@conexus-web.example.net>\nReply-To: Rowan Ashdown"
        " <r.ashdown@example.net>\nReturn-Path: <nobody@web12.example.net>",
        "Name: Rowan Ashdown\nEmail: r.ashdown@example.net\nMessage: You took £84.20 twice and nobody"
        " rings me back.",
    ),
    _answered(
        "a web server's user in the return path",
        "Subject: Complaint from the website\nReturn-Path: <www-data@web12.example.net>",
    ),
    _owed(
        "a family's google group",
        "Subject: [ashdowns] Complaint\nList-Id: <ashdowns.googlegroups.example.com>\nPrecedence: list\n"
        "X-Google-Group-Id: 9911\nMailing-List: list ashdowns@googlegroups.example.com\nReturn-Path:"
        " <ashdowns+bncBC1@googlegroups.example.com>",
    ),
    _owed("an old provider that marks all", "Subject: complaint\nPrecedence: list"),
    _owed("another that says bulk", "Subject: complaint\nPrecedence: bulk"),
    _answered(
        "hide my email",
        "Subject: Two payments\nFrom: Rowan Ashdown <dotty-0p.lemur@privaterelay.example.com>\nReturn-Path:"
        " <dotty-0p.lemur@privaterelay.example.com>\nX-ICLOUD-HME: p=1;f=1",
    ),
    _answered(
        "a relay that forwards with srs",
        "Subject: Two payments\nFrom: 'r.ashdown at example.net' via Relay"
        " <x7f9@relay.example.org>\nReturn-Path:"
        " <SRS0=ab1c=ZX=example.net=r.ashdown@relay.example.org>\nReply-To: x7f9@relay.example.org",
    ),
    _answered("batv", "Subject: Two payments\nReturn-Path: <prvs=1234abcdef=r.ashdown@example.net>"),
    _answered(
        "resent by a friend",
        "Subject: Two payments\nResent-From: Bo Lind <bo@example.org>\nResent-To:"
        " complaints@conexus.example.com\n"
        "Resent-Message-ID: <9@example.org>\nX-Loop: bo@example.org",
    ),
    _answered(
        "delivered twice",
        "Subject: Two payments\nDelivered-To: complaints@conexus.example.com\nDelivered-To:"
        " help@store.example.net",
    ),
    _answered(
        "proton",
        "Subject: Two payments\nX-Pm-Message-Id: 1\nX-Pm-Origin: internal\nFeedback-ID: 1:user:proton",
    ),
    _answered(
        "tells of his leave and the firm's robots",
        "Subject: your automatic replies",
        "I was on holiday until 20 November. While I was away you sent me four automatic replies saying"
        " that you"
        " had received my message, and then closed my account CNX-330184. I am back at work now and I"
        " want it"
        " reopened.\n\nRowan Ashdown",
    ),
    _answered(
        "writes from a hospital bed",
        "Subject: Away from home",
        "I am in hospital and will be away until Christmas. You have taken £84.20 from my account twice"
        " and your"
        " staff will not speak to my wife. Please ring her.\n\nRowan Ashdown",
    ),
    _answered(
        "subject of an acknowledgement answered",
        "Subject: Re: We have received your complaint\nIn-Reply-To: <7.ack@desk.example.com>",
        "Thank you for your email. It did not answer my question: why did you charge me £12?\n\nRowan"
        " Ashdown",
    ),
    _answered(
        "a surname like a robot's",
        "Subject: Complaint\nFrom: Otto Mailer <mailer@ottomailer.example.org>\nReturn-Path:"
        " <mailer@ottomailer.example.org>",
    ),
    _answered(
        "unsubscribed three times",
        "Subject: Stop sending me offers",
        "I have clicked to unsubscribe from your newsletter three times. You keep sending me loan"
        " offers although I"
        " told you in June that I am in debt management. Remove me from this list.\n\nRowan Ashdown",
    ),
    _answered(
        "quotes the no-reply line",
        "Subject: Do not reply to this email",
        'Your letter ends "this is an automated message, please do not reply", so how am I to reply?'
        " You have"
        " blocked my card and I cannot buy food.\n\nRowan Ashdown",
    ),
    _answered(
        "subject of a machine's, a person's words",
        "Subject: Undelivered Mail Returned to Sender",
        "That is what I got when I wrote to the address on your website. You owe me £84.20 and I want"
        " it.\n\nRowan",
    ),
    _answered(
        "the office is closed",
        "Subject: Office closed",
        "I went to your Sheffield office on Monday and the office was closed. You told me that I could"
        " pay there. You"
        " then charged me £25 for a late payment on CNX-330184.\n\nRowan Ashdown",
    ),
)
