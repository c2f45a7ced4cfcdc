"""Pictures of the main letters as a browser shows them: on a telephone and a desktop, light and dark.

python -m benchmarks.screenshots examples/letters
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.browser import found, shoot
from mailbot.complaints.drafts import PLACE
from mailbot.complaints.letter_samples import samples
from mailbot.complaints.letters import Context
from mailbot.mail.writing.draft_file import read_draft
from mailbot.mail.writing.templates import Templates, shipped_templates

PHONE, DESKTOP = 360, 700  # pixels
FINAL = "final_response"
PICTURES = (
    ("acknowledgement-phone-dark", "acknowledgement", PHONE, True),
    ("acknowledgement-desktop", "acknowledgement", DESKTOP, False),
    ("final-response-desktop", FINAL, DESKTOP, False),
    ("reminder", "reminder", DESKTOP, False),
)
#: What a handler wrote into the places of the final response, one after the other.
WRITTEN = (
    "You complained that we took a late fee of £12 twice, on 3 and 4 September, and that nobody rang you.",
    "We looked at your account and listened to your call of 7 September.\n\n"
    "- The fee of 3 September was due: your payment came two days late.\n"
    "- The fee of 4 September was taken by mistake.\n"
    "- You were promised a call, and did not get it.",
    "We should not have taken the second fee, and we should have rung you. We are sorry. We do not uphold "
    "the part about the first fee, which was agreed with you.",
    "That is the second fee of £12, and £108.50 for the trouble it caused you. It will be in your account "
    "by Friday 19 February 2027.",
)


def main() -> int:
    if found() is None:
        print("no Chromium is installed", file=sys.stderr)
        return 1
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    templates = Templates(shipped_templates(), None)
    for file, name, width, dark in PICTURES:
        html = completed(templates) if name == FINAL else templates.render(name, samples()[name][0]).html
        shoot(html, folder / f"{file}.png", width=width, dark=dark)
        print(folder / f"{file}.png", flush=True)
    return 0


def completed(templates: Templates) -> str:
    """A final response that partly upholds a complaint, as it goes out."""
    about: Context = next(
        one for one in samples()[FINAL] if one["decision"] == "partly" and not one["data_protection"]
    )
    about = {**about, "complainant": "Jane Doe", "handler": "Sam Ogilvie"}
    text, written = templates.draft(FINAL, about), iter(WRITTEN)
    text = PLACE.sub(lambda _: next(written), text)
    with TemporaryDirectory() as folder:
        file = Path(folder, "letter.md")
        file.write_text(f"---\ncase: x\ncommand: final partly redress 120.50\n---\n{text}", encoding="utf-8")
        letter = read_draft(file, file.name)
    firm = about["firm"]
    assert isinstance(firm, dict)
    return templates.completed(letter, firm, dated="Wednesday 10 February 2027").html


if __name__ == "__main__":
    sys.exit(main())
