"""CPU seconds of a piece of work: this process, its children, and the database server's process."""

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

_LOCAL = frozenset(("", "localhost", "127.0.0.1", "::1"))


@dataclass
class Case:
    name: str
    cpu_s: float
    wall_s: float
    peak_mib: float | None

    def as_dict(self):
        return {
            "name": self.name,
            "cpu_s": round(self.cpu_s, 3),
            "wall_s": round(self.wall_s, 3),
            "peak_mib": None if self.peak_mib is None else round(self.peak_mib, 1),
        }


def measure(name, work):
    """Run `work()` once and return its Case."""
    _forget_peak()
    wall, cpu = time.perf_counter(), _cpu()
    work()
    cpu, wall = _cpu() - cpu, time.perf_counter() - wall
    return Case(name, cpu, wall, _peak())


def median(cases):
    """The middle one of several runs, by CPU."""
    return sorted(cases, key=lambda case: case.cpu_s)[len(cases) // 2]


def counts_server():
    """Whether the server's CPU is in the figures: no server, or a local one that can be read."""
    return connection.vendor != "postgresql" or _server() is not None


def _cpu():
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    ours = sum(usage.ru_utime + usage.ru_stime for usage in (own, children))
    return ours + (_server() or 0)


def _server():
    """CPU seconds of the process behind our connection, None when it cannot be seen."""
    if connection.vendor != "postgresql" or connection.settings_dict["HOST"] not in _LOCAL:
        return None
    connection.ensure_connection()
    try:
        fields = Path(f"/proc/{connection.connection.get_backend_pid()}/stat").read_text()
    except OSError:
        return None
    if "(postgres)" not in fields:
        return None
    after_name = fields.rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _forget_peak():
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak():
    """The most memory this process held since `_forget_peak`, in MiB; Linux only."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), None)
    return int(line.split()[1]) / 1024 if line else None
