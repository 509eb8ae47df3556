"""Checked rows as encrypted pieces, so that a page opens the fifty lines it shows and no more.

A piece is compressed JSON under its own seal. The front holds what any page may ask for, the body
what only a commit needs; then the rows, so many a piece, and the problems.
"""

import json
import struct
import zlib
from functools import cached_property
from itertools import islice

from campaign.lib import crypto

_FAST = 1
_LENGTH = struct.Struct(">I")
ROWS = 2_000
_PROBLEMS = 5_000
# What is said of each row: a column or a list as long as the rows.
_LISTS = ("sheets", "numbers", "households")
_OF_ROWS = {*_LISTS, "columns", "changed"}
_BODY = {"people", "status_ids", "identities", "members", "kept", "absent"}
_UNITS = ("village_id", "commune_id")


def pack(content):
    """A JSON-able dict as bytes. `columns`, `sheets`, `numbers` and `households` are as long as
    the list, `problems` any iterable; `changed` is {row: what stood there before}."""
    front = {k: v for k, v in content.items() if k not in _OF_ROWS | _BODY | {"problems"}}
    numbers, changed = content.get("numbers", ()), content.get("changed", {})
    front |= {"rows": len(numbers), "changed": list(changed), "units": _units(content)}
    households = content.get("households", ())
    front["known"] = sum(households[index] is not None for index in content.get("new", ()))
    sealed = map(_seal, _pieces(front, content))
    return b"".join(part for piece in sealed for part in (_LENGTH.pack(len(piece)), piece))


def _pieces(front, content):
    yield front
    yield {k: v for k, v in content.items() if k in _BODY}
    for start in range(0, len(content.get("numbers", ())), ROWS):
        yield _rows(content, start)
    problems = iter(content.get("problems", ()))
    while piece := list(islice(problems, _PROBLEMS)):
        yield piece


def _seal(piece):
    text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return crypto.encrypt(zlib.compress(text.encode(), _FAST))


def _rows(content, start):
    end = start + ROWS
    changed = content.get("changed", {})
    return {
        "columns": {k: _packed(column[start:end]) for k, column in content["columns"].items()},
        "changed": {i: changed[i] for i in range(start, end) if i in changed} if changed else {},
        **{name: _packed(content[name][start:end]) for name in _LISTS},
    }


def _packed(column):
    """A column that says one thing all the way down, said once."""
    first = column[0]
    return {"all": first} if column.count(first) == len(column) else column


def _units(content):
    """Every unit that a line may name."""
    found = {pk for name in _UNITS for pk in content.get("columns", {}).get(name, ()) if pk}
    for before in content.get("changed", {}).values():
        for part in ("status", "household"):
            found |= {v for k, v in before.get(part, {}).items() if k.endswith("_id") and v}
    return sorted(found)


class Frames:
    """The pieces of one packed list, each opened when it is asked for."""

    def __init__(self, packed):
        packed, self.pieces, place = bytes(packed or b""), [], 0
        while place < len(packed):
            start = place + _LENGTH.size
            place = start + _LENGTH.unpack_from(packed, place)[0]
            self.pieces.append(packed[start:place])
        self.opened = {}

    def _open(self, number):
        return json.loads(zlib.decompress(crypto.decrypt(self.pieces[number])))

    @cached_property
    def front(self):
        """What any page may ask for; `changed` are row numbers alone. Empty when there is none."""
        return self._open(0) if self.pieces else {}

    @property
    def _count(self):
        return -(-self.front.get("rows", 0) // ROWS)

    def _chunk(self, number):
        chunk = self._open(2 + number)
        count = min(ROWS, self.front["rows"] - number * ROWS)
        for name in _LISTS:
            chunk[name] = _unpacked(chunk[name], count)
        chunk["columns"] = {k: _unpacked(v, count) for k, v in chunk["columns"].items()}
        return chunk

    def row(self, index):
        """(values by column, sheet, row number, household id, what stood there before)."""
        number, place = divmod(index, ROWS)
        if number not in self.opened:
            self.opened[number] = self._chunk(number)
        chunk = self.opened[number]
        values = {key: column[place] for key, column in chunk["columns"].items()}
        return values, *(chunk[name][place] for name in _LISTS), chunk["changed"].get(str(index))

    def problems(self, skip=0):
        """Lists of problems, each as the tuple that was packed, without the first `skip` lists."""
        for number in range(2 + self._count + skip, len(self.pieces)):
            yield self._open(number)

    def whole(self):
        """All that was packed but the problems, as one dict; keys of rows are texts."""
        if not self.pieces:
            return {}
        content = {**self.front, **self._open(1), "changed": {}}
        for name in ("rows", "units", "known"):
            del content[name]
        if self._count:
            content |= {"columns": {}, **{name: [] for name in _LISTS}}
        for number in range(self._count):
            chunk = self._chunk(number)
            content["changed"] |= chunk["changed"]
            for name in _LISTS:
                content[name] += chunk[name]
            for key, column in chunk["columns"].items():
                content["columns"].setdefault(key, []).extend(column)
        return content


def _unpacked(column, count):
    return [column["all"]] * count if isinstance(column, dict) else column
