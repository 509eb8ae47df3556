"""Official tables as workbooks whose formulas compute, and as the HTML of official papers."""

from django.utils import timezone

from campaign import papers
from campaign.lib.numbers import integer
from households import measures
from households.choices import ReviewKind
from households.tables import lists
from households.tables.shapes import Quotient, Terms, heading_rows

_COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
# Columns of the letterhead's left half; wider tables stand on A3.
_LEFT = 5
_A4_COLUMNS = 20
# So many rows stay with their title: only notes and signatures may go over to the next page.
_SHORT, _SHORT_OF_PAIRS = 6, 8
# A row of a paper costs some 30 milliseconds: longer tables are for a spreadsheet.
PAPER_ROWS = 1200


def file_name(table, ending):
    """ "r1-21808-2024.xlsx": codes alone, so that every system can keep it."""
    today = "-dia-gioi-hien-nay" if table.is_today else ""
    code = table.form.code.lower()
    return f"{code}-{table.unit.code}-{table.review.year}{today}.{ending}"


def occasion(table):
    """What the table speaks of, in Vietnamese: unit, review, day, map."""
    said = occasion_of(table.unit, table.review)
    return f"{said}; cộng lại theo địa giới hành chính hiện nay" if table.is_today else said


def occasion_of(unit, review):
    """A unit, a review and its day, in Vietnamese."""
    kind = {
        ReviewKind.OPENING: "đầu kỳ, cuối năm",
        ReviewKind.MIDYEAR: "giữa năm",
        ReviewKind.ADHOC: "thường xuyên năm",
    }.get(review.kind, "năm")
    return f"{unit.name}, kỳ rà soát {kind} {review.year}, thời điểm {review.as_of:%d/%m/%Y}"


def is_too_long(table):
    """Whether the table is only for a spreadsheet."""
    return len(table.rows) > PAPER_ROWS


def workbook(table):
    """The bytes of an .xlsx. Rates divide the cells they name and groups add up their rows; a cell
    without a number stays empty, and so does what depends on it. The counts under a table of rates
    stand in a second sheet."""
    from campaign.lib.workbook import writing  # noqa: PLC0415 - the spreadsheet library is slow

    book = writing.Book(subject=table.title)
    for one in filter(None, (table, table.basis)):
        page = book.sheet(one.form.code, landscape=True)
        last = max(len(one.before) + len(one.columns), 2 * _LEFT)
        _head(page, one, last)
        _Rows(page, one, writing).write()
        _foot(page, one, last)
    return book.content()


def _head(page, table, last):
    for agency, country in zip(("Ủy ban nhân dân", table.unit.name), _COUNTRY, strict=True):
        page.line(agency.upper(), last=_LEFT, bold=True, align="center", size=12)
        page.beside(country, first=_LEFT + 1, last=last, bold=True, size=12)
    page.line()
    page.line(table.title.upper(), last=last, bold=True, align="center", size=14)
    page.line(occasion(table), last=last, italic=True, align="center")
    for remark in table.remarks:
        page.line(remark, last=last, bold=True, align="center", size=11)
    # An empty line where there is no number: both sheets of a table of rates have the same rows.
    page.line(table.form.printed_number, last=last, italic=True, align="right", size=11)


def _foot(page, table, last):
    page.line()
    for note in table.notes:
        page.line(f"- {note}", last=last, italic=True, size=11)
    for one in table.disagreements or ():
        page.line(f"- {sentence(one)}", last=last, italic=True, size=11)
    page.line()
    page.line("NGƯỜI LẬP BIỂU", last=_LEFT, bold=True, align="center")
    page.beside("TM. ỦY BAN NHÂN DÂN", first=last - 4, last=last, bold=True)
    page.line("(Ký, ghi rõ họ tên)", last=_LEFT, italic=True, align="center", size=11)
    page.beside("CHỦ TỊCH", first=last - 4, last=last, bold=True)


def sentence(disagreement):
    """A cross-check that does not hold, in words."""
    one = disagreement
    return f"{one.rule} không khớp ở {one.unit}: {one.left} và {one.right}, lệch {one.difference}."


class _Rows:
    """Writes the table itself; knows in which cell each number stands."""

    def __init__(self, page, table, writing):
        self.page, self.table, self.writing = page, table, writing
        self.letters = {
            column.number: writing.letter(len(table.before) + place)
            for place, column in enumerate(table.columns, start=1)
        }

        numbers = {column.code: column.number for column in table.columns if column.code}
        known = measures.known(table.review.standard)
        # Of rates that the form computes from no column: the column of their numerator.
        self._numerators = {
            place: numbers.get(known[column.code].numerator)
            for place, column in enumerate(table.columns)
            if column.formula is None and column.code in known
        }

    def write(self):
        table, column = self.table, self.writing.Column
        self.page.heading(
            [
                column("TT", kind="text", width=6),
                column(table.names, kind="text", width=26),
                *(column(name, kind="text", width=11) for name in table.before[2:]),
                *(
                    column(
                        one.heading,
                        kind="decimal" if _is_decimal(table, place) else "integer",
                        width=9 if one.is_rate else 10,
                        parent=one.headings[:-1],
                    )
                    for place, one in enumerate(table.columns)
                ),
            ],
            numbers=table.formula_row,
        )
        self.page.freeze_columns(len(table.before))
        self.first = self.page.next_row
        for place, row in enumerate(table.rows):
            lines = [row.line] if table.lines else []
            cells = [self._cell(row, position, place) for position in range(len(table.columns))]
            self.page.row([row.label or None, row.name, *lines, *cells], bold=row.is_group)

    def _cell(self, row, position, place):
        column, value = self.table.columns[position], row.values[position]
        numbers = self._numbers(row)
        if isinstance(column.formula, Quotient):
            if any(isinstance(numbers.get(n), str) for n in column.formula.numbers):
                return row.texts[position] or None
            # Also where the total is lacking: the rate appears once somebody types it in.
            shown = "" if value is None or value.value is None else value.value
            basis = value.denominator if value is not None and value.basis else None
            text = self._quotient(column.formula, self.first + place, basis)
            return self.writing.Formula(text, shown)
        if value is None or value.value is None:
            return row.texts[position] or None
        text = self._formula(row, position, place, numbers)
        return self.writing.Formula(text, value.value) if text else value.value

    def _formula(self, row, position, place, numbers):
        """What computes a number that is no rate of two columns, "" where nothing does."""
        column, value = self.table.columns[position], row.values[position]
        if value.denominator and (above := self._numerators.get(position)):
            # The form has no column of the denominator: its number stands in the formula.
            return _of_number(f"{self.letters[above]}{self.first + place}", value.denominator)
        if isinstance(column.formula, Terms) and column.formula.of(numbers) == value.value:
            return self._terms(column.formula, self.first + place)
        if row.parts and not _is_decimal(self.table, position) and self._adds_up(row, position):
            return self._sum(row, position)
        return ""

    def _numbers(self, row):
        """{column number: number, text where it is not certain, or None} of a row."""
        found = {}
        for column, (value, text) in zip(self.table.columns, row.cells, strict=True):
            known = value.value if value is not None else None
            found[column.number] = text if known is None and text else known
        return found

    def _quotient(self, formula, row, basis=None):
        """A rate of two cells; `basis`: of this number, as the column holds more than that."""
        table, sheet = self.table, ""
        letters = self.letters
        if formula.on_basis:
            # The other sheet has the same rows, and its columns where its own heading puts them.
            table = self.table.basis
            sheet = f"'{table.form.code}'!"
            letters = {
                column.number: self.writing.letter(len(table.before) + place)
                for place, column in enumerate(table.columns, start=1)
            }
        above, below = (f"{sheet}{letters[number]}{row}" for number in formula.numbers)
        if basis is not None:
            return _of_number(above, basis)
        return f'IF(OR(N({below})=0,{above}=""),"",{above}/{below}*100)'

    def _terms(self, formula, row):
        signs = {1: "+", -1: "-"}
        text = "".join(
            f"{signs[sign]}{self.letters[number]}{row}" for sign, number in formula.signed
        )
        return text.removeprefix("+")

    def _adds_up(self, row, position):
        """Whether the parts make up the number: not where part of it belongs to none of them."""
        parts = [self.table.rows[place].values[position].value for place in row.parts]
        return sum(part or 0 for part in parts) == row.values[position].value

    def _sum(self, row, position):
        letter = self.letters[self.table.columns[position].number]
        if row.parts == tuple(range(row.parts[0], row.parts[-1] + 1)):
            return f"SUM({letter}{self.first + row.parts[0]}:{letter}{self.first + row.parts[-1]})"
        return "+".join(f"{letter}{self.first + place}" for place in row.parts)


def _of_number(above, below):
    """The formula of a rate whose denominator is a number and no cell."""
    return f'IF({above}="","",{above}/{below}*100)'


def _is_decimal(table, position):
    """Whether a column is of rates, also where these are not computed from others of the table."""
    values = [row.values[position] for row in table.rows]
    return table.columns[position].is_rate or any(v is not None and v.unit == "%" for v in values)


def paper(table):
    """The HTML of the table as an official paper (Nghị định 30/2020/NĐ-CP), A4 landscape; a table
    of very many columns on A3."""
    context = {
        "table": table,
        "blocks": _blocks(table),
        "title": table.title,
        "agency": f"Ủy ban nhân dân\n{table.unit.name}",
        "place": papers.place_of(table.unit.name),
        # A paper of today's map is signed today, by a unit that had not been on the day told.
        "date": timezone.localdate().year if table.is_today else table.review.as_of.year,
        "form_number": table.form.printed_number,
        "doc_type": table.title,
        "note": occasion(table),
        "remarks": table.remarks,
        "page_class": "wide" if len(table.columns) <= _A4_COLUMNS else "broad",
        "is_short": len(table.rows) <= (_SHORT_OF_PAIRS if table.lines else _SHORT),
        "disagreements": [sentence(one) for one in table.disagreements or ()],
        "authority": papers.signing_lines("Chủ tịch"),
    }
    return papers.draw("papers/table_official.html", context)


def _blocks(table):
    """The rows with their texts, in blocks that a page must not part: the lines of one unit."""
    rows = [(row, [_short(value, text) for value, text in row.cells]) for row in table.rows]
    if not table.lines:
        return [rows]
    starts = [place for place, row in enumerate(table.rows) if row.span]
    return [rows[place : place + table.rows[place].span] for place in starts]


def _short(value, text):
    """What is not certain, in the room that a column of a paper has; a note says what it means."""
    if value is None or value.value is not None or value.certain is None or not text:
        return text
    return f"KQĐ ({integer(value.certain)})"


def roll_file_name(roll, unit, review, ending):
    """ "r14-21808-2024.xlsx"."""
    return f"{roll.code.lower()}-{unit.code}-{review.year}.{ending}"


def roll_workbook(roll, unit, review, lines):
    """A detailed list as an .xlsx, row by row; `lines` are those of `tables.lists`."""
    from campaign.lib.workbook import streaming, writing  # noqa: PLC0415 - the library is slow

    columns = lists.columns(roll)
    widths = {"3": 34, "7": 14, "6": 12}
    return streaming.content(
        roll.code,
        [
            writing.Column(
                column.heading, width=widths.get(column.number, 8), parent=column.headings[:-1]
            )
            for column in columns
        ],
        ((line.values, line.kind != "member") for line in lines),
        before=[
            (f"ỦY BAN NHÂN DÂN {unit.name.upper()}", True),
            (roll.form.titled(review).upper(), True),
            (occasion_of(unit, review), False),
        ],
        after=[("", False), ("NGƯỜI LẬP BIỂU                    TM. ỦY BAN NHÂN DÂN", True)],
        numbers=[column.number for column in columns],
        subject=roll.form.titled(review),
    )


def roll_paper(roll, unit, review, lines):
    """A detailed list as an official paper, A4 landscape."""
    columns = lists.columns(roll)
    context = {
        "title": roll.form.titled(review),
        "agency": f"Ủy ban nhân dân\n{unit.name}",
        "place": papers.place_of(unit.name),
        "date": review.as_of.year,
        "form_number": roll.form.printed_number,
        "doc_type": roll.form.titled(review),
        "note": occasion_of(unit, review),
        "columns": columns,
        "heading_rows": heading_rows([(one.headings, one.number) for one in columns]),
        "lines": lines,
        "authority": papers.signing_lines("Chủ tịch"),
    }
    return papers.draw("papers/roll.html", context)
