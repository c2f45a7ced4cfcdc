"""Shorter messages of persons who look like machines: the header, the body, whether it is answered."""

from __future__ import annotations

BRIEF_PERSONS: tuple[tuple[str, str, bool], ...] = (
    (
        "Subject: Automatic payment",
        "You have set up an automatic payment that I did not ask for. £30 has gone from my"
        " bank. Cancel it.\n\nRowan",
        True,
    ),
    (
        "Subject: Out of office? Out of order",
        "Every time I write I get an out of office. Is anybody ever in? I have been trying"
        " since September to get my deposit back.\n\nRowan",
        True,
    ),
    (
        "Subject: Re: Automatic reply: my complaint",
        "I don't want another automatic reply. I want a person. My card has been blocked for"
        " two weeks and nobody will tell me why.",
        True,
    ),
    (
        "Subject: FW: Your statement is ready\nFrom: Rowan Ashdown <r.ashdown@example.net>",
        "See below. This is not my statement, it has another woman's name and address on it."
        " That is a data breach.\n\nRowan\n\n-----Original Message-----\nFrom: Flux"
        " <no-reply@flux.example.com>\nSent: 2 December 2026\nTo: Rowan\nSubject: Your"
        " statement is ready\n\nDear Mrs Pell, your statement is ready. Please do not reply to"
        " this email. Unsubscribe",
        True,
    ),
    (
        "Subject: I am away from home",
        "I am away working on a rig until 20 December and can't take calls. Your people ring"
        " my wife five times a day about a loan that isn't hers. Make it stop.",
        True,
    ),
    (
        "Subject: Not in the office",
        "I wasn't in the office when your man called, and he told my whole team that I owed"
        " money. I'm mortified.",
        True,
    ),
    (
        "Subject: Holiday",
        "My holiday was ruined because my card was declined in Spain even though I told you"
        " the dates. No one answered the emergency number.",
        True,
    ),
    (
        "Subject: Complaint\nX-Auto-Response-Suppress: DR, RN, NRN, OOF\nX-MS-Has-Attach:",
        "You took £84.20 twice. Please give it back. Rowan",
        True,
    ),
    (
        "Subject: Complaint\nFrom: Rowan via Contact Form"
        " <wordpress@ashdown.example.net>\nReply-To: r.ashdown@example.net\nReturn-Path:"
        " <wordpress@ashdown.example.net>\nX-Mailer: WPMailSMTP",
        "You took £84.20 twice from me and I would like it back.",
        True,
    ),
    (
        "Subject: Urgent help needed\nList-Unsubscribe: <mailto:u@charity.example.org>\nFrom:"
        " Debt Help Team <team@charity.example.org>\nReturn-Path: <bounces+1@charity.example.org>",
        "Dear Conexus\n\nOur client Joan Petty has asked us to write. She has no money left"
        " after rent. Your agents visited her home on Sunday and frightened her. Please hold"
        " all action.\n\nDebt Help Team",
        True,
    ),
    (
        "Subject: Complaint re: overdraft\nList-Unsubscribe: <https://gw.example.com/u>",
        "Hello. The overdraft fee of £35 is unfair as it was your system that went down."
        " Refund it or I go to the ombudsman.\n\nSylvia Gant",
        True,
    ),
    (
        "Subject: no subject\nReturn-Path: <>",
        "Hello, I am Ernest Boddy, I have sent three letters and you still owe me £20. My"
        " grandson set this email up.",
        False,
    ),
    (
        "Subject: Test",
        "Thank you for your email. I have received your letter too. Neither answers what I"
        " asked, which is where my £500 went.",
        True,
    ),
    (
        "Subject: Ticket 4471 still open",
        "Ticket 4471 has been open for 3 months. Every week I'm told it's been escalated. I'm owed £212.",
        True,
    ),
    (
        "Subject: We have received your final response",
        "We have received your final response letter and we do not agree with it. You say"
        " that my husband signed the agreement. He was in hospital that day.",
        True,
    ),
    (
        "Subject: complaint\nX-Mailer: PHPMailer 6\nReturn-Path:"
        " <noreply@claimsco.example.com>\nFrom: Claims Co <casework@claimsco.example.com>",
        "Our client: Mr T Moss. Your ref CNX-330184. Our client was sold insurance he never"
        " asked for. We expect your final response within 8 weeks.",
        True,
    ),
    (
        "Subject: Chargeback\nFrom: Otis Bell <otis@bellsound.example.com>\nFeedback-ID:"
        " 1:2:3:gw\nX-Mailgun-Sid: abc\nReturn-Path:"
        " <bounce+a1b2.c3-complaints=conexus.example.com@mg.bellsound.example.com>",
        "Hi, you've taken a chargeback of £450 out of our account although we sent you the"
        " proof of delivery twice. We want it reversed.",
        True,
    ),
    (
        "Subject: Beschwerde\nList-Unsubscribe: <mailto:u@gw.example.net>",
        "Sie haben mein Konto CNX-330184 gesperrt und niemand antwortet. Ich möchte mein"
        " Geld zurück. Karl Otto",
        True,
    ),
    (
        "Subject: Réclamation\nFrom: Odile <odile@example.net>",
        "Je suis absente de France depuis mars et vous avez prélevé 40 € deux fois. Remboursez-moi.",
        True,
    ),
    (
        "Subject: I unsubscribed\nFrom: Rowan <r.ashdown@example.net>",
        "I keep getting your marketing. Here is one:\n\nBig news! Borrow up to £5,000 today."
        " You are receiving this email because you are a valued customer. View in browser."
        " Unsubscribe here. © Flux 2026. All rights reserved.\n\nI am in a debt management"
        " plan. Please stop.",
        True,
    ),
    (
        "Subject: Complaint\nFrom: Edna Frith <edna.frith@example.net>\nPrecedence: bulk\nX-Mailer: ISPMail",
        "Dear Sirs, you have charged me £12 for a letter. I never got the letter. Edna Frith (Mrs)",
        False,
    ),
    (
        "Subject: [ResidentsAssoc] Conexus meter payments\nList-Id: residents"
        " <residents.lists.example.org>\nReturn-Path:"
        " <residents-bounces+x=y.example@lists.example.org>\nTo:"
        " complaints@conexus.example.com\nCc: residents@lists.example.org",
        "Dear Conexus, I was cut off on Sunday although I had paid £40. Your helpline hung"
        " up on me. I want compensation. Jo Pratt",
        False,
    ),
    (
        "Subject: Re: Re: Re: [Ticket#881] Complaint",
        "Still nothing!! You people said 5 working days. It has been 30. My wages went into that account.",
        True,
    ),
    (
        "Subject: out of the office message\nFrom: Lorna Keane <lorna@example.net>",
        "I got your out of office message for Mr Dunne again. He promised to ring me on the"
        " 4th about my mother's loan. Nobody rang.",
        True,
    ),
    (
        "Subject: On maternity leave and being chased",
        "I'm on maternity leave and my income has halved. Your collectors text me daily"
        " although I filled in your form in October. I feel harassed.",
        True,
    ),
    (
        "Subject: sick leave",
        "I have been off sick since August. I asked for a payment break and you said no"
        " without looking at my bank statements.",
        True,
    ),
    (
        "Subject: noreply\nFrom: Vera <vera@example.net>",
        "All your emails come from noreply so I am sending this to the only address I could"
        " find. Close my account and give me the £17.40.",
        True,
    ),
    (
        "Subject: Complaint\nX-Autoreply: no\nX-Loop: gmx",
        "You sold me insurance I could never claim on. I'd like my premiums back. D. Orton",
        True,
    ),
    (
        "Subject: Fwd: Delivery Status Notification (Failure)",
        "I tried the address in your letter and it bounced, see below. So here it is again:"
        " you have put a default on my file by mistake.\n\n---------- Forwarded message"
        " ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@example.com>\nSubject:"
        " Delivery Status Notification (Failure)\n\nAddress not found",
        True,
    ),
    (
        "Subject: Fw: Newsletter\nList-Unsubscribe: <mailto:u@x.example.net>",
        "Take me off your list. I have asked four times. It is against the law.",
        True,
    ),
    (
        "Subject: Complaint from Harbour Advice\nX-Auto-Response-Suppress:"
        " All\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
        "I act for Mrs Ida Knox. She has paid you £5 a month since 2019, and you have now"
        " sent the debt to a bailiff. Please recall it.",
        False,
    ),
    (
        "Subject: Complaint sent by our app\nFrom: Resolve"
        " <cases@resolve.example.com>\nReply-To: Ian Moss <ian.moss@example.net>\nReturn-Path:"
        " <bounces+22-x@mail.resolve.example.com>\nList-Unsubscribe:"
        " <https://resolve.example.com/u>\nX-SG-EID: x",
        "Ian Moss has asked Resolve to send you this complaint.\n\nI bought a phone on finance"
        " and it never came. You still take £31 a month. I want the agreement cancelled and"
        " £93 refunded.\n\nIan Moss\n\nSent with Resolve. Manage preferences | Unsubscribe",
        True,
    ),
    (
        "Subject: Re: Thank you for contacting Flux",
        "You thanked me and did nothing. Reverse the £60.",
        True,
    ),
    (
        "Subject: Thank you for contacting me",
        "Thank you for contacting me about the arrears. I do not recognise them. I have"
        " never lived at that address.",
        True,
    ),
    (
        "Subject: test email please ignore",
        "Actually don't ignore. Your app logs me out every time and I can't see my balance.",
        True,
    ),
    (
        "Subject: Complaint\nFrom: Postmaster <postmaster@tinyshop.example.net>",
        "You charged the shop twice for October. I run the place and the email too. Please refund us.",
        False,
    ),
    (
        "Subject: complaint\nFrom: webmaster@tinyshop.example.net",
        "You charged the shop twice for October. I run the place and the email too. Please refund us.",
        True,
    ),
)
