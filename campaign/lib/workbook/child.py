"""Run as a script in a process of its own: one file in, its rows out as lines of JSON.

The fast reader trusts what a file says of itself: 1,400 bytes can make it abort the interpreter,
one far cell make it ask for hundreds of gigabytes. So it runs here, limited, with nothing to lose:
no environment, no input, no Django, its own session. Lines it writes:

    {"sheet": name, "hidden": bool}
    [number of the first row, [[cell, ...], ...]]     consecutive rows, trailing empty cells cut
    {"end": true}  or  {"refused": code, "values": {...}}

A cell is a JSON value; {"d": iso} is a date, {"t": iso} a moment, {"e": "#REF!"} a formula error.
Its one argument is a JSON object, see `main`.
"""

import json
import os
import resource
import sys


def _limit(memory, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def main(task):
    """`task`: folders `packages` and `project`; `path`, `kind`, `encoding`, `delimiter` of a file;
    limits `memory` (bytes of address space), `seconds` (of CPU), `max_rows` (filled, a sheet)."""
    _limit(task["memory"], task["seconds"])
    sys.path[:0] = [task["project"], task["packages"]]
    # Only now, under the limits: everything that touches the file, and what it needs.
    from campaign.lib.workbook import rows  # noqa: PLC0415 - after the limits are set

    out = sys.stdout.buffer
    try:
        rows.send(out, task)
    except rows.Stopped as stop:
        out.write(rows.line({"refused": stop.code, "values": stop.values}))
    except MemoryError:
        out.write(b'{"refused": "reader_memory", "values": {}}\n')
    else:
        out.write(b'{"end": true}\n')
    out.flush()
    # No tidying up: freeing three million cells one by one costs more than the process is worth.
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
