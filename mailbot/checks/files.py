"""Who else can read what only mailbot should, and change what it believes."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from mailbot.checks.finding import Finding
from mailbot.config import Config
from mailbot.config.tables import Server

_SECRET_WHY = "who can read it can act as the firm"  # noqa: S105  # no secret


def findings(config: Config, file: Path | None) -> Iterator[Finding]:
    for key, path in secrets(config):
        yield from _secret(key, path)
    if file is not None and file.is_file():
        yield from _configuration(config, file)
    url = config.database_url
    if url.startswith("sqlite:///"):
        yield from _database(Path(url.removeprefix("sqlite:///")))


def secrets(config: Config) -> Iterator[tuple[str, Path]]:
    """(key, file) of every secret that lies in one; those of [oauth] are looked at by the sign-ins."""
    servers: list[tuple[str, Server | None]] = [
        *(("[[mailbox]]", box) for box in config.mailbox),
        ("[smtp]", config.smtp),
        ("[archive]", config.archive),
        ("[alarm.smtp]", config.alarm.smtp),
    ]
    for table, server in servers:
        if server is not None and server.password_file is not None:
            yield f"{table} password_file", config.base / server.password_file
    for name in ("webhook_file", "ping_file"):
        path: Path | None = getattr(config.alarm, name)
        if path is not None:
            yield f"[alarm] {name}", config.base / path


def _secret(key: str, path: Path) -> Iterator[Finding]:
    try:
        found = path.stat()
        empty = not path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as reason:
        if key.endswith("password_file") and isinstance(reason, OSError):
            return  # told with its server
        what = f"{key}: {path}: {getattr(reason, 'strerror', None) or 'not UTF-8'}"
        why, do = "nobody can be signed in or told without it", "write it there, for mailbot alone"
        yield Finding("secrets", what, "bad", why, do, key)
        return
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        what = f"{key}: {path} is open to others than its owner ({stat.filemode(found.st_mode)})"
        yield Finding("secrets", what, "bad", _SECRET_WHY, f"chmod 600 {path}", key)
    if empty:
        why, do = "the server will refuse it", "write the secret there"
        yield Finding("secrets", f"{key}: {path} is empty", "bad", why, do, key)


def _configuration(config: Config, file: Path) -> Iterator[Finding]:
    mode = file.stat().st_mode
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        what = f"{file} can be written to by others than its owner ({stat.filemode(mode)})"
        why = "who changes it decides where complaints go"
        yield Finding("configuration", what, "bad", why, f"chmod go-w {file}")
    if not mode & (stat.S_IRGRP | stat.S_IROTH):
        return
    if _has_password(config.database.url):
        what = f"[database] url holds a password, and {file} can be read by others ({stat.filemode(mode)})"
        do = f"chmod 600 {file}, or put the password in a file of libpq (~/.pgpass)"
        yield Finding("configuration", what, "bad", _SECRET_WHY, do, "[database] url")
    if config.alarm.webhook is not None:
        what = f"[alarm] webhook stands in {file}, which others can read ({stat.filemode(mode)})"
        why, do = "where its address is a secret they can write there", "use webhook_file"
        yield Finding("configuration", what, "note", why, do, "[alarm] webhook")


def _has_password(url: str) -> bool:
    authority = url.partition("://")[2].partition("/")[0]
    return ":" in authority.rpartition("@")[0] or "password=" in url.partition("?")[2]


def _database(path: Path) -> Iterator[Finding]:
    if path.exists() and (mode := path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        what = f"{path} is open to others than its owner ({stat.filemode(mode)})"
        why = "every complaint can be read there"
        yield Finding("database", what, "bad", why, f"chmod 600 {path}", "[database] url")
