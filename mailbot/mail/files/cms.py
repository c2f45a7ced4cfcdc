"""Signed S/MIME whose text is inside its signature (RFC 8551 section 3.5.2, RFC 5652 section 5).

Only the way to the content is followed through the BER; no signature is checked, and nothing here says that
a message is genuine.

Faults: what is not signed data, or cut off, gives no content.
"""

from __future__ import annotations

from collections.abc import Iterator

MAX_DEPTH = 20  # values within values on the way
MAX_PIECES = 100_000  # of an octet string sent in pieces
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_OID, _OCTETS, _CONSTRUCTED_OCTETS, _SEQUENCE, _EXPLICIT = 0x06, 0x04, 0x24, 0x30, 0xA0


def is_signed_data(data: bytes) -> bool:
    return _SIGNED_DATA in data[:40]


def signed_content(data: bytes) -> bytes:
    """The MIME entity that was signed; b"" where there is none."""
    try:
        content_info = _first(data, _SEQUENCE)
        signed_data = _first(_first(content_info, _EXPLICIT), _SEQUENCE)
        # version, digestAlgorithms, then what was signed
        encapsulated = _first(signed_data, _SEQUENCE)
        return _octets(_first(encapsulated, _EXPLICIT))
    except (ValueError, IndexError):
        return b""


def _first(data: bytes, tag: int) -> bytes:
    return next((value for found, value in _values(data, 0) if found == tag), b"")


def _octets(data: bytes) -> bytes:
    pieces: list[bytes] = []
    for tag, value in _values(data, 0):
        if tag == _OCTETS:
            pieces.append(value)
        elif tag == _CONSTRUCTED_OCTETS:
            pieces.extend(piece for inner, piece in _values(value, 0) if inner == _OCTETS)
        if len(pieces) > MAX_PIECES:
            break
    return b"".join(pieces)


def _values(data: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Each value at one level: its tag and its octets."""
    while position < len(data):
        tag, start, length = _head(data, position)
        if tag == 0 and length == 0:
            return
        if length is None:
            end = _end_of_contents(data, start)
            yield tag, data[start:end]
            position = end + 2
        else:
            yield tag, data[start : start + length]
            position = start + length


def _head(data: bytes, position: int) -> tuple[int, int, int | None]:
    """The tag, where the value starts, and its length; None: until an end-of-contents (X.690, 8.1.3.6)."""
    tag, first = data[position], data[position + 1]
    if first < 0x80:
        return tag, position + 2, first
    if first == 0x80:
        return tag, position + 2, None
    count = first & 0x7F
    if count > 4:
        raise ValueError("a length nobody has")
    return tag, position + 2 + count, int.from_bytes(data[position + 2 : position + 2 + count], "big")


def _end_of_contents(data: bytes, position: int) -> int:
    """Where the end-of-contents stands that closes the value which starts here. One pass."""
    depth = 1
    while position < len(data):
        tag, start, length = _head(data, position)
        if tag == 0 and length == 0:
            depth -= 1
            if not depth:
                return position
            position = start
        elif length is None:
            depth += 1
            position = start
            if depth > MAX_DEPTH:
                raise ValueError("too deep")
        else:
            position = start + length
    return len(data)
