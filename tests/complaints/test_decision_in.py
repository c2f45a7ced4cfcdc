"""How people say what was decided."""

from __future__ import annotations

import pytest

from mailbot.complaints.decision_in import decision_in
from mailbot.complaints.wording import words_of


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("upheld", "I uphold your complaint."),
        ("upheld", "I am upholding your complaint."),
        ("upheld", "We're upholding your complaint."),
        ("upheld", "We have upheld your complaint in full."),
        ("upheld", "After careful review, I have decided to uphold your complaint."),
        ("upheld", "Your complaint has been upheld."),
        ("upheld", "My decision is to uphold your complaint."),
        ("upheld", "Our decision: your complaint is upheld."),
        (
            "upheld",
            "For these reasons we have, having considered it all, concluded that we uphold your complaint.",
        ),
        ("rejected", "I'm not upholding your complaint."),
        ("rejected", "I am sorry to say that I am unable to uphold your complaint."),
        ("rejected", "We have not upheld your complaint."),
        ("rejected", "Your complaint has not been upheld."),
        ("rejected", "I have decided not to uphold your complaint."),
        ("rejected", "I don't uphold your complaint."),
        ("rejected", "We can't uphold your complaint."),
        ("rejected", "We are rejecting your complaint."),
        ("rejected", "I reject your complaint."),
        ("rejected", "We have decided to reject your complaint."),
        ("rejected", "We do not think we can uphold your complaint."),
        ("rejected", "I see no reason to uphold your complaint."),
        ("rejected", "There are no grounds on which we could uphold your complaint."),
        ("rejected", "We do not accept your complaint."),
        ("rejected", "On this occasion, we won't be upholding your complaint."),
        ("partly", "I'm partially upholding your complaint."),
        ("partly", "We have partially upheld your complaint."),
        ("partly", "Your complaint has been partly upheld."),
        ("partly", "We uphold your complaint in part: the fee was wrong."),
        ("partly", "I uphold your complaint about the fee. I do not uphold your complaint about the delay."),
        (
            "partly",
            "We have upheld your complaint about the fee, but we have not upheld the part about the delay.",
        ),
        ("partly", "We uphold one part of your complaint."),
        ("partly", "We uphold the first of your two points, and not the second."),
        ("partly", "We partially uphold your complaint."),
        (
            "upheld",
            "We uphold your complaint. We do not accept everything, and have no say in what your bank does.",
        ),
        ("upheld", "We uphold your complaint but cannot pay what you ask."),
        ("upheld", "We uphold your complaint about the fee, and are sorry that part of it was taken twice."),
        ("rejected", "We do not uphold your complaint, although we understand some of it."),
        (
            "upheld",
            "We agree with you and uphold your complaint in full, including the part about the delay.",
        ),
        ("upheld", "We uphold your complaint and reject what the bank says of it."),
        ("rejected", "Your complaint is therefore rejected."),
        ("rejected", "We do not uphold your complaint. Without accepting it, we offer you £50."),
        ("rejected", "We cannot uphold your complaint. We offer £50 without accepting your complaint."),
        ("rejected", "Your complaint is not upheld. Your complaint of 2024 was upheld."),
        ("rejected", "We do not uphold your complaint. The Ombudsman upheld one about the same fee."),
        ("upheld", "We could not find the call, so we uphold your complaint."),
        ("", "We do not think that we did anything wrong."),
        ("", "The court upheld the decision of the bank."),
        ("", ""),
        ("upheld", "We uphold your complaint because the fee was not due."),
        ("upheld", "We uphold your complaint: part of the fee should never have been taken."),
        ("upheld", "We have decided to uphold your complaint. We cannot undo the delay, and are sorry."),
        ("partly", "We partly uphold your complaint: the fee was wrong, the delay was not."),
        ("partly", "We uphold your complaint about the fee, but not about the delay."),
        ("partly", "We uphold your complaint in part. The fee was wrong."),
        ("partly", "We uphold the first point. We do not uphold the second."),
        ("partly", "Your complaint is partly upheld: the fee was not due."),
        ("rejected", "We are unable to uphold your complaint. Some of it we understand."),
        ("rejected", "We reject your complaint, for the reasons above."),
    ],
)
def test_a_decision_is_understood_in_many_words(decision: str, words: str) -> None:
    assert decision_in(words_of(words)) == decision
