"""Run as a script in a process of its own: one file in, its rows out as lines of JSON.

The fast reader trusts what a file says of itself: 1,400 bytes can make it abort the interpreter,
one far cell make it ask for hundreds of gigabytes. So it runs here, limited, with nothing to lose:
no environment, no input, no Django, its own session. Lines it writes:

    {"sheet": name, "hidden": bool, "conceals": bool}
    [number of the first row, [[cell, ...], ...]]     consecutive rows, trailing empty cells cut
    {"merged": [[first row, first column, last row, last column], ...]}     before its rows
    {"converted": {encoding: cells}}     after a sheet with cells in an old encoding
    {"end": true}  or  {"refused": code, "values": {...}}

A cell is a JSON value; {"d": iso} is a date, {"t": iso} a moment, {"e": "#REF!"} a formula error.
The other work done here is marking problems in a copy of a workbook (`marking`), which answers
with a file.
"""

import importlib
import json
import os
import resource
import sys


def _limit(memory, seconds, file_size):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def main(task):
    """`task`: `work` the module that does it; folders `packages` and `project`; limits `memory`
    (bytes of address space), `seconds` (of CPU), `file_size` (bytes it may write); and what the
    work itself asks for."""
    _limit(task["memory"], task["seconds"], task["file_size"])
    sys.path[:0] = [task["project"], task["packages"]]
    out = sys.stdout.buffer
    try:
        # Only now, under the limits: whatever touches the file.
        importlib.import_module(f"campaign.lib.workbook.{task['work']}").send(out, task)
    except MemoryError:
        out.write(b'{"refused": "reader_memory", "values": {}}\n')
        out.flush()
        os._exit(1)
    out.flush()
    # No tidying up: freeing three million cells one by one costs more than the process is worth.
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
