"""Merged cells of a list: what a value says of the rows and columns that its cell covers.

Merged down in a column that allows it (`Column.merged`), it is said of each row: the village, the
class. Anything else, a name over two households or a tick over two columns, has no meaning that a
program may choose: the value counts where it is written, and a warning names what it covers.
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from households.imports import cleaning
from households.imports.column import Merged


class Doubt(NamedTuple):
    """A merged cell that is told of: its rows, and the columns that it covers by their keys."""

    row: int
    last_row: int
    keys: tuple
    value: object


def fill(table, areas, columns):
    """Write the values of merged cells into the rows of `table` they cover, as its columns allow.

    `areas` are those of its sheet (`reading.Area`). What is covered and holds a value of its own
    keeps it. `table.doubts` gets the others. Areas over each other in a column, which no
    spreadsheet writes, count once, so that a file cannot ask for more work than it has cells.
    """
    positions = table.heading.positions
    means = {positions[c.key]: (c.key, c.merged) for c in columns if c.key in positions}
    said_of_rows = {Merged.DOWN, Merged.EITHER, *([Merged.MEMBERS] if table.detailed else [])}
    known, covered = sorted(means), {}
    for area in sorted(areas):
        row, column, last_row, last_column = area
        if column not in means or row <= covered.get(column, 0):
            continue
        covered[column] = last_row
        start = bisect_left(table.numbers, row)
        if start == len(table.numbers) or table.numbers[start] != row:
            continue
        cells = table.rows[start]
        value = cells[column] if column < len(cells) else None
        if value is None:
            continue
        across = known[bisect_left(known, column) : bisect_right(known, last_column)]
        either = all(means[other][1] == Merged.EITHER for other in across)
        end = start + 1
        if means[column][1] in said_of_rows:
            end, last_row = bisect_right(table.numbers, last_row), row
        for cells in table.rows[start:end]:
            for target in across if either else (column,):
                _put(cells, target, value)
        if last_row > row or (len(across) > 1 and not either):
            keys = tuple(means[other][0] for other in across)
            table.doubts.append(Doubt(row, last_row, keys, value))


def _put(cells, position, value):
    cells += [None] * (position + 1 - len(cells))
    if cells[position] is None:
        cells[position] = value


def tell(table, tally):
    """Warn of each merged cell that covers several columns or rows of `table`.

    Of a list with members under their heads `table` holds the heads: what is merged over the
    people of one household is said of that household, and in order.
    """
    numbers, labels = table.numbers, table.heading.labels
    for row, last_row, keys, value in table.doubts:
        start = bisect_left(numbers, row)
        if start == len(numbers) or numbers[start] != row:
            continue
        told = {
            "place": (table.sheet, row),
            "column": labels[keys[0]],
            "value": cleaning.shown(value),
        }
        last = numbers[bisect_right(numbers, last_row) - 1]
        if len(keys) > 1:
            names = ", ".join(f"“{text}” ({letter})" for text, letter in map(labels.get, keys))
            tally.add("merged_columns", names=names, **told)
        elif last > row:
            tally.add("merged_rows", first=row, last=last, **told)
