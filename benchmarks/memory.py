"""What a process and everything it started take of memory and processor, looked at again and again."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import psutil

SAMPLE = 0.05  # seconds between two looks
PSS_EVERY = 8  # looks; the kernel walks every page for it


class Memory(threading.Thread):
    """Peak memory, in octets, and processor time of a process and its descendants."""

    def __init__(self, pid: int, sample: float = SAMPLE) -> None:
        super().__init__(daemon=True)
        self.rss = self.pss = self.latest = 0
        self.processor = 0.0  # seconds of it, of those that live
        self._sample = sample
        self._process = psutil.Process(pid)
        self._ended = threading.Event()

    def run(self) -> None:
        looks = 0
        while not self._ended.wait(self._sample):
            with contextlib.suppress(psutil.Error):
                tree = [self._process, *self._process.children(recursive=True)]
                self.latest = sum(each.memory_info().rss for each in tree)
                self.rss = max(self.rss, self.latest)
                self.processor = max(self.processor, sum(sum(each.cpu_times()[:2]) for each in tree))
                if looks % PSS_EVERY == 0:
                    self.pss = max(self.pss, sum(_pss(each.pid) for each in tree))
                looks += 1

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
