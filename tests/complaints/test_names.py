"""Names: under the letter, in a form, stated, or on the envelope; as typed."""

from __future__ import annotations

import pytest

from mailbot.complaints.contact.name_shape import alike, is_company, is_initials_of, looks_like_name
from mailbot.complaints.contact.names import find_name, tidy_display_name


@pytest.mark.parametrize(
    ("text", "display", "name"),
    [
        ("x\n\nKind regards,\nMr & Mrs J Smith", "", "Mr & Mrs J Smith"),
        ("x\n\nJane and Tom Okafor", "Jane Okafor", "Jane and Tom Okafor"),
        ("x\n\nRegards, Jane", "Jane Hale", "Jane Hale"),
        ("x\n\nThanks - Jo", "Jo Bell", "Jo Bell"),
        ("x\n\nThanks - Jo", "", "Jo"),
        ("x\n\nYours faithfully\n\n\n\nJ. R. Hartley", "", "J. R. Hartley"),
        ("x\n\nYours faithfully\n\n[signature]\n\nJOHN HARTLEY", "jh@example.org", "JOHN HARTLEY"),
        ("x\n\nYours sincerely,\n\n___________\nMary O'Hara-Quinn", "", "Mary O'Hara-Quinn"),
        ("First name: Ada\nSurname: Obi\nMessage: hi", "Website Form", "Ada Obi"),
        ("First name: Ada\nLast name: Obi\nMessage: hi", "", "Ada Obi"),
        ("Full name: Ada Obi\nEmail: a@b", "noreply", "Ada Obi"),
        ("Customer name - Ada Obi", "", "Ada Obi"),
        ("Name\nAda Obi\nEmail\na@example.org", "Contact form", "Ada Obi"),
        ("I am Ada Obi and I want my money", "", "Ada Obi"),
        ("Hello, this is Ada Obi from Leeds.", "", "Ada Obi"),
        ("hi its wayne here", "wayne o", "wayne o"),
        ("This is ridiculous. I am Disgusted with You", "", ""),
        ("x\n\nRegards\nJane Hale, 4 Elm Road, Leeds LS8 9ZW", "", "Jane Hale"),
        ("x\n\nRegards\nJane Hale 07700 900118", "", "Jane Hale"),
        ("x\n\nJane Hale DOB 12/3/1970", "Jane", "Jane Hale"),
        ("x\n\nJane Hale (account CNX-204418)", "Jane", "Jane Hale"),
        ("x\n\nOn behalf of my late father Joseph Hale\n\nRegards\nSue Hale", "S Hale", "Sue Hale"),
        ("I am writing about my mother, Mrs Joan Hale.", "Sue Hale", "Sue Hale"),
        ("x\n\nBest wishes\n王小明", "", "王小明"),
        ("x", "王小明", "王小明"),
        ("x\n\nС уважением,\nИван Петров", "Ivan Petrov", "Иван Петров"),
        ("x\n\nSent from my iPhone", "Jane's iPad", ""),
        ("x", "Jane Doe via Contact Us", "Jane Doe"),
        ("x", "'Jane Doe'", "Jane Doe"),
        ("x", "jane.doe", "jane.doe"),
        ("x", "JANE DOE", "JANE DOE"),
        ("x", "Doe, Jane Mrs", "Mrs Jane Doe"),
        ("x", "DOE Jane", "DOE Jane"),
        ("x", "Doe, Jane (Leeds)", "Jane Doe"),
        ("x", "Mail", ""),
        ("x", "Smith Plumbing Ltd", "Smith Plumbing Ltd"),
        ("x\n\nRegards\nTom Smith\nDirector\nSmith Plumbing Ltd", "Smith Plumbing Ltd", "Tom Smith"),
        ("x\n\nMany thanks for reading\n\nPhil van der Berg", "", "Phil van der Berg"),
        ("x\n\nThank you\nM", "Maria Costa", "Maria Costa"),
        ("x\n\nThanks,\nM Costa", "Maria Costa", "Maria Costa"),
        ("x\n\nYours in disgust\nMr P Dunne", "", "Mr P Dunne"),
        ("x\n\nyours angrily, Pat Dunne", "", "Pat Dunne"),
        ("x\n\nWaiting for your reply\nPat Dunne", "pat", "Pat Dunne"),
        ("x\n\nP Dunne (Mr)", "pat@example.org", "P Dunne"),
        ("x\n\nNgozi Okonjo", "n.okonjo@example.org", "Ngozi Okonjo"),
        ("Dear Sir\n\nFrom: Pat Dunne\n4 Elm Rd\n\nx", "", "Pat Dunne"),
        ("x\n\nSigned: Pat Dunne", "", "Pat Dunne"),
        ("x\n\nRegards\n\nPat", "Pat", "Pat"),
        ("x\n\n-Pat", "Pat Dunne", "Pat Dunne"),
        ("x\n\n- Pat Dunne", "", "Pat Dunne"),
        ("x\n\nKind Regards,\nSarah\nSarah Blunt BSc (Hons)", "Sarah", "Sarah Blunt"),
        ("My name's Pat Dunne, I", "", "Pat Dunne"),
        ("my name is pat dunne and i want", "", "pat dunne"),
        ("To Mr Sam Ogilvie\n\nx\n\nRegards", "", ""),
        ("x\n\nThank You", "Ada Obi", "Ada Obi"),
        ("x\n\nCheers\nDave x", "David Roe", "David Roe"),
        ("x\n\nHope to hear from you soon\n\nDave Roe\nSent from Outlook for iOS", "", "Dave Roe"),
        ("x\n\nRegards\nThe Okafor Family", "Okafor", "The Okafor Family"),
        ("x\n\nRegards\n\nA N Other on behalf of Jane Hale", "", "A N Other"),
        ("x\n\np.p. Jane Hale\nTom Hale", "Tom Hale", "Tom Hale"),
        ("x\n\nRegards\n*Jane Hale*", "", "Jane Hale"),
        ("x\n\nLove from\nNan", "", "Nan"),
        ("x\n\nYours faithfully,\nMs. D. O'Neill-Byrne LLB", "", "Ms. D. O'Neill-Byrne"),
        ("x\n\nJane Hale\nTom Hale", "Jane Hale", "Jane Hale"),
        ("x\n\nYours\n\nJane Hale\nTom Hale", "", "Jane Hale and Tom Hale"),
        ("x\n\nDiolch,\nRhys ap Gruffydd", "", "Rhys ap Gruffydd"),
        ("x\n\nMany Thanks & Regards\nJane Hale", "", "Jane Hale"),
        ("x\n\nRegards\nJane Hale\nGet Outlook for Android", "", "Jane Hale"),
        ("x\n\nYours truly Jane Hale", "", "Jane Hale"),
        ("x\n\nJ.", "Jane Hale", "Jane Hale"),
        (
            "x\n\nSincerely.\n\nMrs. Elizabeth Anne Fitzgerald-Mountjoy",
            "",
            "Mrs. Elizabeth Anne Fitzgerald-Mountjoy",
        ),
    ],
)
def test_a_name_is_found_where_people_put_it(text: str, display: str, name: str) -> None:
    assert find_name(text, display) == name


def test_whoever_writes_from_the_mailbox_of_the_person_he_writes_for_is_himself() -> None:
    text = "I write on behalf of Mrs Joan Hale.\n\nSue"
    assert find_name(text, "Joan Hale", represented="Mrs Joan Hale") == "Sue"
    assert find_name("I write for her.", "Joan Hale", represented="Mrs Joan Hale") == "Joan Hale"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bev Stott", "Beverley Stott", True),
        ("Bob Smith", "Robert Smith", True),
        ("Mr S J Cotterill", "Stephen Cotterill", True),
        ("Dave", "David Roe", True),
        ("Mr and Mrs T Okafor", "Tom & Helen Okafor", True),
        ("Jane Hale", "Tom Hale", False),
        ("T Hale", "Jane Hale", False),
        ("Sue", "P Jones", False),
    ],
)
def test_two_ways_to_write_a_name_are_told_from_two_people(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


@pytest.mark.parametrize(
    "line",
    [
        "Thank you for your help",
        "14 Larkspur Close",
        "Very unhappy customer",
        "Finance Director",
        "Sent from Outlook",
        "Elm Close",
        "",
    ],
)
def test_other_lines_of_a_letter_are_no_names(line: str) -> None:
    assert not looks_like_name(line)


@pytest.mark.parametrize("line", ["Mr David Lane", "June Carter", "J. R. Hartley", "The Okafor Family"])
def test_names_that_are_also_words_are_names(line: str) -> None:
    assert looks_like_name(line)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("O'Neill, Siobhán", "Siobhán O'Neill"),
        ("'Jane Doe' via Complaints", "Jane Doe"),
        ("Jane's iPhone", ""),
        ("user1234", ""),
        ("Contact Form", ""),
        ("Jane Doe (Leeds)", "Jane Doe"),
        ("Smith, Jones & Co, Solicitors", "Smith, Jones & Co, Solicitors"),
    ],
)
def test_a_display_name_is_tidied_and_turned_round(typed: str, tidy: str) -> None:
    assert tidy_display_name(typed) == tidy


def test_a_company_and_initials_are_known() -> None:
    assert is_company("Hale & Co Solicitors")
    assert not is_company("Hale Berry")
    assert is_initials_of("JH", "Jane Hale")
    assert not is_initials_of("Jo", "Maria Costa")


PROSE = "You have taken money from my account twice and nobody has answered a letter of mine.\n"


@pytest.mark.parametrize(
    ("text", "display", "name"),
    [
        ("\nMohammed Aslam\n14 Tredegar Rise", "Nasreen Aslam", "Mohammed Aslam"),
        ("\nTom Hale", "Jane Hale", "Tom Hale"),
        ("\nTom Brown\n07700 900118", "Jane Hale", "Tom Brown"),
        ("\nTom Brown", "Jane Hale", "Jane Hale"),
        ("\nMilton Keynes", "Jane Hale", "Jane Hale"),
        ("\nGod Bless", "Jane Hale", "Jane Hale"),
        ("\nFoxglove Money Advice\n14 Elm Road", "Jane Hale", "Jane Hale"),
        ("cc:\n\nTom Brown\n14 Elm Road", "Jane Hale", "Jane Hale"),
        ("Regards\nMo", "Nasreen Aslam", "Nasreen Aslam"),
        ("I write from my wifes email.\n\nRegards\nMo", "Nasreen Aslam", "Mo"),
        ("My husband Leonard died in May.\n\nRegards\nNoreen", "Leonard Roe", "Noreen"),
        ("My husband Leonard died in May.\n\nNoreen", "Leonard Roe", "Noreen"),
        ("My late husband Leonard banked here.\n\nNoreen Roe", "Leonard Roe", "Noreen Roe"),
        ("Regards\nVicky", "Wei Zhang", "Wei Zhang"),
        ("Regards\nSukhwinder Kaur (Mrs)\n14 Elm Rd", "Gurpreet Singh", "Sukhwinder Kaur"),
        ("cheers dave", "D Roe", "D Roe"),
        ("Is mise le meas\nSiobhán Ní Bhriain", "", "Siobhán Ní Bhriain"),
        ("Cofion gorau\nRhys ap Dafydd", "", "Rhys ap Dafydd"),
        ("Regards\nDr. A. P. J. Abdul Kalam", "", "Dr. A. P. J. Abdul Kalam"),
        ("Yours faithfully\nMr T Marlow A1234BC\nHMP Leeds", "", "Mr T Marlow"),
        ("Its Dave Roe here", "", "Dave Roe"),
        ("this is mrs patel from leeds", "", "mrs patel"),
        ("I, Jane Mary Hale, wish to complain", "", "Jane Mary Hale"),
        ("my names jane hale", "", "jane hale"),
        ("My name's not on it", "", ""),
        ("Account holder: Jane Hale", "", "Jane Hale"),
        ("xx Chloe B", "Chloe", "Chloe B"),
    ],
)
def test_a_full_name_under_the_letter_outweighs_the_mailbox_it_comes_from(
    text: str, display: str, name: str
) -> None:
    assert find_name(PROSE + text, display) == name


@pytest.mark.parametrize(
    ("text", "display_name", "name"),
    [
        (
            "x\n\nRegards,\n\nHamish Dunn\n\nHamish Dunn BSc MRICS\nDunn Surveying",
            "Hamish Dunn",
            "Hamish Dunn",
        ),
        ("x\n\nRegards,\nTom Vale CEng MIMechE", "", "Tom Vale"),
        ("x\n\nRegards,\nDr Tom Vale MBChB MRCGP", "", "Dr Tom Vale"),
        ("x\n\nRegards,\nSiew Lin Ma", "", "Siew Lin Ma"),
        ("x\n\nRegards,\nJean Paul DUPONT", "", "Jean Paul DUPONT"),
        ("x.\n\nNia Pugh\nHill Lettings\n5 Bute Arcade, Cardiff", "Hill Lettings Support", "Nia Pugh"),
        ("x.\n\nNia Pugh\nOffice Manager", "Hill Helpdesk", "Nia Pugh"),
        ("x.\n\nThanks\nNia\nHill Lettings", "Hill Lettings Team", "Nia"),
        ("x", "Hill Lettings Support", "Hill Lettings Support"),
        ("x\n\nKind regards / Mit freundlichen Grüßen\n\nBerna Quill\nOffice Manager", "", "Berna Quill"),
        ("x\n\nWith kind regards - Met vriendelijke groet,\nBerna Quill", "", "Berna Quill"),
        ("x\n\nBest wishes from\nBerna Quill", "", "Berna Quill"),
        ("Hello, Berna Quill here. You have lost my papers.", "", "Berna Quill"),
        ("Complaint from Berna Quill, 4 Elm Row\n\nYou have lost my papers.", "", "Berna Quill"),
    ],
)
def test_letters_after_a_name_role_accounts_and_closings_in_two_languages(
    text: str, display_name: str, name: str
) -> None:
    assert find_name(text, display_name) == name
