"""The promises a firm publishes on top of the law: which hold, and which cannot be kept account of.

Faults: `ValueError` for a promise no date follows from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mailbot.complaints.practice import Channel, Promise

PAYMENTS_PREFIX = "payments_"

# A promise may be named "acknowledgement": it then is the firm's target for "prompt". These are the law's.
RESERVED_NAMES = frozenset(
    {"summary_resolution", "data_protection_acknowledgement", "referral"}
    | {
        prefix + name
        for prefix in ("", PAYMENTS_PREFIX)
        for name in ("final_response", "holding_response", "final_response_after_holding")
    }
)


def promises_for(channel: str, promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Return what was promised to a complaint that came by a channel."""
    return tuple(promise for promise in promises if promise.holds_for(channel))


def check_promises(promises: Sequence[Promise]) -> None:
    """Raise `ValueError` for a promise no date can be derived from; for the configuration to call first."""
    for promise in promises:
        if promise.name in RESERVED_NAMES or _shared_channels(promise, promises):
            raise ValueError(f"a promise cannot be named {promise.name!r}: the name is taken")
        if (promise.within is None) == (promise.business_days is None):
            raise ValueError(f"promise {promise.name!r} needs either `within` or `business_days`")
        if promise.within is not None and promise.within <= timedelta(0):
            raise ValueError(f"promise {promise.name!r} allows no time")
        if promise.business_days is not None and promise.business_days < 1:
            raise ValueError(f"promise {promise.name!r} needs at least one business day")


def _shared_channels(promise: Promise, promises: Sequence[Promise]) -> bool:
    """Whether two of this name hold for one channel: nobody could say which is meant."""
    named = [one for one in promises if one.name == promise.name]
    return any(len(promises_for(channel, named)) > 1 for channel in Channel)
