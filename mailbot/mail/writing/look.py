"""How the HTML of every letter looks: the firm's name on its colour, the words below.

One column of at most 600 pixels in a table of its own, because Outlook's engine knows no other; a style
sheet in the head, and on the elements what must hold where that is taken away (Gmail for other accounts).
Nothing is fetched from anywhere. The words have the reader's own colours, light or dark; what has the
firm's colour is legible on either (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from base64 import b64encode

CONTRAST = 4.5  # to 1, for words of any size (WCAG 2.2, 1.4.3)
WHITE, BLACK = "#ffffff", "#000000"
#: The darkest light ground, and the lightest dark one, that a reader's software lays below a letter.
LIGHT_GROUND, DARK_GROUND = "#f2f2f2", "#333333"
COLOUR = "#1d4f91"
LOGO_ID = "logo@letter"  # Content-ID of the firm's logo (RFC 2392), where a letter has it
LOGO_HEIGHT = 40  # pixels
WIDTH = 600  # pixels
_STEPS = 20


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: str, ground: str) -> str:
    """`colour`, as much lighter or darker as words of it on `ground` need."""
    towards = max(WHITE, BLACK, key=lambda end: contrast(end, ground))
    mixed = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(each for each in mixed if contrast(each, ground) >= CONTRAST)


def framed(words: str, colour: str, language: str = "en") -> str:
    """The whole document around the HTML of a letter's words: a template, to be filled with `firm`,
    `subject` and `logo`, whether that goes along. `colour` is "#rrggbb", `language` a code of RFC 5646."""
    on_colour = max(WHITE, BLACK, key=lambda end: contrast(end, colour))
    head = _HEAD.format(
        language=language if "-" in language else f"{language}-GB",
        link=legible(colour, LIGHT_GROUND),
        dark_link=legible(colour, DARK_GROUND),
        more="".join(rule.format(bar=colour) for element, rule in _WHERE_USED if f"<{element}" in words),
        width=WIDTH,
    )
    logo = f'<img src="cid:{LOGO_ID}" alt="{{{{ firm.name }}}}" height="{LOGO_HEIGHT}">'
    called = f"{{% if logo %}}{logo}{{% else %}}{{{{ firm.name }}}}{{% endif %}}"
    name = f'<td bgcolor="{colour}" style="color:{on_colour}"><h1>{called}</h1>'
    return f"{head}{name}</td></tr>\n<tr><td>\n{words}</td></tr></table></body></html>\n"


# A few hundred octets: nobody who did not ask for a letter gets more than a few kilobytes (RFC 3834, 2).
_HEAD = """\
<!doctype html><html lang="{language}"><head><meta name="viewport" content="width=device-width">\
<title>{{{{ subject }}}}</title><style>
:root{{color-scheme:light dark}}body{{margin:0}}td{{padding:12px 16px;word-break:break-word}}\
h1{{margin:0;font-size:20px}}h2{{font-size:18px;margin:28px 0 8px}}ul,ol{{padding-left:24px}}\
li{{margin:8px 0}}h2,a{{color:{link}}}\
{more}
@media(prefers-color-scheme:dark){{h2,a{{color:{dark_link}}}}}
</style></head><body>
<table role="presentation" align="center" width="{width}" \
style="width:100%;max-width:{width}px;border-spacing:0;font:16px/1.5 Arial,sans-serif"><tr>"""

_WHERE_USED = (
    # A date or a reference is broken only where the line has no room for it at all.
    ("b>", "b{{display:inline-block}}"),
    ("blockquote", "blockquote{{margin:0;padding:0 16px;border-left:4px solid {bar}}}"),
    ("code", "code{{font:16px Consolas,monospace;background:rgba(128,128,128,.15)}}"),
)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """From 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (
        part / 12.92 if (part := channel / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def with_logo_shown(html: str, logo: tuple[str, bytes] | None) -> str:
    """The HTML part of a letter as a file of its own, which finds the firm's logo within itself."""
    if logo is None:
        return html
    kind, content = logo
    return html.replace(f"cid:{LOGO_ID}", f"data:{kind};base64,{b64encode(content).decode('ascii')}")
