"""From the description of a table and its ground to the rows that are drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign.lib.numbers import integer
from households import counts as counting
from households import measures
from households.measures import PERCENT, Value
from households.tables.shapes import OfficialTable, Quotient, TableRow

# In front of a code: the same measure at the review before.
BEFORE = "before_"
HOUSEHOLDS_ALONE = (("", ""),)
BOTH_LINES = (("Hộ", ""), ("Nhân khẩu", "_people"))
_WITHOUT = (
    "Ô để trống: đơn vị chưa có danh sách hộ, chưa có tổng số hộ, tổng số nhân khẩu để tính tỷ lệ, "
    "hoặc mẫu số bằng 0."
)
_NO_REVIEW_BEFORE = "Chưa có kết quả kỳ trước theo cùng chuẩn nghèo trên cùng địa bàn."
_PARTIAL = (
    "Xã đã có tổng số mà chưa có danh sách được cộng vào cột tổng số nhưng không vào mẫu số của tỷ "
    "lệ."
)
_UNCERTAIN = (
    "“Không quy được” (KQĐ): đơn vị trước sắp xếp đã chia về nhiều đơn vị và số liệu không tách "
    "hết được theo thôn; trong ngoặc là phần chắc chắn."
)


@dataclass(frozen=True)
class Kind:
    """One kind of table. `columns(ground)` gives its columns, `lines` the lines of each unit as
    (heading, end of the codes); `notes(ground, rows)` and `checks(ground)` what is said under it;
    `basis` the kind of the counts under a table of rates, `standards` those it was made for."""

    form: object
    columns: Callable
    lines: tuple = HOUSEHOLDS_ALONE
    by_area: bool = False
    notes: Callable | None = None
    checks: Callable | None = None
    basis: "Kind | None" = None
    standards: tuple = ()

    @property
    def code(self):
        return self.form.code


def build(kind, ground):
    """The OfficialTable of `kind` on `ground`."""
    columns = tuple(kind.columns(ground))
    rows = [
        row
        for place, line in enumerate(ground.lines)
        for row in _rows(kind, columns, ground, place, line)
    ]
    return OfficialTable(
        form=kind.form,
        unit=ground.unit,
        review=ground.review,
        columns=columns,
        rows=rows,
        notes=_notes(kind, ground, rows),
        remarks=ground.remarks,
        names=ground.names,
        is_today=ground.is_today,
        lines=len(kind.lines) > 1,
        disagreements=kind.checks(ground) if kind.checks else None,
        basis=build(kind.basis, ground) if kind.basis else None,
        earlier=ground.earlier_review if any(BEFORE in c.code for c in columns) else None,
    )


def _rows(kind, columns, ground, place, line):
    endings = [ending for _line, ending in kind.lines]
    codes = {
        code + ending
        for column in columns
        if column.code
        for code in column.code.split("+")
        for ending in endings
    }
    known = _known(ground, line, codes)
    for number, (name, ending) in enumerate(kind.lines):
        values = _values(columns, known, ending)
        if line.area:
            values = [
                value and replace(value, code=ground.code_of(line, value)) for value in values
            ]
        yield TableRow(
            label=line.label,
            name=line.name,
            is_group=bool(line.parts),
            values=values,
            texts=[_text(value, ground, line) for value in values],
            parts=tuple(part * len(kind.lines) + number for part in line.parts),
            unit=line.unit,
            line=name,
            span=len(kind.lines) if number == 0 else 0,
        )


def _known(ground, line, codes):
    """{code: Value} of the line, those of the review before under their own codes."""
    known = ground.values(line, sorted(code for code in codes if not code.startswith(BEFORE)))
    earlier = sorted(code.removeprefix(BEFORE) for code in codes if code.startswith(BEFORE))
    if earlier:
        numbers = ground.earlier(line)
        for value in measures.values(numbers, ground.review.standard, ground.level(line), earlier):
            reason = value.reason if numbers else _NO_REVIEW_BEFORE
            code = BEFORE + value.code
            known[code] = replace(
                value, code=code, reason="" if value.value is not None else reason
            )
    return known


def _measured(column, known, ending):
    """The value of a column: of one measure, or of several that the form adds up."""
    values = [known[code + ending] for code in column.code.split("+")]
    if len(values) == 1:
        return values[0]
    lacking = next((value for value in values if value.value is None), None)
    whole = None if lacking else sum(value.value for value in values)
    return replace(lacking or values[0], code="", value=whole, certain=None)


def _values(columns, known, ending):
    """One value a column: measured, computed from others, or None where nothing is collected."""
    found = {column.number: _measured(column, known, ending) for column in columns if column.code}
    for column in columns:
        if not column.code and column.formula:
            found[column.number] = _computed(column, found)
    return [found.get(column.number) for column in columns]


def _computed(column, found):
    operands = [found.get(number) for number in column.formula.numbers]
    numbers = {
        number: value.value if value else None
        for number, value in zip(column.formula.numbers, operands, strict=True)
    }
    value = column.formula.of(numbers)
    lacking = next((v.reason for v in operands if v is not None and v.value is None), "")
    return Value(
        code="",
        label=column.heading,
        value=value,
        numerator=None,
        denominator=None,
        unit=PERCENT if isinstance(column.formula, Quotient) else str(measures.HOUSEHOLD),
        reason="" if value is not None else lacking,
    )


def _text(value, ground, line):
    if value is None:
        return ""
    if value.value is None and value.certain is not None and (word := ground.doubt(line)):
        return f"{word} (chắc chắn {integer(value.certain)})"
    return value.display


def _notes(kind, ground, rows):
    """The sentences under the table: its own first, then what is lacking or left out."""
    found = list(kind.notes(ground, rows)) if kind.notes else []
    known = [value for row in rows for value in row.values if value is not None]
    if any("không quy được" in text for row in rows for text in row.texts):
        found.append(_UNCERTAIN)
    if any(value.value is None and value.reason for value in known):
        found.append(_WITHOUT)
    return list(dict.fromkeys([*found, *_of_a_part(rows), *_unsized(rows)]))


def unsaid(ground, name, kind, words):
    """How many households of the class do not say their deprivations or causes, in a sentence."""
    numbers = ground.numbers(ground.lines[-1]) or {}
    count = counting.unsaid(numbers, name, kind)
    if count:
        what = counting.SAID[kind][1]
        yield (
            f"{integer(count)}/{integer(numbers.get(name, 0))} {words} không ghi {what}, không "
            f"tính vào các cột {what}; đơn vị không có hộ nào ghi thì để trống."
        )


def _of_a_part(rows):
    """That rates are those of the units of which the numerator is known; of the total, of what."""
    if any(value.basis for row in rows for value in row.values if value is not None):
        last = [value for row in rows[-2:] for value in row.values if value is not None]
        return [*(value.basis for value in last if value.basis), _PARTIAL]
    return []


def _counted(code):
    return code.removesuffix("_share")


def _unsized(rows):
    """What the people of the total leave out, once a class."""
    found = {}
    for row in rows[-2:]:
        for value in row.values:
            is_said = value is None or value.basis or counting.mask_of(_counted(value.code))
            if not is_said and value.note:
                words = "hộ cận nghèo" if value.code.startswith("near_poor") else "hộ nghèo"
                found[words] = f"Nhân khẩu {words}: {value.note[:1].lower()}{value.note[1:]}"
    return list(found.values())
