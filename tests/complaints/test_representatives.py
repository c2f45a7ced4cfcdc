"""Who writes for whom, only where the words say so."""

from __future__ import annotations

import pytest

from mailbot.complaints.contact.representatives import find_representative


@pytest.mark.parametrize(
    ("text", "role", "for_name"),
    [
        ("I am writing on behalf of my mother Mrs Joan Hale, who is 84.", "family", "Mrs Joan Hale"),
        ("I write on behalf of my 82 year old father, Mr Vera Stone", "family", "Mr Vera Stone"),
        ("I am complaining for my husband", "family", ""),
        ("I'm emailing on my wife's behalf", "family", ""),
        ("this is Tom Hale writing for my dad Bill Hale", "family", "Bill Hale"),
        ("I hold LPA for my mum, Joan Hale", "attorney", "Joan Hale"),
        ("On behalf of my father, Mr R Ashdown: I hold power of attorney", "attorney", "Mr R Ashdown"),
        ("I've been appointed deputy for my brother Paul Reed", "attorney", "Paul Reed"),
        ("As his attorney I ask you to stop", "attorney", ""),
        (
            "I am an executor of the estate of my late aunt, Miss E Farrow, who died",
            "executor",
            "Miss E Farrow",
        ),
        ("As executor of Mr J Hale (deceased) I ask", "executor", "Mr J Hale"),
        ("I am the executor of the late Joseph Hale. Stop writing.", "executor", "Joseph Hale"),
        ("I am dealing with my late father's estate", "executor", ""),
        ("We act for Ms Holloway and attach her authority", "professional", "Ms Holloway"),
        ("Our client: Ms Tracey Holloway", "professional", "Ms Tracey Holloway"),
        ("We act on behalf of our client Mr Sam Doe", "professional", "Mr Sam Doe"),
        ("We are instructed by Mr A Khan", "professional", "Mr A Khan"),
        ("My constituent, Mr David Lane, wrote to me", "parliamentary", "Mr David Lane"),
        ("I am the carer for Mrs Jean Potts", "carer", "Mrs Jean Potts"),
        ("I am acting as appointee for Ms Reed", "carer", "Ms Reed"),
        ("I am interpreting for Mr Nguyen", "carer", "Mr Nguyen"),
        ("Complaint on behalf of Mr and Mrs T Khan", "representative", "Mr and Mrs T Khan"),
        ("I write on behalf of my friend and neighbour, Mrs E Brand", "representative", "Mrs E Brand"),
    ],
)
def test_a_representative_is_known_by_his_words(text: str, role: str, for_name: str) -> None:
    found = find_representative([text])
    assert found is not None
    assert (found.role, found.for_name) == (role, for_name)
    assert found.phrase.split()[0] in text


@pytest.mark.parametrize(
    "text",
    [
        "Your agent called on behalf of the bank",
        "a man rang me on behalf of Example Recoveries",
        "you are collecting on behalf of a telephone company",
        "I complain on behalf of myself and my wife",
        "I am writing about my mother's account",
        "my solicitor will act for me",
        "My carer is worried",
        "She gave me power of attorney",
        "My wife and I are writing to complain",
        "The executors were told",
        "I told her executor to write",
        "I called on my mother",
        "You act for the gas company",
    ],
)
def test_whoever_speaks_for_himself_represents_nobody(text: str) -> None:
    assert find_representative([text]) is None


def test_the_surest_way_to_say_it_decides_and_the_name_may_stand_elsewhere() -> None:
    found = find_representative(
        ["For my aunt", "I am her executor. I write on behalf of my aunt Miss E Farrow."]
    )
    assert found is not None
    assert (found.role, found.for_name) == ("executor", "Miss E Farrow")
