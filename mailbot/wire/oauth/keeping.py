"""Refresh tokens on disk: encrypted, for our eyes only, and never half written.

One file a sign-in, beside it a lock for those who renew, and in the same directory the key, unless the
configuration names another. What is not secret stands in it as plain text, for whoever asks how things are.

Faults: `TokenRefused` where others may read a file, where it is damaged, or where the key is not the one it
was encrypted with; `TokenUnavailable` where the disk fails or the lock is held for too long.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable, login
from mailbot.wire.oauth.terms import Hidden, Terms, Unreadable

_OTHERS = 0o077
_LOCK_WAIT = 60.0  # seconds; longer than one exchange with a provider can take
_LOOK = 0.05
_KEY_OCTETS = 32
_EPOCH, _LAST = 0.0, 253_402_300_799.0  # the moments a calendar has


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a sign-in. Times are seconds since the epoch."""

    refresh: str | None = field(default=None, repr=False)
    seed: str = ""  # hash of the refresh token somebody configured, to notice another one
    issued_at: float | None = None  # of the refresh token
    refresh_expires_at: float | None = None
    refreshed_at: float | None = None  # when an access token was last got
    access_expires_at: float | None = None
    error: str = ""
    error_at: float | None = None
    refused: bool = False  # the error is one a person must see to


class Keeping:
    """The file of one sign-in."""

    def __init__(
        self,
        terms: Terms,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._terms = terms
        self._monotonic = monotonic
        self._pause = pause
        self.path = terms.store / f"{_name(terms)}.json"

    def read(self) -> Kept:
        """As it stands, the token decrypted; nothing where there is no file yet."""
        told = self._told()
        sealed = told.pop("sealed", None)
        kept = self._plain(told)
        if sealed is None:
            return kept
        from mailbot.wire.oauth.sealing import unseal  # who only looks need not pay for it

        refresh = unseal(str(sealed), self._key(make=False))
        if refresh is None:
            where = self._terms.key.key if self._terms.key is not None else str(self._key_path)
            raise TokenRefused(
                f"{self.path} was encrypted with another key than {where} holds: put that back, or "
                f"{login(self._terms)}"
            )
        return Kept(**{**asdict(kept), "refresh": refresh})

    def look(self) -> Kept:
        """As it stands, without the token; no key is needed."""
        told = self._told()
        told.pop("sealed", None)
        return self._plain(told)

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever the file does."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def write(self, kept: Kept) -> None:
        """On disk when this returns; the lock must be held."""
        sealed = None
        if kept.refresh is not None:
            from mailbot.wire.oauth.sealing import seal

            sealed = seal(kept.refresh, self._key(make=True))
        self._put(kept, sealed)

    def note(self, change: Callable[[Kept], Kept]) -> None:
        """Change what is not secret; no key is needed. The lock must be held."""
        told = self._told()
        sealed = told.pop("sealed", None)
        self._put(change(self._plain(told)), sealed)

    def _put(self, kept: Kept, sealed: object) -> None:
        told = asdict(kept)
        del told["refresh"]
        if sealed is not None:
            told["sealed"] = sealed
        try:
            self._prepare()
            _replace(self.path, json.dumps(told, indent=1).encode())
        except OSError as reason:
            raise TokenUnavailable(f"{self.path}: {reason.strerror}; trying again") from None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else renews meanwhile, in this process or another."""
        try:
            self._prepare()
            lock = os.open(self.path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as reason:
            raise TokenUnavailable(f"{self.path}: {reason.strerror}; check [oauth] token_store") from None
        try:
            _give(lock, self._terms.store)
            end = self._monotonic() + _LOCK_WAIT
            while True:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                if self._monotonic() > end:
                    raise TokenUnavailable(f"{self.path}: another mailbot renews it; trying again")
                self._pause(_LOOK)
            yield
        finally:
            os.close(lock)

    def verify(self) -> None:
        """Whether nobody else may read what is there; said before anything is started."""
        for path in (self.path, self._key_path):
            if path is not None and path.exists():
                _private(path)

    @property
    def _key_path(self) -> Path | None:
        key = self._terms.key
        if key is None:
            return self._terms.store / "key"
        # Who may read a credential is systemd's, by an access list that looks like a group's permission.
        return None if key.key.endswith("_credential") else key.file

    def _key(self, *, make: bool) -> bytes:
        try:
            return _fernet_key(self._terms.key or Hidden("token_store", self._made_key(make=make)))
        except Unreadable as reason:
            raise TokenRefused(str(reason)) from None

    def _made_key(self, *, make: bool) -> Path:
        path = self._terms.store / "key"
        if not path.exists() and make:
            try:
                self._prepare()
                made = path.with_name(f".key.{os.getpid()}")
                _replace(made, base64.urlsafe_b64encode(os.urandom(_KEY_OCTETS)))
                with contextlib.suppress(FileExistsError):
                    os.link(made, path)  # somebody else's stays
                made.unlink()
            except OSError as reason:
                raise TokenUnavailable(f"{path}: {reason.strerror}; trying again") from None
        if path.exists():
            _private(path)
        return path

    def _prepare(self) -> None:
        store = self._terms.store
        if store.exists():
            return
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            owner = store.parent.stat()
            os.chown(store, owner.st_uid, owner.st_gid)

    def _told(self) -> dict[str, object]:
        try:
            _private(self.path)
            told = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as reason:
            raise TokenRefused(
                f"{self.path}: {reason.strerror}; give it to the user mailbot runs as"
            ) from None
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise TokenRefused(f"{self.path} is damaged: remove it and {login(self._terms)}")
        return told

    def _plain(self, told: dict[str, object]) -> Kept:
        try:
            kept = Kept(**told)  # type: ignore[arg-type]
            times = (kept.issued_at, kept.refresh_expires_at, kept.refreshed_at, kept.access_expires_at)
            if not all(at is None or _EPOCH <= at <= _LAST for at in (*times, kept.error_at)):
                raise TypeError
            return kept
        except TypeError:
            raise TokenRefused(f"{self.path} is damaged: remove it and {login(self._terms)}") from None


def _name(terms: Terms) -> str:
    """Readable, and another one for whatever may not share a token."""
    client = [terms.provider, terms.tenant, terms.issuer, terms.token_url, terms.client_id]
    apart = json.dumps([*client, terms.grant, terms.account, terms.scopes])
    readable = re.sub(r"[^A-Za-z0-9@._-]", "_", terms.account)[:60].lstrip(".")
    return f"{terms.provider}-{readable}-{hashlib.sha256(apart.encode()).hexdigest()[:8]}"


def _private(path: Path) -> None:
    mode = path.stat().st_mode
    if mode & _OTHERS:
        raise TokenRefused(
            f"{path} may be read by others (mode {mode & 0o777:o}): chmod 600 {path}; whoever has read it "
            "can open the mailbox until the sign-in is revoked"
        )


def _fernet_key(hidden: Hidden) -> bytes:
    text = hidden.read().translate(str.maketrans("+/", "-_"))
    with contextlib.suppress(ValueError):
        if len(base64.urlsafe_b64decode(text)) == _KEY_OCTETS:
            return text.encode()
    raise Unreadable(f"{hidden.key}: it holds no key; `openssl rand -base64 32` makes one")


def _give(descriptor: int, directory: Path) -> None:
    """What root makes belongs to whom the directory does: the daemon must be able to renew it."""
    if os.geteuid() == 0:
        owner = directory.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def _replace(path: Path, content: bytes) -> None:
    """Either the old content or the new is there, whatever happens."""
    new = path.with_name(f".{path.name}.new")
    with contextlib.suppress(FileNotFoundError):
        new.unlink()
    descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        _give(descriptor, path.parent)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    new.replace(path)
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
