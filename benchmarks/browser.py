"""A real browser, Chromium, that lays a letter out and tells what it measured or shows it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = ("chromium", "chromium-browser", "google-chrome")
_SMALLEST_WINDOW = 500  # pixels; a narrower letter is laid out in a frame
_SECONDS = 60

# The letter in a frame as wide as a telephone, and what is measured of it once it is loaded.
_PAGE = """<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<body style="margin:0"><iframe id="frame" width="{width}" height="{height}" srcdoc="{letter}" \
style="border:0;display:block"></iframe><pre id="told"></pre><script>
const frame = document.getElementById("frame");
frame.onload = () => {{
  const letter = frame.contentDocument, all = [...letter.body.querySelectorAll("*")];
  const style = letter.defaultView.getComputedStyle;
  const sizes = all.filter(e => e.innerText).map(e => parseFloat(style(e).fontSize));
  document.getElementById("told").textContent = JSON.stringify({{
    wide: letter.documentElement.scrollWidth, high: letter.documentElement.offsetHeight,
    smallest: Math.min(...sizes), words: style(letter.body).color,
    link: [...letter.querySelectorAll("a")].map(e => style(e).color)[0] || "",
  }});
}};
</script>"""


def found() -> str | None:
    """The browser's command; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def measured(letter: str, *, width: int, dark: bool) -> dict[str, str | float]:
    """What the browser makes of the HTML of `letter` in a window `width` pixels wide: how `wide` and `high`
    it is, its `smallest` words (all in pixels), and the colours of its `words` and its first `link`."""
    page = _PAGE.format(width=width, height=800, letter=html.escape(letter))
    told = _run(page, ["--dump-dom", f"--window-size={max(width, _SMALLEST_WINDOW)},900"], dark=dark)
    match = re.search(r'<pre id="told">(\{.*?\})</pre>', told, re.DOTALL)
    if match is None:
        raise RuntimeError(f"the browser measured nothing: {told[-300:]}")
    values: dict[str, str | float] = json.loads(html.unescape(match[1]))
    return values


def shoot(letter: str, to: Path, *, width: int, dark: bool) -> None:
    """A picture of `letter` as it looks `width` pixels wide, as high as it is."""
    high = int(measured(letter, width=width, dark=dark)["high"])
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
