"""A real browser, Chromium, that lays a letter out and tells what it measured or shows it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = ("chromium", "chromium-browser", "google-chrome")
_SMALLEST_WINDOW = 500  # pixels; a narrower letter is laid out in a frame
_SECONDS = 60

# Each letter in a frame of its own, as wide as a telephone or a desktop.
_FRAME = '<iframe width="{width}" height="800" srcdoc="{letter}" style="border:0;display:block"></iframe>'
# The frames, and what is measured of each once all are loaded.
_PAGE = """<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<body style="margin:0">{frames}<pre id="told"></pre><script>
const measured = letter => {{
  const all = [...letter.body.querySelectorAll("*")], style = letter.defaultView.getComputedStyle;
  const sizes = all.filter(e => e.innerText).map(e => parseFloat(style(e).fontSize));
  return {{
    wide: letter.documentElement.scrollWidth, high: letter.documentElement.offsetHeight,
    smallest: Math.min(...sizes), words: style(letter.body).color,
    link: [...letter.querySelectorAll("a")].map(e => style(e).color)[0] || "",
  }};
}};
onload = () => document.getElementById("told").textContent =
  JSON.stringify([...document.querySelectorAll("iframe")].map(frame => measured(frame.contentDocument)));
</script>"""

Measures = dict[str, str | float]


def found() -> str | None:
    """The browser's command; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def measured(letters: Sequence[tuple[str, int]], *, dark: bool) -> list[Measures]:
    """What the browser makes of each letter's HTML in a frame so many pixels wide: how `wide` and `high`
    it is, its `smallest` words (all in pixels), and the colours of its `words` and its first `link`."""
    frames = "".join(_FRAME.format(width=width, letter=html.escape(letter)) for letter, width in letters)
    widest = max(_SMALLEST_WINDOW, *(width for _, width in letters))
    options = ["--dump-dom", f"--window-size={widest},900"]
    told = _run(_PAGE.format(frames=frames), options, dark=dark)
    match = re.search(r'<pre id="told">(\[.*?\])</pre>', told, re.DOTALL)
    if match is None:
        raise RuntimeError(f"the browser measured nothing: {told[-300:]}")
    values: list[Measures] = json.loads(html.unescape(match[1]))
    return values


def shoot(letter: str, to: Path, *, width: int, dark: bool) -> None:
    """A picture of `letter` as it looks `width` pixels wide, as high as it is."""
    (told,) = measured([(letter, width)], dark=dark)
    high = int(told["high"])
    options = [f"--screenshot={to.resolve()}", f"--window-size={width},{high}", "--hide-scrollbars"]
    _run(letter, options, dark=dark)


def _run(page: str, options: list[str], *, dark: bool) -> str:
    with TemporaryDirectory(prefix="browser") as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        command = [
            *(found() or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-dev-shm-usage", f"--user-data-dir={folder}/profile", "--virtual-time-budget=2000"),
            # Nothing is fetched: a letter that asked for something would show a gap.
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking"),
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        ]
        done = subprocess.run(
            [*command, *options, file.as_uri()], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
        return done.stdout
