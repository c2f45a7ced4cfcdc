"""Whole messages as people write them: who writes, for whom, how to reach them, which numbers are ours."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from complaint_messages import PRACTICE, message

from mailbot.complaints.extract import Extract, extract
from mailbot.mail.message import Address, Zone


@dataclass(frozen=True)
class Hard:
    about: str
    display: str
    text: str
    name: str
    phones: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    address: str = ""
    references: tuple[str, ...] = ()
    role: str = ""
    for_name: str = ""
    subject: str = ""
    signature: str = ""
    kinds: tuple[str, ...] = field(default=())


HARD = (
    Hard(
        "the number he rang and the one that rang him are not his",
        "Tom Hale",
        "I rang your helpline on 03069 990 100 twice. Then somebody kept calling me from 0161 496 0199,\n"
        "and the number that rang my mother was 020 7946 0999. Ring me on 07700 900123 instead.\n\nTom Hale",
        "Tom Hale",
        ("+447700900123",),
    ),
    Hard(
        "a solicitor's and a doctor's numbers are not his",
        "Ada Obi",
        "My solicitor's phone is 01632 960111 and my GP surgery is on 01632 960222.\n"
        "My mobile is 07700 900321.",
        "Ada Obi",
        ("+447700900321",),
        kinds=("mobile",),
    ),
    Hard(
        "numbers side by side with their kinds",
        "",
        "Please put it right.\n\nYours faithfully\n\n\nJ. R. Hartley\n3 Mill Lane, Leeds LS8 9ZW\n"
        "Home 01632 960866  Mob 07700 900866 / Work: 0114 496 0866 ext 12\nFax 01632 960867",
        "J. R. Hartley",
        ("+441632960866", "+447700900866", "+441144960866"),
        ("LS8 9ZW",),
        "3 Mill Lane, Leeds LS8 9ZW",
        kinds=("home", "mobile", "work"),
    ),
    Hard(
        "an old address is not the current one",
        "Leo Abara",
        "I moved from 5 Old Street, Hexham NE46 9ZU to 61 Pipistrelle Drive, Northampton NN4 9ZE in May.\n"
        "Account CNX/356614.\n\nLeo",
        "Leo Abara",
        (),
        ("NN4 9ZE",),
        "61 Pipistrelle Drive, Northampton NN4 9ZE",
        ("CNX-356614",),
    ),
    Hard(
        "my old address was",
        "Pat Dunne",
        "My old address was 1 Quay Road, Whitby YO22 9ZB. I now live at Flat 2/1, 9 Corrie Street, Glasgow, "
        "G41 9ZL and your letters still go to Whitby.\n\nPat Dunne",
        "Pat Dunne",
        (),
        ("G41 9ZL",),
        "Flat 2/1, 9 Corrie Street, Glasgow G41 9ZL",
    ),
    Hard(
        "the firm's branch is nobody's home",
        "Jo Bell",
        "I went to your branch at 12 High Street, Leeds LS1 4ZZ "
        "and was sent away from your office at S3 9ZZ.\n\n"
        "Thanks - Jo\n\nJo Bell\n4 Elm Road\nDronfield\nS18 9ZX",
        "Jo Bell",
        (),
        ("S18 9ZX",),
        "4 Elm Road, Dronfield S18 9ZX",
    ),
    Hard(
        "a daughter with no signature writes from her mother's mailbox",
        "Joan Hale",
        "I am writing on behalf of my mother, Mrs Joan Hale, who is 84 and has no computer.\n\nSue Hale",
        "Sue Hale",
        role="family",
        for_name="Mrs Joan Hale",
    ),
    Hard(
        "an executor is not the deceased",
        "n.farrow",
        "Re: the late Miss Edith Farrow, account C N X 640255\n\nI am the executor of the estate of the late "
        "Edith Farrow. Stop writing to her.\n\nNigel Farrow",
        "Nigel Farrow",
        references=("CNX-640255",),
        role="executor",
        for_name="Edith Farrow",
    ),
    Hard(
        "a solicitor acts for a client, with both references",
        "Hale & Co Solicitors",
        "Our client: Mr David Lane\nOur ref: DL/2291-A\nYour ref: cnx 167742\n\nWe act for Mr Lane.\n\n"
        "Yours faithfully\n\nPriya Shah\nPartner\n"
        "Hale & Co Solicitors\n88 Limekiln Street, Birmingham B18 9ZE\n"
        "DX 12345 Birmingham\nTel 0121 496 0955",
        "Priya Shah",
        ("+441214960955",),
        ("B18 9ZE",),
        "88 Limekiln Street, Birmingham B18 9ZE",
        ("CNX-167742", "DL/2291-A"),
        role="professional",
        for_name="Mr David Lane",
    ),
    Hard(
        "a member of parliament's caseworker",
        "Ellie Marsh",
        "My constituent, Ms Amy Reed, has asked for help.\n\nBest wishes\n"
        "Ellie Marsh\nOffice of Dr Rowan Pike MP",
        "Ellie Marsh",
        role="parliamentary",
        for_name="Ms Amy Reed",
    ),
    Hard(
        "an attorney who has been appointed",
        "Paul Reed",
        "I've been appointed deputy for my brother Simon Reed. customer number: 2048 1163\n\nP Reed",
        "Paul Reed",
        references=("FLX20481163",),
        role="attorney",
        for_name="Simon Reed",
    ),
    Hard(
        "somebody who calls on behalf of a bank represents nobody",
        "Kim Ng",
        "A man rang me on behalf of Example Bank about a debt I do not owe.\n\nKim Ng",
        "Kim Ng",
    ),
    Hard(
        "joint names under the letter",
        "Jane Okafor",
        "We were charged twice.\n\nKind regards\nJane and Tom Okafor\nTel. 01632 960421 (evenings)",
        "Jane and Tom Okafor",
        ("+441632960421",),
        kinds=("home",),
    ),
    Hard(
        "two people of one name sign one below the other",
        "",
        "We were charged twice.\n\nYours sincerely\n\nHelen Wierzbicki\nTom Wierzbicki",
        "Helen Wierzbicki and Tom Wierzbicki",
    ),
    Hard(
        "a web form",
        "Website Form",
        "First name: Ada\nSurname: O'Brien-Obi\nEmail: ada@example.net\nTelephone: 07700900555\n"
        "Address: 14 Larkspur Close, Dronfield\nPostcode: s18 9zx\nAccount number: 204418\n"
        "Message: no refund yet",
        "Ada O'Brien-Obi",
        ("+447700900555",),
        ("S18 9ZX",),
        "14 Larkspur Close, Dronfield S18 9ZX",
        ("CNX-204418",),
    ),
    Hard(
        "dictated to a telephone",
        "wayne o",
        "hi its about my account its C N X dash 20 44 18 i want someone to ring me on 0 7700 900 271 thanks",
        "wayne o",
        ("+447700900271",),
        references=("CNX-204418",),
    ),
    Hard(
        "letters for digits, only where the pattern leaves no doubt",
        "Mei Lin",
        "My account is CNX-2O44I8 and my mobile is O7700 900161.",
        "Mei Lin",
        ("+447700900161",),
        references=("CNX-204418",),
        kinds=("mobile",),
    ),
    Hard(
        "bank details are no reference and no telephone",
        "Sam Roe",
        "Refund it to sort code 12-34-56 account 41092837, or IBAN GB29 NWBK 6016 1331 9268 19.\n"
        "I paid £1,250.00 on 12-10-26. NI number QQ 12 34 56 C.\n\nSam Roe",
        "Sam Roe",
    ),
    Hard(
        "a reference inside a link or an address names nothing",
        "Sam Roe",
        "See https://shop.example.com/order?ref=88271662 and write to ref=7781234@example.net.\n\nSam Roe",
        "Sam Roe",
    ),
    Hard(
        "digits of an account without its letters, behind a label",
        "Sam Roe",
        "my account number is 204418 and it was closed on 12 May 2026",
        "Sam Roe",
        references=("CNX-204418",),
    ),
    Hard(
        "a label in one table cell and the number in the next",
        "Sam Roe",
        "Agreement number\tTotal\n\nCustomer ID\t99-1882-A\n\nSam Roe",
        "Sam Roe",
        references=("99-1882-A",),
    ),
    Hard(
        "an American signature",
        "Nell Brook",
        "You have closed my account.\n\nThanks,\n\nNell Brook\nOrganiser\n(202) 555-0161 (office)\n"
        "202.555.0106 cell\n202-555-0190 fax",
        "Nell Brook",
        ("+12025550161", "+12025550106"),
        kinds=("work", "mobile"),
    ),
    Hard(
        "American punctuation in a reference is no telephone",
        "Nell Brook",
        "My reference is 202-555-0161 as your letter says.\n\nNell",
        "Nell Brook",
        references=("202-555-0161",),
    ),
    Hard(
        "foreign numbers with their country",
        "Niamh Kelly",
        "Ring me on +353 1 496 0123 or 00353 87 123 4567, or +44 (0) 7700 900 118.\n\nNiamh Kelly",
        "Niamh Kelly",
        ("+35314960123", "+353871234567", "+447700900118"),
    ),
    Hard(
        "capitals stay as typed",
        "GREAVES, PAULINE",
        "PUT IT RIGHT.\n\nMRS P GREAVES\n6 HERONS FOOT\nNEWCASTLE UPON TYNE\nNE4 9ZS\nTEL 07700 900299",
        "PAULINE GREAVES",
        ("+447700900299",),
        ("NE4 9ZS",),
        "6 HERONS FOOT, NEWCASTLE UPON TYNE NE4 9ZS",
    ),
    Hard(
        "names outside the Latin script",
        "Ivan Petrov",
        "Верните деньги, CNX-118305.\n\nС уважением,\nИван Петров",
        "Иван Петров",
        references=("CNX-118305",),
    ),
    Hard(
        "a name, an address and a telephone on one line",
        "",
        "Please answer.\n\nRegards\nJane Hale, 4 Elm Road, Leeds LS8 9ZW, 07700 900118",
        "Jane Hale",
        ("+447700900118",),
        ("LS8 9ZW",),
        "4 Elm Road, Leeds LS8 9ZW",
    ),
    Hard(
        "a telephone's device and a service's footer are no names",
        "Jane's iPad",
        "Nobody answers me.\n\nJane Hale\n\nSent from my iPad",
        "Jane Hale",
    ),
    Hard(
        "an address over several lines with a house name, a flat and a county",
        "Rhys ap Gruffydd",
        "Diolch,\nRhys ap Gruffydd\nFlat 3\nTŷ Celyn\n3 Lôn y Felin\nBangor\nGwynedd\nLL57 9ZT",
        "Rhys ap Gruffydd",
        (),
        ("LL57 9ZT",),
        "Flat 3, Tŷ Celyn, 3 Lôn y Felin, Bangor, Gwynedd LL57 9ZT",
    ),
    Hard(
        "forces, islands and care of",
        "Cpl A Moss",
        "Write to me at c/o 22 Signals, Gibraltar Barracks, BFPO 58\n\nA Moss",
        "Cpl A Moss",
        (),
        ("BFPO 58",),
        "22 Signals, Gibraltar Barracks BFPO 58",
    ),
    Hard(
        "a signature below the line",
        "J. Tilbrook",
        "Answer me.",
        "Dr Frances Jean Tilbrook",
        ("+442079460781",),
        ("SE23 9ZR",),
        "22 Rookery Walk, London SE23 9ZR",
        signature="Dr Frances Jean Tilbrook\n22 Rookery Walk, London SE23 9ZR\n020 7946 0781",
    ),
)


def reading(hard: Hard) -> Extract:
    return extract(
        message(
            hard.text,
            subject=hard.subject,
            authors=(Address(hard.display, "someone@example.org"),),
            zones=[(Zone.SIGNATURE, hard.signature)] if hard.signature else [],
        ),
        PRACTICE,
    )


@pytest.mark.parametrize("hard", HARD, ids=lambda hard: hard.about)
def test_a_hard_message_is_read_as_a_careful_handler_would(hard: Hard) -> None:
    found = reading(hard)
    contact = found.contact
    assert contact.name == hard.name
    assert (contact.phones, contact.postcodes) == (hard.phones, hard.postcodes)
    assert contact.postal_address == hard.address
    assert {reference.value for reference in found.references} == set(hard.references)
    role = (found.representative.role, found.representative.for_name) if found.representative else ("", "")
    assert role == (hard.role, hard.for_name)
    if hard.kinds:
        assert contact.phone_kinds == hard.kinds
