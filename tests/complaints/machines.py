"""Messages of machines whose header fields help little, as they look in many programs and countries."""

from __future__ import annotations

from unlike_messages import Case

MACHINES = (
    Case(
        "notes, returning date in the subject",
        "Subject: AUTO: Keith Bramhall is out of the office (returning 04/01/2027)",
        "I am out of the office until 04/01/2027.\n\nI shall answer when I get back. If you are unhappy"
        " about a"
        " delivery ring the depot on 01632 960 112.\n\nNote: This is an automated response to your message"
        ' "Your complaint CNX-755901" sent on 03/12/2026 11:02:13.\n\nThis is the only notification you'
        " will"
        " receive while this person is away.",
    ),
    Case(
        "gmail vacation responder with only a subject",
        "Subject: Out of office Re: We have received your complaint CNX-204417",
        "Hi,\n\nThanks for your email. I'm on annual leave until Monday 14 December with no access to"
        " email."
        " If it's urgent please contact my colleague Priya on 020 7946 0321.\n\nBest,\nDaniel",
    ),
    Case(
        "apologies for the delay in an out-of-office",
        "Subject: Re: Your complaint - our final response\nIn-Reply-To: <7.ack@conexus.example.com>",
        "Thank you for your message. I am currently out of the office and will be back on 8 December. I"
        " am sorry"
        " for any delay in replying. Complaints should be sent to my manager, Mrs Orme.\n\nRegards\nT."
        " Blakey",
    ),
    Case(
        "left the company",
        "Subject: RE: CNX-204417 your complaint",
        "Please note that Gemma Thwaite no longer works for Larkspur Homes. Your email has not been"
        " forwarded."
        " For account queries please contact accounts@larkspur.example.com.",
    ),
    Case(
        "school in the holidays",
        "Subject: Automatic reply: Our letter of 3 November",
        "The school office is closed for half term and will reopen on Monday 2 November at 8.30am."
        " Emails are not"
        " being read. If you have a concern or complaint about a pupil please see our website.",
    ),
    Case(
        "maternity leave, deputies named",
        "Subject: Maternity leave",
        "Hello, I am now on maternity leave and will return in September 2027. In my absence please"
        " contact Ola"
        " Bright (ola@dovecot.example.org) for debt advice and Sunil Rao for housing.",
    ),
    Case(
        "a doctor's surgery",
        "Subject: Thank you for contacting Elm Row Surgery",
        "Thank you for contacting Elm Row Surgery. This inbox is not monitored for urgent medical"
        " matters. If you"
        " wish to make a complaint please ask for the practice manager. We aim to respond within 5"
        " working days."
        " This is an automated response, please do not reply.",
    ),
    Case(
        "ticket robot that talks of complaints",
        "Subject: [#KR-40821] We've received your request\nIn-Reply-To: <7.ack@conexus.example.com>",
        "Hi there,\n\nYour request (#KR-40821) has been received and is being reviewed by our support"
        " staff. We are"
        " sorry that you are not happy with our service and will get back to you as soon as we can. If"
        " you are"
        " still dissatisfied you may write to the ombudsman.\n\nTo add comments, reply to this email.",
    ),
    Case(
        "housing association's acknowledgement",
        "Subject: Acknowledgement of your email\nFrom: Customer Services"
        " <customerservices@beechgrove.example.org>",
        "Thank you for your email. This is an automated acknowledgement to let you know that we have"
        " received your"
        " message. If you have told us about a repair that we failed to do, your complaint will be"
        " logged. Our"
        " target is ten working days. Please do not reply to this message.",
    ),
    Case(
        "council contact centre",
        "Subject: Automated response from Eastmere Borough Council\nFrom: eforms@eastmere.example.org",
        "This is an automated response. Your enquiry has been received and your reference number is"
        " 101000488213."
        " We are experiencing high volumes and it may take up to 20 days. You can pay your council tax"
        " online.",
    ),
    Case(
        "member of parliament's office",
        "Subject: Re: Miss J Ollerenshaw\nFrom: Anneliese Marr MP"
        " <anneliese.marr.mp@constituency.example.org>",
        "Thank you for contacting the office of Anneliese Marr MP. We have received your email. Please"
        " note that"
        " we receive several hundred messages a day and can only help constituents. If you have not"
        " included your"
        " full address please reply with it. This is an automatic acknowledgement.",
    ),
    Case(
        "german, no field",
        "Subject: Abwesenheitsnotiz: Ihre Beschwerde\nFrom: Jutta Kehl <j.kehl@spedition.example.net>",
        "Guten Tag,\n\nich bin bis einschließlich 13.12. nicht im Büro. Ihre E-Mail wird nicht"
        " weitergeleitet. In"
        " dringenden Fällen wenden Sie sich bitte an Herrn Vogt.\n\nMit freundlichen Grüßen\nJutta Kehl",
    ),
    Case(
        "german, answer within a thread",
        "Subject: AW: Your complaint\nFrom: info@ferienhaus.example.net\nIn-Reply-To:"
        " <7.ack@conexus.example.com>",
        "Vielen Dank für Ihre Nachricht. Wir haben vom 21.12. bis zum 6.1. Betriebsferien. Diese E-Mail"
        " wurde"
        " automatisch erstellt, bitte antworten Sie nicht darauf.",
    ),
    Case(
        "french, no field",
        "Subject: Réponse automatique : Your complaint\nFrom: Odile Garnier <o.garnier@mairie.example.net>",
        "Bonjour,\n\nJe suis absente du bureau jusqu'au 4 janvier. Pour toute urgence vous pouvez"
        " joindre le"
        " secrétariat au 01 99 00 12 34.\n\nCordialement",
    ),
    Case(
        "spanish, no field",
        "Subject: Respuesta automática: Your complaint\nFrom: Ines Roldán <iroldan@gestoria.example.net>",
        "Estoy fuera de la oficina hasta el 7 de enero. Responderé a su mensaje a mi regreso. En caso"
        " de urgencia"
        " escriba a recepcion@gestoria.example.net.",
    ),
    Case(
        "polish, no field",
        "Subject: Odpowiedź automatyczna: Your complaint\nFrom: Marta Wilk <m.wilk@biuro.example.net>",
        "Dzień dobry,\njestem na urlopie do 4 stycznia. W pilnych sprawach proszę o kontakt z biurem.",
    ),
    Case(
        "dutch, no field",
        "Subject: Automatisch antwoord: Your complaint\nFrom: Sanne Vos <s.vos@kantoor.example.net>",
        "Ik ben afwezig tot en met 4 januari. Bij dringende zaken kunt u contact opnemen met mijn collega.",
    ),
    Case(
        "italian, answer",
        "Subject: Risposta automatica: Your complaint\nFrom: Piera Lodi <p.lodi@studio.example.net>",
        "Sono fuori ufficio fino al 7 gennaio. Per urgenze scrivere a segreteria@studio.example.net.",
    ),
    Case(
        "welsh, both languages",
        "Subject: Ymateb awtomatig / Automatic reply\nFrom: Cyngor Dyffryn <gwybodaeth@dyffryn.example.org>",
        "Diolch am eich neges. Rydym wedi derbyn eich e-bost.\n\nThank you for your message. We have"
        " received your"
        " email and aim to reply within 10 days.",
    ),
    Case(
        "a challenge from a whitelist",
        "Subject: Please confirm your message to r.peverell\nFrom: r.peverell@example.net",
        "Your message to r.peverell has been held because you are not in my list of approved senders."
        " To have your"
        " message delivered, click the link below to prove that you are a"
        " person.\nhttps://allow.example.net/c/81ab",
    ),
    Case(
        "delivery receipt of a courier",
        "Subject: Your parcel has been delivered\nFrom: Swiftlane <noreply@swiftlane.example.com>\n"
        "Return-Path: <b-4471-998@bounces.swiftlane.example.com>",
        "Your parcel from CONEXUS was delivered and signed for by REECEPTION at 10:42. Not happy with"
        " our service?"
        " Tell us at swiftlane.example.com/feedback. Please do not reply to this email.",
        ("automatic", "list"),
    ),
    Case(
        "an invoice's notice",
        "Subject: Invoice INV-20931 is overdue\nFrom: Brightdesk Billing"
        " <billing-noreply@brightdesk.example.com>",
        "This is an automated reminder. Your payment of £48.00 failed and your account may be"
        " suspended. Please"
        " update your card. Do not reply to this message.",
    ),
    Case(
        "monitoring",
        "Subject: ** PROBLEM alert - web03/HTTP is CRITICAL **\nFrom: nagios@monitor.example.net\n"
        "Auto-Submitted: auto-generated",
        "Notification Type: PROBLEM\nService: HTTP\nHost: web03\nState: CRITICAL\nInfo: connection refused",
    ),
    Case(
        "a review site",
        "Subject: You have a new 1-star review\nFrom: StarRound <notifications@starround.example.com>\n"
        "List-Unsubscribe: <https://starround.example.com/u/9>",
        'A customer wrote: "They took my money and refused to give it back. I am disgusted."\n\nReply'
        " to the"
        " review: https://starround.example.com/r/1\nYou receive this email because you are registered"
        " as the owner"
        " of this page. Unsubscribe: https://starround.example.com/u/9",
        ("list", "automatic"),
    ),
    Case(
        "newsletter with a reader's letter, no list fields",
        "Subject: Credit Today: your weekly briefing\nFrom: Credit Briefing"
        " <newsletter@creditbriefing.example.com>\n"
        "X-Campaign-Id: 88",
        "View this email in your browser\n\nReader's letter: I was charged twice by my bank and nobody"
        " would give"
        " me my money back. You told me to complain, and I did.\n\nBook now for our conference.\nYou"
        " are receiving"
        " this email because you subscribed. Unsubscribe | Manage preferences\n© 2026 Credit Briefing Ltd",
        ("list",),
    ),
    Case(
        "webinar invitation",
        "Subject: Last chance: handling complaints under DISP\nFrom: Nadia at RegSkill"
        " <nadia@regskill.example.com>\n"
        "List-Unsubscribe: <mailto:u@regskill.example.com>",
        "Hi there,\n\nAre you frustrated with complaints piling up? We know how you feel. Join our"
        " webinar on"
        " Thursday, £49 for members. Over 400 firms have told us it was worth it.\n\nNadia\n\nIf you no"
        " longer wish"
        " to receive these emails, unsubscribe here.",
        ("list",),
    ),
    Case(
        "a seller who writes to every firm",
        "Subject: Re: quick question\nFrom: Brad Holloway <brad@leadspring.example.com>\n"
        "List-Unsubscribe: <https://leadspring.example.com/x/1>\nReturn-Path:"
        " <bounces+881-ab@leadspring.example.com>",
        "Hi team,\n\nI noticed that your complaints team is growing. We help firms like yours cut their"
        " backlog"
        " by 40%. Would you be open to a call next week?\n\nBrad\n\nTo unsubscribe click here:"
        " https://leadspring.example.com/u/1",
        ("list", "enquiry", "automatic"),
    ),
    Case(
        "voicemail",
        "Subject: New voicemail from 01632 960 771\nFrom: Phone System"
        " <voicemail-noreply@telephony.example.net>",
        "You have a new voice message (0:41) in mailbox 204. This is an automated message, please do"
        " not reply.",
    ),
    Case(
        "a scanner",
        "Subject: Scanned document from MFP-2F\nFrom: scanner@intranet.example.net\nAuto-Submitted:"
        " auto-generated",
        "This e-mail was sent automatically from MFP-2F. Scan date 3.12.2026. Do not reply to this address.",
    ),
    Case(
        "survey",
        "Subject: How did we do?\nFrom: Harrier Broadband <survey@mail.harrier.example.com>\n"
        "List-Unsubscribe: <mailto:s@mail.harrier.example.com>",
        "Tell us how satisfied you were with our service. Very unhappy 1 2 3 4 5 very happy. You"
        " received this"
        " email because you contacted us. Unsubscribe from surveys.",
        ("list", "automatic"),
    ),
)
