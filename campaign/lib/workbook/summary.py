"""The sheets we add to an annotated copy: the summary first, others at the end."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from campaign.lib.workbook.marks import column_number
from campaign.lib.workbook.texts import put

# Comments of ours are known again by it, and replaced.
AUTHOR = "Cổng thông tin"
ERROR = PatternFill("solid", fgColor="FFFFC7CE")
WARNING = PatternFill("solid", fgColor="FFFFEB9C")
OURS = {ERROR.fgColor.rgb, WARNING.fgColor.rgb}
# Named, because the workbook's own default may be a font of an old encoding, without our letters.
_FACE = "Times New Roman"
HEADING_FONT = Font(name=_FACE, size=11, bold=True, color="FFFFFFFF")
HEADING_FILL = PatternFill("solid", fgColor="FFC00000")
WRAPPED = Alignment(vertical="top", wrap_text=True)
ERROR_FONT = Font(name=_FACE, size=11, color="FF9C0006")
WIDTH = 48
_LINKS = 2_000
_PLAIN = Font(name=_FACE, size=11)
_BOLD = Font(name=_FACE, size=11, bold=True)
_TITLE = Font(name=_FACE, size=14, bold=True)
_LINK = Font(name=_FACE, size=11, color="FF0563C1", underline="single")


def comment(sentences):
    note = Comment("\n".join(sentences)[:1000], AUTHOR)
    note.width, note.height = 320, 40 + 20 * min(8, len(note.text) // 40 + len(sentences))
    return note


def write(page, wording, titles, moved):
    """Fill the summary. `wording`: what `annotating` prepared; `titles`: {name of the sheet in the
    problems: title in this workbook}; `moved`: titles that got a new first column."""
    for letter, width in zip("ABCDEF", (24, 8, 30, 24, 12, 80), strict=True):
        page.column_dimensions[letter].width = width
    page.append([_cell(page, wording["title"], _TITLE)])
    for text in wording["lead"]:
        page.append([_cell(page, text)])
    page.append([])
    for label, value in wording["summary"]:
        page.append([_cell(page, label, _BOLD), _cell(page, value)])
    page.append([])
    page.append([_cell(page, text, HEADING_FONT, HEADING_FILL) for text in wording["headings"]])
    # Cells that are appended learn their place only then, a link has to know it before.
    first = len(wording["lead"]) + len(wording["summary"]) + 5
    for number, problem in enumerate(wording["problems"]):
        title = titles.get(problem["sheet"], problem["sheet"])
        letter = problem["letter"]
        if letter and title in moved:
            letter = get_column_letter(column_number(letter) + 1)
        place = f"{problem['column']} ({letter})" if letter else problem["column"]
        row = _cell(page, problem["row"])
        if problem["row"] and number < _LINKS and title:
            escaped = title.replace("'", "''")
            place_there = f"'{escaped}'!{letter or 'A'}{problem['row']}"
            row._hyperlink = Hyperlink(ref=f"B{first + number}", location=place_there)
            row.font = _LINK
        fill = ERROR if problem["error"] else WARNING
        page.append(
            [
                _cell(page, title),
                row,
                _cell(page, place),
                _cell(page, problem["value"]),
                _cell(page, problem["level"], None, fill),
                _cell(page, problem["message"], None, None, WRAPPED),
            ]
        )
    if wording["more"]:
        page.append([_cell(page, wording["more"], _BOLD)])


def write_plain(page, rows):
    """A sheet of rows of values; the first is its heading."""
    for number, values in enumerate(rows):
        page.append([_cell(page, value, _BOLD if number == 0 else None) for value in values])


def _cell(page, value, font=None, fill=None, alignment=None):
    cell = put(WriteOnlyCell(page), value)
    cell.font = font or _PLAIN
    if fill:
        cell.fill = fill
    if alignment:
        cell.alignment = alignment
    return cell
