"""The formulas of our own workbooks, worked out: sums, quotients that guard themselves, terms."""

import re

_SUM = re.compile(r"=SUM\(([A-Z]+)(\d+):\1(\d+)\)")
_QUOTIENT = re.compile(
    r"=IF\(OR\(N\((?P<below>(?:'[^']+'!)?\w+)\)=0,(?P<above>(?:'[^']+'!)?\w+)=\"\"\),\"\","
    r"(?P=above)/(?P=below)\*100\)"
)
# A rate of a part of its column: the number stands in the formula.
_OF_A_PART = re.compile(r'=IF\((?P<above>\w+)="","",(?P=above)/(?P<below>\d+)\*100\)')
_TERMS = re.compile(r"=[A-Z]+\d+([+-][A-Z]+\d+)*")
_TERM = re.compile(r"([+-]?)([A-Z]+\d+)")


def computed(book):
    """{sheet title: {coordinate: value}} of a workbook opened with its formulas."""
    sheets = {
        page.title: {cell.coordinate: cell.value for row in page.iter_rows() for cell in row}
        for page in book.worksheets
    }

    def find(reference, title):
        if "!" in reference:
            title, reference = reference.split("!")
            title = title.strip("'")
        return title, reference

    def work_out(value, title):
        if not (isinstance(value, str) and value.startswith("=")):
            return value
        if match := _SUM.fullmatch(value):
            letter, first, last = match[1], int(match[2]), int(match[3])
            return sum(number(f"{letter}{row}", title) for row in range(first, last + 1))
        if match := _QUOTIENT.fullmatch(value):
            below, above = number(match["below"], title), find(match["above"], title)
            lacks = not below or sheets[above[0]].get(above[1]) is None
            return "" if lacks else number(match["above"], title) / below * 100
        if match := _OF_A_PART.fullmatch(value):
            lacks = sheets[title].get(match["above"]) is None
            return "" if lacks else number(match["above"], title) / int(match["below"]) * 100
        assert _TERMS.fullmatch(value), value
        signed = _TERM.findall(value)
        return sum((-1 if sign == "-" else 1) * number(ref, title) for sign, ref in signed)

    def number(reference, title):
        title, reference = find(reference, title)
        value = work_out(sheets[title].get(reference), title)
        return value if isinstance(value, int | float) else 0

    return {
        title: {place: work_out(value, title) for place, value in cells.items()}
        for title, cells in sheets.items()
    }
