"""A signature nobody announced: name, post, firm, telephones under a letter without a closing phrase.

Only at the end, only lines that each look like part of one, and only with enough signs of contact among them.
"""

from __future__ import annotations

import re

from mailbot.mail.passages.disclaimers import is_company_particulars
from mailbot.mail.passages.headings import is_rule
from mailbot.mail.passages.sign_offs import is_dashed_name, is_prose, is_sign_off

MAX_SIGNATURE_LINES = 14  # that are not empty
MAX_FOOTER_LINES = 8  # under a rule
_MAX_GAP = 2  # empty lines in a row
_MAX_LINE = 110
_MAX_LABELLED_WORDS = 12
_MAX_CODE, _MAX_CODE_WORDS = 24, 3
_PICTURE = re.compile(r"\[(?:cid|image|logo)\b[^\]]{0,100}\]|<image\d{1,4}\.\w{3,4}>", re.IGNORECASE)
_ENOUGH = 2  # a telephone, or a post and a firm

_MONEY_OR_REFERENCE = re.compile(
    r"[£$€]|\b(?:account|acc|a/c|ref|reference|policy|card|case|customer|claim|complaint|order|invoice"
    r"|agreement|sort code|amount"
    r"|balance|paid|date of birth|dob|national insurance|nino?|passport|subject|dear|hi|hello|attached"
    r"|see|re)\b(?!\w|\.\w)",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?<![\w/])(?:\+|0|\()[\d\s().\-–/]{7,22}\d(?!\w)"
    r"|(?<![\w/.-])\d{3}[-./\s]\s?\d{3}[-./\s]\s?\d{4}(?!\w)|\b(?:x|ext\.?)\s?\d{4,6}\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_ELECTRONIC = re.compile(
    r"[^\s@]{1,80}@[^\s@]{1,120}\.\w{2}|https?://|\bwww\.\w|\b\w{1,40}\.(?:co\.uk|org\.uk|gov\.uk)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:direct |mobile |office |home |work |main )?(?:t|tel|telephone|phone|ph|m|mob|mobile|cell"
    r"|cellular|d|dd|direct|direct dial|f|fax"
    r"|facsimile|e|e-?mail|w|web|website|url|skype|twitter|linkedin|office|home|work|pager|landline"
    r"|switchboard|handy|telefon"
    r"|t[ée]l[ée]phone|m[óo]vil|tfno|tlf|ff[ôo]n|tn|linkedin)\b(?: (?:no|number|line))?\.?\s{0,3}[:.\-–|)]",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|(?:[A-Z]{2}|[A-Z][a-z]{3,12}),? {1,3}\d{5}(?:-\d{4})?)\b"
)
_CONTACT_PARTS = re.compile(
    r"\S*[\d@:/|]\S*|\b(?:phone|fax|facsimile|telephone|tel|mobile|cell|office|e-?mail|wireless)\b",
    re.IGNORECASE,
)
_MAX_WORDS_BESIDE = 5  # of a sentence there would be more
_STREET = re.compile(
    r"(?:(?:flat|apt|apartment|unit|suite|room|floor|level|p\.?\s?o\.?\s?box|the)\b.{0,60}"
    r"|\d{1,5}[a-z]?,?\s.{0,60})"
    r"(?:\b(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|dr|way|court|ct|crescent|cres|place|pl"
    r"|square|sq|terrace|gardens|grove"
    r"|hill|park|boulevard|blvd|house|building|tower|floor|suite|box|row|mews|walk|green|rise"
    r"|view|yard|wharf|quay|mill|cottage|farm|estate|centre|way|end|gate|parade|bank)\b.{0,40}|\d)"
    r"|p\.?\s?o\.?\s?box.{1,20}|(?:flat|apartment|unit|suite|room|floor|level) \w{1,4}\b,?.{0,60}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,5}[a-zA-Z]?(?:[-/]\d{1,4})?,? [A-Z][\w'’-]{1,24}(?: [A-Z][\w'’-]{1,24}){0,3}")
_MAX_PLACE_PARTS = 5
_ASIDE = re.compile(r"\([^()]{1,60}\)")
_POST = re.compile(
    r"\b(?:manager|director|president|ceo|cfo|cto|coo|officer|consultant|engineer|solicitor|barrister"
    r"|secretary|assistant|counsel|partner"
    r"|advis[eo]r|analyst|executive|head of|chair(?:man|woman|person)?|founder|associate|coordinator"
    r"|administrator|accountant|treasurer|trustee"
    r"|attorney|specialist|supervisor|representative|lecturer|professor|architect|surveyor|broker|agent"
    r"|nurse|teacher|caseworker|paralegal)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:ltd|limited|plc|llp|llc|inc|corp|corporation|gmbh|company|co\.|& co|group|l\.l\.p\.?|l\.p\.?"
    r"|university|council|solicitors|associates"
    r"|department|dept|division|partners|partnership|trust|charity|desk|affairs|services|bank|team|advice"
    r"|bureau|association)(?:\b|\.)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|rev|sir"
    r"|lady)\.? )?[^\W\d_a-z][\w.'’-]{0,24}(?:,? (?:[^\W\d_a-z][\w.'’-]{0,24}|\(?[A-Z][\w ]{1,20}\)|&|and"
    r"|de|van|von|der"
    r"|la|le|of|for|the|at|-)){0,6}(?:,? \(?(?:[A-Z][\w.]{1,8}|mr|mrs|ms|miss|hons)\.?\)?){0,3}",
)
_SALUTATION = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|to whom|thanks|thank you|no|yes|ok|please)\b",
    re.IGNORECASE,
)
_PROVIDERS = re.compile(
    r"do you yahoo|mailing list\b|unsubscribe|avast|\bmsn\b|hotmail|free e-?mail", re.IGNORECASE
)


def find_signature(lines: list[str]) -> int:
    """Where in these lines, the end of what an author wrote, the signature begins; ``len(lines)``: there"
    " is none."""
    footer = _footer(lines)
    top = _top(lines)
    signs = [at for at in range(top, len(lines)) if _weight(lines[at])]
    if not signs or sum(_weight(lines[at]) for at in signs) < _ENOUGH:
        return footer
    start = _paragraph_start(lines, signs[0], top)
    if start is None or _is_introduced(lines, start):
        return footer
    return min(start, footer)


def _top(lines: list[str]) -> int:
    """The uppermost line of the run at the end that may all be signature."""
    top = at = len(lines)
    used = gap = 0
    while at > 0 and used < MAX_SIGNATURE_LINES:
        line = lines[at - 1]
        if not line.strip():
            gap += 1
            if gap > _MAX_GAP and used:
                break
        elif looks_like_signature(line):
            used, gap, top = used + 1, 0, at - 1
        else:
            break
        at -= 1
    return top


def _paragraph_start(lines: list[str], sign: int, top: int) -> int | None:
    """The name above the first sign of contact: in its paragraph, or at the head of the one before."""
    start = _head_of_paragraph(lines, sign, top)
    before = start - 1
    while before >= top and not lines[before].strip():
        before -= 1
    if before >= top:
        head = _head_of_paragraph(lines, before, top)
        begins = head == 0 or not lines[head - 1].strip()
        if begins and is_name(lines[head]) and len(lines[head].split()) > 1:
            return head
    # A rule or a name, right under the text's own lines or at the head of its paragraph.
    begin = next((at for at in range(start, sign + 1) if _may_begin(lines[at])), None)
    if begin is None or begin == 0 or not lines[begin - 1].strip():
        return begin
    above = lines[begin - 1]
    return (
        begin if is_prose(above) or above.rstrip().endswith((".", "!", "?")) or is_sign_off(above) else None
    )


def _head_of_paragraph(lines: list[str], at: int, top: int) -> int:
    while at > top and lines[at - 1].strip():
        at -= 1
    return at


def _may_begin(line: str) -> bool:
    return is_name(line) or is_rule(line) or is_dashed_name(line)


def _is_introduced(lines: list[str], start: int) -> bool:
    """ "Please write to me at:" makes what follows the author's words."""
    above = next((line.rstrip() for line in reversed(lines[:start]) if line.strip()), "")
    return above.endswith((":", " at", " to", " on", " by", " is")) and not is_sign_off(above)


def _footer(lines: list[str]) -> int:
    """A rule with a few lines below, an address of the net among them: a list's or a provider's."""
    used = 0
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if not line.strip():
            continue
        if is_footer_rule(line):
            below = lines[at + 1 :]
            netted = any(_ELECTRONIC.search(text[:400]) for text in below)
            provider = any(_PROVIDERS.search(text[:400]) for text in below)
            spoken = any(_speaks(text) or (is_prose(text) and not provider) for text in below)
            return at if used and (netted or provider) and not spoken else len(lines)
        used += 1
        if used > MAX_FOOTER_LINES:
            break
    return len(lines)


def is_footer_rule(line: str) -> bool:
    return is_rule(line) or line.strip() in ("__", "--", "—", "***")


def is_contact_line(line: str) -> bool:
    return _weight(line) > 1


def looks_like_signature(line: str) -> bool:
    """Whether a line may stand in a signature: a name, a post, a firm, an address, a number, a rule."""
    text = line.strip()
    if not text or len(text) > _MAX_LINE:
        return False
    if is_rule(text) or is_dashed_name(text):
        return True
    if _PICTURE.fullmatch(text):
        return True
    if (
        _MONEY_OR_REFERENCE.search(text)
        or is_prose(_ASIDE.sub("", text))
        or text.endswith(("?", "!", ":", ";"))
    ):
        return False
    # A room, a postal code of elsewhere, letters after a name.
    is_code = len(text) <= _MAX_CODE and len(text.split()) <= _MAX_CODE_WORDS and text[:1].isupper()
    return is_code or _weight(text) > 0 or is_name(text) or _is_place(text)


def _is_place(text: str) -> bool:
    """A line of a postal address: "Mossbank, 5 Drumnagee Brae"."""
    if _STREET.fullmatch(text):
        return True
    parts = text.rstrip(",.").split(", ")
    return len(parts) <= _MAX_PLACE_PARTS and all(
        is_name(part) or _NUMBERED.fullmatch(part) for part in parts
    )


def is_name(line: str) -> bool:
    """A few words that all begin with a capital; not "Dear Sir"."""
    text = line.strip(" \t*_|•-–—~,.")
    return (
        0 < len(text) <= 60
        and len(text.split()) <= 7
        and _NAME.fullmatch(text) is not None
        and _SALUTATION.match(text) is None
    )


def _weight(line: str) -> int:
    """How much a line says that this is a signature: 2 a way to reach somebody, 1 a post or a firm."""
    text = _ASIDE.sub("", line).strip(" \t*_|•-–—~<>[]()") or line.strip("() ")
    if is_company_particulars(text):
        return 1
    if not text or len(text.split()) > _MAX_LABELLED_WORDS or _MONEY_OR_REFERENCE.search(text):
        return 0
    if _is_contact(text, line) and len(_CONTACT_PARTS.sub(" ", text).split()) <= _MAX_WORDS_BESIDE:
        return 2
    if _POST.search(text) is None and _FIRM.search(text) is None:
        return 0
    # "… as our manager told" has none of the capitals of a post.
    words = [word for word in text.split() if word[:1].isalpha()]
    return int(2 * sum(word[:1].isupper() for word in words) > len(words) and text[:1].isupper())


def _is_contact(text: str, line: str) -> bool:
    telephone = _TELEPHONE.search(line)
    if telephone and _DATE.fullmatch(telephone[0].strip()) is None and _is_number_long_enough(telephone[0]):
        return True
    if _ELECTRONIC.search(text) or (_LABEL.match(text) and any(c.isdigit() for c in text)):
        return True
    return _POSTCODE.search(text) is not None


def _is_number_long_enough(number: str) -> bool:
    digits = sum(character.isdigit() for character in number)
    return 7 <= digits <= 13 or (4 <= digits <= 6 and number[:1] in "xXeE")


def _speaks(line: str) -> bool:
    return any(
        word.strip(".,!?;:") in ("i", "i'm", "i've", "my", "me")
        for word in line.lower().replace("’", "'").split()
    )
