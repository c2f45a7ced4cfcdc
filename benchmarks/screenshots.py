"""Pictures of the main letters as a browser shows them: on a telephone and a desktop, light and dark.

python -m benchmarks.screenshots examples/letters
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.browser import found, shoot
from mailbot.complaints.letter_samples import samples
from mailbot.mail.writing.templates import Templates, shipped_templates

PHONE, DESKTOP = 360, 700  # pixels
PICTURES = (
    ("acknowledgement-phone-dark", "acknowledgement", PHONE, True),
    ("acknowledgement-desktop", "acknowledgement", DESKTOP, False),
    ("reminder", "reminder", DESKTOP, False),
)


def main() -> int:
    if found() is None:
        print("no Chromium is installed", file=sys.stderr)
        return 1
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    templates = Templates(shipped_templates(), None)
    for file, name, width, dark in PICTURES:
        shoot(templates.render(name, samples()[name][0]).html, folder / f"{file}.png", width=width, dark=dark)
        print(folder / f"{file}.png", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
