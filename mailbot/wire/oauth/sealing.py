"""Encrypts what is kept, so that a copy of the disk without the key opens no mailbox.

Faults: none; what was encrypted with another key is None.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken


def seal(text: str, key: bytes) -> str:
    return Fernet(key).encrypt(text.encode()).decode()


def unseal(sealed: str, key: bytes) -> str | None:
    try:
        return Fernet(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
