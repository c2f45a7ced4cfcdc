"""What follow_up.md is told: that a further message has joined its case, and nothing of what it says."""

from __future__ import annotations

from mailbot.complaints.letters import Context, Firm, clean_name, firm_context


def follow_up_context(firm: Firm, complainant: str, *, reference: str, handler: str) -> Context:
    return {
        "firm": firm_context(firm),
        "reference": reference,
        "complainant": clean_name(complainant),
        "handler": clean_name(handler),
    }
