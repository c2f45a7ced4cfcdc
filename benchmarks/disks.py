"""A disk that loses power: an ext4 file system in a file, of which a copy is what the power cut left.

What the kernel keeps in memory of a mounted file system is not in the file; what it has handed to the disk
is. So the copy, mounted, holds what would be found after the machine had stopped at that moment. A disk that
lies about what it has written down is not imitated. Needs root and loop devices.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Nothing gets to the disk because time goes by: seconds between two commits of ext4's own journal.
_OPTIONS = "loop,noatime,commit=3600"


@dataclass
class Disk:
    """A file system in `file`, mounted at `folder`."""

    file: Path
    folder: Path

    def cut(self, copy: Path) -> None:
        """What is on the disk now."""
        shutil.copyfile(self.file, copy)


def possible() -> str | None:
    """Why no disk can be made here, or None."""
    if os.getuid() != 0:
        return "only root may mount a file system"
    if not shutil.which("mkfs.ext4"):
        return "mkfs.ext4 is not installed (Debian: e2fsprogs)"
    try:
        with workplace() as here, made(here, 8):
            return None
    except subprocess.CalledProcessError as fault:
        return f"mount -o loop is not possible here: {fault.stderr.strip()}"


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder in memory, where a copy costs little."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="mailbot-disk-", dir=memory if memory.is_dir() else None) as name:
        here = Path(name)
        here.chmod(0o755)
        yield here


@contextlib.contextmanager
def made(here: Path, megabytes: int) -> Iterator[Disk]:
    """An empty file system in `here`."""
    file = here / "disk"
    with file.open("wb") as image:
        image.truncate(megabytes * 2**20)
    _run("mkfs.ext4", "-q", "-F", "-m", "0", str(file))
    with mounted(file, here / "mounted") as disk:
        yield disk


@contextlib.contextmanager
def mounted(file: Path, folder: Path) -> Iterator[Disk]:
    folder.mkdir(exist_ok=True)
    _run("mount", "-o", _OPTIONS, str(file), str(folder))
    try:
        yield Disk(file, folder)
    finally:
        _run("umount", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
