"""Find what stands behind a label such as "Our ref:": on its line, on the next, or in the next table cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.complaints.numbers.look_alikes import is_at_a_bank, is_beside_sort_code, is_look_alike
from mailbot.complaints.signs import small
from mailbot.complaints.word_index import any_of

_LONGEST = 40
_SHORTEST_STRONG, _SHORTEST_WEAK = 4, 5  # letters and digits
_QUALIFIER = r"(?:no\.?|num(?:ber|er)?\.?|numbr|nuber|nr\.?|ref(?:erence)?\.?|id|code|\#)"
_NOT_A_GROUP = (  # "account 204418 12 May": a day, an hour, a count is no part of the number
    r"(?![ ]?(?:st|nd|rd|th|am|pm|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|month|year|time|"
    r"pound|hour|min|people|of)\w*)"
)
_LABEL = re.compile(
    rf"""(?<![\w/-])(?:
      (?P<strong>
        (?:(?:our|your|my|the|client|payment|police|crime|case|claim|complaint|account|loan|customer|
             agreement|policy|file|debt)[ ])?
        (?:ref(?:er[ea]n[cs]e|rence|ernce|rance|erece)?)(?:[ ]?{_QUALIFIER}){{0,2}}
      | (?: account | acount | accout | accont | acct | a/c | acc | customer | cust | client | case
           | complaint | policy | agreement | roll
          | loan | plan | member(?:ship)? | card | claim | mortgage | contract | file | incident | crime
          | enquiry | query | debt | dispute ) [ ]?{_QUALIFIER}(?:[ ]{_QUALIFIER})?
      | a/c | acct | acount | accont
      | (?:confirmation|request|reservation|booking|ticket)[ ]?(?:code|{_QUALIFIER})
      )
    | (?P<weak> account | customer | client | case | complaint | policy | agreement | roll | claim | loan
        | ticket | confirmation | mortgage )
    )
    (?P<join>
      \.?[ \t]{{0,16}}
      (?: [:\#=|][ \t\#]{{0,12}}\n{{0,2}}[ \t]{{0,8}} | \n[ \t]{{0,8}} | -[ ]? | \t | (?<=\.) | [(\[][ ]?
        | [ ](?:[a-z']{{1,12}}[ ]){{0,4}}?(?:is|was|are)(?:[ ]the[ ]following)?[ :]{{1,2}}
        | [ ] ) )
    (?P<quote>["'(\[]?)
    (?P<value>
      (?:(?-i:[A-Z]{{1,4}})[ ](?=\d{{4}}))?
      [A-Z]{{0,6}}[/\-]?\d[A-Z0-9]{{0,30}}(?:[/\-.][A-Z0-9]{{1,12}}){{0,5}}
        (?:[ ]\d{{2,6}}(?![\w/,.:]\d){_NOT_A_GROUP}){{0,4}}
             | [A-Z]{{1,6}}(?:[/\-][A-Z0-9]{{1,12}}){{1,5}} )
    (?![A-Za-z0-9@*])""",
    re.IGNORECASE | re.VERBOSE,
)
# What every label begins with. It is tried only there: most words are none.
_BEGINNINGS = (
    *("ref", "our ref", "your ref", "my ref", "the ref", "payment ref", "police ref"),
    *("acc", "acount", "a/c", "agreement", "booking", "card", "case", "claim", "client", "complaint"),
    *("confirmation", "contract", "crime", "cust", "debt", "dispute", "enquiry", "file", "incident", "loan"),
    *("member", "mortgage", "plan", "policy", "query", "request", "reservation", "roll", "ticket"),
)
_BEGINS = re.compile(rf"(?<![\w/-])(?={any_of(list(_BEGINNINGS))})")
_ACCOUNT = re.compile(r"^(?:account|acct|a/c|acc)", re.IGNORECASE)
_GLUED_WORD = re.compile(r"(\d{6,})[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value behind a label; ``label`` in small letters."""

    start: int
    end: int
    value: str
    label: str


def has_label(text: str) -> bool:
    """Whether a label with something behind it stands in a text at all."""
    return _next_label(text, small(text), 0) is not None


def find_labelled(text: str, stops: Sequence[tuple[int, int]] = ()) -> Iterator[Labelled]:
    """Find labelled values. A value ends where one of `stops` begins: a telephone number, a postcode."""
    at, plain = 0, small(text)
    while (match := _next_label(text, plain, at)) is not None:
        # A label may itself be the beginning of the next: "Account: reference 1234".
        at = match.end("join")
        start, end = match.span("value")
        end = min([end, *(stop for stop, _ in stops if start < stop < end)])
        written = _GLUED_WORD.sub(r"\1", text[start:end])
        value = re.sub(r"[ \t]+", " ", written).strip(" -/.")
        if _names_something(match, value) and not _is_something_else(
            text, match, start, start + len(written)
        ):
            at = end
            label = (match["strong"] or match["weak"]).casefold()
            yield Labelled(start, end, value.upper() if value.islower() else value, label)


def _next_label(text: str, plain: str, at: int) -> re.Match[str] | None:
    places = (found.start() for found in _BEGINS.finditer(plain, at))
    return next((match for place in places if (match := _LABEL.match(text, place)) is not None), None)


def _names_something(match: re.Match[str], value: str) -> bool:
    """A bare word such as "case" names a number only with a colon or the like, and never a short one."""
    if not any(character.isdigit() for character in value) or len(value) > _LONGEST:
        return False
    length = len(re.sub(r"\W", "", value))
    if match["weak"] is None:
        return length >= _SHORTEST_STRONG
    joined = match["join"].strip(" \t.\n(")
    return length >= _SHORTEST_WEAK and joined != "" and (not joined[0].isalpha() or joined in ("is", "is:"))


def _is_something_else(text: str, match: re.Match[str], start: int, end: int) -> bool:
    if is_look_alike(text, start, len(text[:end].rstrip())):
        return True
    # An account number that goes with a sort code is somebody's bank, not an account with us.
    return _ACCOUNT.match(match[0]) is not None and (
        is_beside_sort_code(text, start) or is_at_a_bank(text, match.start())
    )
