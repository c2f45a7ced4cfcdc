"""The check digits firms put into their references, so that a slip of the finger is seen.

Luhn (ISO/IEC 7812-1 annex B), mod 97 (ISO/IEC 7064, MOD 97-10: letters count from 10), and mod 11 (ISO 2108
and British banking: weights rising from the right, X for ten).
"""

from __future__ import annotations

import re


def passes(check: str, value: str) -> bool:
    """Whether a value ends as its check wants; without a check, or one nobody knows, it does."""
    characters = re.sub(r"[^0-9A-Z]", "", value.upper())
    match check:
        case "luhn":
            return _luhn(re.sub(r"\D", "", characters))
        case "mod97":
            return bool(characters) and int("".join(str(int(c, 36)) for c in characters)) % 97 == 1
        case "mod11":
            return _mod11(re.sub(r"[A-WYZ]|X(?!$)", "", characters))
    return True


def _luhn(digits: str) -> bool:
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    single = sum(int(digit) for digit in digits[-1::-2])
    return bool(digits) and (single + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _mod11(characters: str) -> bool:
    digits = [10 if c == "X" else int(c) for c in characters]
    return bool(digits) and sum(weight * d for weight, d in enumerate(reversed(digits), start=1)) % 11 == 0
