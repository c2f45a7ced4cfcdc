"""Shorter messages of machines that hardly say so: the header and the body."""

from __future__ import annotations

BRIEF_MACHINES: tuple[tuple[str, str], ...] = (
    (
        "Subject: Thank you for your email",
        "Thanks for getting in touch. We're a small team and we get a lot of mail, so please"
        " bear with us. Somebody will be in touch within 3 working days. In the meantime you"
        " might find the answer in our FAQs: https://x.example.com/faq",
    ),
    (
        "Subject: Re: Your complaint CNX-204417",
        "Hi! I'm currently travelling and will have patchy signal until 20 December."
        " Anything urgent: call my assistant on 020 7946 0222. Cheers, Zoe",
    ),
    (
        "Subject: Out of the office",
        "Good morning, I work Tuesday to Thursday only. I will respond to your email on my"
        " next working day. Kind regards, Freya Lund",
    ),
    (
        "Subject: Re: final response",
        "I am on jury service until further notice and not checking mail. Please redirect"
        " anything that cannot wait to Colin.",
    ),
    (
        "Subject: RE: Our letter",
        "This email account is no longer in use. Please resend your message to"
        " enquiries@larkspur.example.com.",
    ),
    (
        "Subject: Automatic reply: CNX-204417",
        "Mr Hobbs passed away on 3 November. Please contact his son at the address below for"
        " anything outstanding. The family thanks you.",
    ),
    (
        "Subject: Case 00418822 received [ ref:_00D.500:ref ]\nFrom: Hexagon Support"
        " <support@hexagon.example.com>",
        "Dear Customer, a new case has been opened on your behalf. Case number 00418822. You"
        " can see progress in the portal. We are disappointed that you needed to contact us"
        " and will do our best to put things right.",
    ),
    (
        "Subject: Auto-Reply",
        "Thank you for your e-mail. Pemberton Solicitors are closed from 24 December to 2"
        " January. Urgent court matters: 07700 900321.",
    ),
    (
        "Subject: Abwesend: Re: complaint\nFrom: Horst <horst@firma.example.net>",
        "Sehr geehrte Damen und Herren, ich bin ab dem 4.1. wieder erreichbar. Bitte wenden"
        " Sie sich in der Zwischenzeit an meine Kollegin.",
    ),
    (
        "Subject: Fraværsmelding: complaint\nFrom: Liv <liv@kontor.example.net>",
        "Jeg er på ferie og tilbake mandag 4. januar. Ved hastesaker ring sentralbordet.",
    ),
    (
        "Subject: Re: complaint\nIn-Reply-To: <7.ack@conexus.example.com>\nFrom: Jiri"
        " <jiri@firma.example.net>",
        "Dobrý den, jsem mimo kancelář do 4.1. S pozdravem",
    ),
    (
        "Subject: Weekly DMARC summary\nFrom:"
        " reports@dmarcwatch.example.com\nList-Unsubscribe: <mailto:u@dmarcwatch.example.com>",
        "Your domain conexus.example.com: 1,204 messages, 98% compliant. 12 failed. View"
        " full report. Manage notification settings.",
    ),
    (
        "Subject: Complaints Handling Summit 2027 - super early bird\nFrom: Olivia"
        " <olivia@events.example.com>\nReturn-Path: <bounce-99_HTML-12@bounce.events.example.com>",
        "Dear colleague, my team and I have spent a year asking firms like yours what keeps"
        " them awake. You told us: root cause analysis. Book by Friday and save £200. Unsubscribe",
    ),
    (
        "Subject: [JIRA] (CMP-114) Customer says payment missing\nFrom: Jira"
        " <jira@tracker.example.net>\nAuto-Submitted: auto-generated\nPrecedence: bulk",
        "Rowan Ashdown created CMP-114: Customer says payment missing. Description: customer"
        " rang, furious, says we took £84.20 twice. Comment | View issue",
    ),
    (
        "Subject: Undeliverable: your complaint\nFrom: Microsoft Outlook"
        " <postmaster@larkspur.example.com>\nReturn-Path: <>",
        "Your message to gemma@larkspur.example.com couldn't be delivered. gemma wasn't"
        " found at larkspur.example.com.",
    ),
    (
        "Subject: Re: complaint\nFrom: St Bede's <office@stbedes.example.org>",
        "Thank you for contacting St Bede's. We will pass your message to the right person."
        " Parents wishing to report an absence should use the app.",
    ),
    (
        "Subject: Away until Monday",
        "Hi, I'm away with the family until Monday and will catch up on messages when I'm"
        " back. If it's about the Conexus matter, Ruth has the file. Tom",
    ),
    (
        "Subject: Auto reply - office move",
        "We have moved! Our new address is 4 Mill Lane. Phones may be down until Friday."
        " We'll get back to you as soon as possible.",
    ),
    (
        "Subject: RE: Your complaint FLX50933316",
        "*** This is an automatic response *** Your correspondence has been received by the"
        " Benefits Service and will be dealt with in date order. We are currently dealing"
        " with post received in October.",
    ),
    (
        "Subject: Your call to Harbour Law",
        "Thank you for your enquiry. One of our advisers will call you back within 24 hours."
        " Harbour Law is regulated by the SRA.\nThis message was sent from an unmonitored"
        " mailbox.",
    ),
    (
        "Subject: OOO",
        "In Lisbon till the 12th. Ping Dev if it's on fire.",
    ),
    (
        "Subject: Automatische Antwort: Ihre Beschwerde\nFrom: Uta <uta@amt.example.net>",
        "Vielen Dank für Ihre Nachricht. Ich bin am 10.12. wieder im Dienst. Ihre Mail wird nicht gelesen.",
    ),
    (
        "Subject: Re: your final response\nIn-Reply-To: <7.ack@conexus.example.com>",
        "I'm on annual leave. Back 14/12.",
    ),
    (
        "Subject: Re: [#CNX1] Complaint\nFrom: Ledger Desk"
        " <desk@ledger.example.com>\nX-Auto-Response-Suppress: All\nAuto-Submitted:"
        " auto-generated",
        "Your ticket has been merged into #4410 and closed. If you are not satisfied, reopen it by replying.",
    ),
    (
        "Subject: Undelivered mail\nFrom: Mail Delivery System"
        " <mailer-daemon@mx.example.net>\nReturn-Path: <>",
        "I'm sorry to have to inform you that your message could not be delivered."
        " <gemma@larkspur.example.com>: user unknown",
    ),
    (
        "Subject: Accepted: Call about your complaint\nContent-Type: text/calendar; method=REPLY",
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nSUMMARY:Call\nEND:VEVENT\nEND:VCALENDAR",
    ),
    (
        "Subject: Digest: 4 new posts in Money Complaints\nFrom: Forum"
        " <digest@forum.example.com>\nPrecedence: bulk\nList-Unsubscribe:"
        " <https://forum.example.com/u>",
        "New posts:\n1. Conexus took my money - by angryjoe: they charged me £40 and refused"
        " to pay it back...\n2. What can I do? - by lil\n\nYou are subscribed to this digest."
        " Unsubscribe.",
    ),
    (
        "Subject: New message about your advert\nFrom: Marketsite"
        " <messages@marketsite.example.com>\nReply-To:"
        " reply-9a@marketsite.example.com\nList-Unsubscribe: <https://marketsite.example.com/u>",
        "Dave wrote: is the card reader still for sale? Reply in the app. You get this"
        " because you have an advert. Change your notification settings.",
    ),
    (
        "Subject: Ihre Anfrage [Ticket#2026120310001234]\nFrom: Kundenservice <service@versand.example.net>",
        "Sehr geehrte Kundin, Ihre Anfrage ist bei uns eingegangen und wird schnellstmöglich"
        " bearbeitet. Bitte lassen Sie die Ticketnummer im Betreff.",
    ),
    (
        "Subject: Accusé de réception : votre message\nFrom: Service <service@mairie.example.net>",
        "Nous accusons réception de votre message. Il sera traité dans les meilleurs délais."
        " Merci de ne pas répondre.",
    ),
)
