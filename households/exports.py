"""Official tables as workbooks whose formulas compute, and as the HTML of official papers."""

from campaign import papers
from campaign.choices import Level
from households.choices import ReviewKind

# Columns in front of the numbered ones: TT, name of the unit.
_BEFORE = 2
_COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def file_name(table, ending):
    """ "r1-21808-2024.xlsx": codes alone, so that every system can keep it."""
    return f"{table.form.code.lower()}-{table.unit.code}-{table.review.year}.{ending}"


def occasion(table):
    """What the table speaks of, in Vietnamese: unit, review, day."""
    review = table.review
    kind = "đầu kỳ, cuối năm" if review.kind == ReviewKind.OPENING else "năm"
    return f"{table.unit.name}, kỳ rà soát {kind} {review.year}, thời điểm {review.as_of:%d/%m/%Y}"


def names_column(table):
    """The heading over the units' names."""
    if table.unit.level == Level.COMMUNE:
        return "Thôn, tổ dân phố"
    has_districts = any(row.unit.level == Level.DISTRICT for row in table.rows[:-1])
    return "Huyện, xã" if has_districts else "Xã, phường"


def formula_row(table):
    """The texts under the headings: A, B, then each column's number, with what it computes."""
    return ["A", "B", *(formula_text(column) for column in table.columns)]


def formula_text(column):
    """ "4=3/1*100", as the form prints it; the bare number of an entered column."""
    if column.over is None:
        return str(column.number)
    numerator, denominator = column.over
    return f"{column.number}={numerator}/{denominator}*100"


def workbook(table):
    """The bytes of an .xlsx. Rates divide the cells they name and groups add up their rows; a cell
    without a number stays empty, and so does what depends on it."""
    from campaign.lib.workbook import writing  # noqa: PLC0415 - the spreadsheet library is slow

    book = writing.Book(subject=table.title)
    page = book.sheet(table.form.code, landscape=True)
    last = _BEFORE + len(table.columns)
    left = 5
    for agency, country in zip(("Ủy ban nhân dân", table.unit.name), _COUNTRY, strict=True):
        page.line(agency.upper(), last=left, bold=True, align="center", size=12)
        page.beside(country, first=left + 1, last=last, bold=True, size=12)
    page.line()
    page.line(table.title.upper(), last=last, bold=True, align="center", size=14)
    page.line(occasion(table), last=last, italic=True, align="center")
    if table.form.printed_number:
        page.line(table.form.printed_number, last=last, italic=True, align="right", size=11)
    page.heading(
        [
            writing.Column("TT", kind="text", width=6),
            writing.Column(names_column(table), kind="text", width=26),
            *(
                writing.Column(
                    column.heading,
                    kind="decimal" if column.over else "integer",
                    width=9 if column.over else 10,
                    parent=column.group,
                )
                for column in table.columns
            ),
        ],
        numbers=formula_row(table),
    )
    page.freeze_columns(_BEFORE)
    _add_rows(page, table, writing)
    page.line()
    for note in table.notes:
        page.line(f"- {note}", last=last, italic=True, size=11)
    page.line()
    page.line("NGƯỜI LẬP BIỂU", last=left, bold=True, align="center")
    page.beside("TM. ỦY BAN NHÂN DÂN", first=last - 5, last=last, bold=True)
    page.line("(Ký, ghi rõ họ tên)", last=left, italic=True, align="center", size=11)
    page.beside("CHỦ TỊCH", first=last - 5, last=last, bold=True)
    return book.content()


def _add_rows(page, table, writing):
    first = page.next_row
    for place, row in enumerate(table.rows):
        cells = []
        for position, (column, value) in enumerate(zip(table.columns, row.values, strict=True)):
            if value is None:
                cells.append(None)
            elif column.over:
                # Also where the total is lacking: the rate appears once somebody types it in.
                shown = "" if value.value is None else value.value
                cells.append(writing.Formula(_quotient(column, first + place), shown))
            elif value.value is None:
                cells.append(None)
            elif row.parts and _adds_up(table, row, position):
                cells.append(writing.Formula(_sum(row, position, first), value.value))
            else:
                cells.append(value.value)
        page.row([row.label or None, row.name, *cells], bold=row.is_group)


def _letter(number):
    """The letter of a numbered column of the form in the sheet."""
    return chr(ord("A") + _BEFORE + number - 1)


def _quotient(column, row):
    above, below = (f"{_letter(number)}{row}" for number in column.over)
    return f'IF(OR(N({below})=0,{above}=""),"",{above}/{below}*100)'


def _adds_up(table, row, position):
    """Whether the parts make up the number: not where part of it belongs to none of them."""
    parts = [table.rows[place].values[position].value for place in row.parts]
    return sum(part or 0 for part in parts) == row.values[position].value


def _sum(row, position, first):
    letter = _letter(position + 1)
    if row.parts == tuple(range(row.parts[0], row.parts[-1] + 1)):
        return f"SUM({letter}{first + row.parts[0]}:{letter}{first + row.parts[-1]})"
    return "+".join(f"{letter}{first + place}" for place in row.parts)


def paper(table):
    """The HTML of the table as an official paper (A4 landscape, Nghị định 30/2020/NĐ-CP)."""
    context = {
        "table": table,
        "title": table.title,
        "agency": f"Ủy ban nhân dân\n{table.unit.name}",
        "place": papers.place_of(table.unit.name),
        "date": table.review.as_of.year,
        "form_number": table.form.printed_number,
        "doc_type": table.title,
        "note": occasion(table),
        "names_column": names_column(table),
        "groups": _groups(table),
        "formula_row": formula_row(table),
        "authority": papers.signing_lines("Chủ tịch"),
    }
    return papers.draw("papers/table_r1.html", context)


def _groups(table):
    """(heading, number of columns) of the upper heading row."""
    found = []
    for column in table.columns:
        if found and found[-1][0] == column.group:
            found[-1][1] += 1
        else:
            found.append([column.group, 1])
    return found
