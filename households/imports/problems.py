"""What can be wrong with a list, in the words of the person who has to put it right.

One table: code, severity, sentence. An error keeps the whole file from being confirmed, a warning
does not. A problem names sheet, row, column and value as they stand in the person's own file, but
a citizen id is never repeated whole.
"""

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from households import sayings
from households.choices import Severity
from households.sentences import ERRORS

_PLAIN = (str, int, float, type(None))
# So many different fillings of sentences are kept once for all problems that share them.
_KNOWN_PARAMS = 20_000
_ROW_BITS, _HAS_ROW = 32, 1 << 62


class ListRefused(Exception):
    """A file that can be read but is no list for this upload: `code`, and `str()` for people."""

    def __init__(self, code, **values):
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self):
        return sayings.of_refusal(self.code, sayings.pack(self.values))


class Finding(NamedTuple):
    """What cleaning thinks of one value: the code of a problem, and what it made of the value."""

    code: str
    value: object = None
    params: dict = {}


@dataclass(slots=True)
class Problem:
    """`params` are packed by `sayings`: what the sentence of `code` is filled with."""

    severity: str
    code: str
    params: dict = field(default_factory=dict)
    sheet: str = ""
    row: int | None = None
    column: str = ""
    letter: str = ""
    value: str = ""

    @property
    def message(self):
        return sayings.of_problem(self)

    @property
    def place(self):
        """The heading with its letter: "Thôn (G)"."""
        return f"{self.column} ({self.letter})" if self.letter else self.column


def severity(code):
    return Severity.ERROR if code in ERRORS else Severity.WARNING


class _Kind(NamedTuple):
    """What the problems of one column of one sheet have in common."""

    severity: str
    code: str
    sheet: str
    column: str
    letter: str
    params: tuple


class Tally:
    """All problems of a file, in the order of its rows, with exact counts.

    A list of 100,000 rows may have half a million of them, so they are kept by column, some thirty
    bytes each: the number of the kind, the row, the value, and what the sentence is filled with.
    """

    def __init__(self):
        self.error_rows = set()
        self.counts = {}
        self._kinds = {}
        self._kind_of, self._rows = array("i"), array("i")
        self._values, self._params = [], []
        self._known_params = {}

    def add(self, code, *, place=None, column=None, value="", rejects=None, **params):
        """`place` is (sheet name, row number), `column` (heading, letter).

        `rejects` are the places of the rows that an error rejects where they stand elsewhere.
        """
        sheet, row = place or ("", None)
        heading, letter = column or ("", "")
        kind = _Kind(severity(code).value, code, sheet[:100], heading[:100], letter, tuple(params))
        self._kind_of.append(self._kinds.setdefault(kind, len(self._kinds)))
        self._rows.append(row or 0)
        self._values.append(value[:200])
        self._params.append(self._packed(tuple(params.values())) if params else ())
        self.counts[code] = self.counts.get(code, 0) + 1
        if code in ERRORS:
            self.error_rows.update([place] if rejects is None else rejects)

    def _packed(self, values):
        """The values as `sayings` packs them; what many problems have in common is kept once."""
        if not all(isinstance(value, _PLAIN) for value in values):
            return tuple(sayings.pack(dict(enumerate(values))).values())
        key = (values, tuple(map(type, values)))  # 1 and True are one key
        found = self._known_params.get(key)
        if found is None:
            found = tuple(sayings.pack(dict(enumerate(values))).values())
            if len(self._known_params) < _KNOWN_PARAMS:
                self._known_params[key] = found
        return found

    def __len__(self):
        return len(self._rows)

    @property
    def has_errors(self):
        return bool(self.error_rows)

    @property
    def warnings(self):
        return sum(n for code, n in self.counts.items() if code not in ERRORS)

    def sheets_with(self, code):
        """The sheets of which a problem speaks."""
        return {kind.sheet for kind in self._kinds if kind.code == code}

    def in_order(self):
        """The fields of each problem as tuples: of the whole file first, then by sheet and row as
        they were read."""
        kinds = list(self._kinds)
        sheets = {sheet: place for place, sheet in enumerate(sorted({k.sheet for k in kinds}), 1)}
        placed = [sheets[kind.sheet] << _ROW_BITS for kind in kinds]
        keys = array(
            "q",
            (
                (_HAS_ROW | placed[kind] | row) if row else placed[kind]
                for kind, row in zip(self._kind_of, self._rows, strict=True)
            ),
        )
        for index in sorted(range(len(self)), key=keys.__getitem__):
            kind = kinds[self._kind_of[index]]
            params = dict(zip(kind.params, self._params[index], strict=True))
            row = self._rows[index] or None
            yield (
                *(kind.severity, kind.code, params, kind.sheet, row, kind.column, kind.letter),
                self._values[index],
            )


UNNAMED = _("cột không tên")
