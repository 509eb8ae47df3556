"""Two workbooks for a newcomer to upload: a commune's list with mistakes in it, and its totals.

The list is laid out as communes really send it: agency and title above, headings in two rows,
indicators and causes as ticks, signatures below. `MISTAKES` says which cells are wrong and how.
"""

from campaign.lib.workbook.writing import Book, Column
from households import standards
from households.choices import Cause, Flag, PovertyClass, Sex, numbers
from reporting.demo import population, registers

LIST, TOTALS = "danh-sach-ho-mau.xlsx", "tong-so-ho-mau.xlsx"
_CLASSES = {
    PovertyClass.POOR: "Hộ nghèo",
    PovertyClass.NEAR_POOR: "Hộ cận nghèo",
    PovertyClass.NONE: "Thoát nghèo",
}
_INDICATORS = standards.NATIONAL_2022.indicators
_DEPRIVATIONS, _CAUSES, _FLAGS = "Thiếu hụt", "Nguyên nhân nghèo", "Đối tượng"
_COLUMNS = (
    Column("TT", width=5),
    Column("Họ và tên chủ hộ", "text", 26),
    Column("Năm sinh", width=9),
    Column("Giới tính", width=7),
    Column("Dân tộc", width=9),
    Column("Số CCCD", "text", 16),
    Column("Thôn", width=20),
    Column("Số khẩu", width=7),
    Column("Điểm B1", width=7),
    Column("Điểm B2", width=7),
    Column("Kết quả rà soát", width=13),
    *(Column(str(i.number), width=4, parent=_DEPRIVATIONS) for i in _INDICATORS),
    *(Column(str(cause.value), width=4, parent=_CAUSES) for cause in Cause),
    *(Column(str(flag.label), width=10, parent=_FLAGS) for flag in Flag),
    Column("Ghi chú", width=20),
)
# Row of the list (from 0) -> column, the cell as it is in the file, what the import says of it.
MISTAKES = {
    4: ("Kết quả rà soát", "Nghò", "class_unknown"),
    11: ("Thôn", "Thôn Hòa Phát", "village_unknown"),
    18: ("Số CCCD", "05209599", "citizen_id_length"),
    26: ("Năm sinh", 2058, "birth_impossible"),
    35: ("Điểm B2", 35, "b2_not_tens"),
    47: ("Số khẩu", "bốn", "number_unreadable"),
    58: ("Họ và tên chủ hộ", None, "value_missing"),
    # The last two are warnings: a class that the points contradict, and a missing number.
    74: ("Kết quả rà soát", "Hộ cận nghèo", "points_differ"),
    90: ("Số khẩu", None, "members_missing"),
}


def write(folder, ground, homes):
    """Write both workbooks into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / LIST).write_bytes(household_list(ground, homes))
    (folder / TOTALS).write_bytes(totals(ground))


def household_list(ground, homes, *, mistakes=True):
    """The held-back list of the last year as the bytes of a workbook."""
    book = Book(subject="Danh sách hộ nghèo, hộ cận nghèo")
    sheet = book.sheet("Danh sách", landscape=True)
    last = len(_COLUMNS)
    sheet.line(f"ỦY BAN NHÂN DÂN {ground.commune.name.upper()}", last=6, bold=True, align="center")
    sheet.beside("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", first=8, last=last, bold=True)
    sheet.line(
        f"DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM {population.LAST}",
        last=last,
        bold=True,
        align="center",
    )
    sheet.heading(_COLUMNS)
    for position, home in enumerate(listed(ground, homes)):
        row = _row(position, home, ground)
        if mistakes and position in MISTAKES:
            heading, cell, _code = MISTAKES[position]
            row[[column.heading for column in _COLUMNS].index(heading)] = cell
        sheet.row(row)
    sheet.line("NGƯỜI LẬP BIỂU", last=6, bold=True, align="center")
    sheet.beside("TM. ỦY BAN NHÂN DÂN", first=8, last=last, bold=True)
    return book.content()


def listed(ground, homes):
    """The homes of the held-back list, village by village."""
    held = [home for home in homes if registers.is_held_back(ground, home, population.LAST)]
    found = [home for home in held if population.LAST in home.findings]
    return sorted(found, key=lambda home: (ground.new[home.village].sort_key, home.code))


def totals(ground):
    """The held-back totals, a row a village, as the bytes of a workbook."""
    book = Book(subject="Tổng số hộ dân cư")
    sheet = book.sheet("Tổng số hộ")
    headings = ("Thôn", "Tổng số hộ", "Tổng số nhân khẩu", "Số hộ DTTS", "Số nhân khẩu DTTS")
    sheet.line(f"TỔNG SỐ HỘ DÂN CƯ NĂM {population.LAST}", last=5, bold=True, align="center")
    sheet.heading([Column(heading, width=20) for heading in headings])
    for village, known in registers.held_back_totals(ground):
        sheet.row([village.name, *known.values()])
    return book.content()


def _row(position, home, ground):
    found = home.findings[population.LAST]
    return [
        position + 1,
        home.head_name,
        home.birth_year,
        Sex(home.sex).label,
        home.ethnicity,
        home.citizen_id,
        ground.new[home.village].name,
        found.members,
        found.b1,
        found.b2,
        _CLASSES[found.poverty_class],
        *_ticks(found.deprivations, len(_INDICATORS)),
        *_ticks(found.causes, len(Cause)),
        *_ticks(home.flags, len(Flag)),
        "Chuyển đi" if found.change == "moved_out" else None,
    ]


def _ticks(mask, count):
    held = set(numbers(mask))
    return ["x" if number in held else None for number in range(1, count + 1)]
