"""D12, D15, D18 to D28, D73: aggregate tables and totals."""

from households import measures
from tests.households.dirt.pattern import FIX, REJECT, WARN, Pattern

HEAD = ["TT", "Đơn vị", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ hộ nghèo", "Hộ cận nghèo"]
A, B = "Xã An Hòa", "Phường Đắk Bình"
TOTALS = ["Xã/phường", "Tổng số hộ", "Tổng số nhân khẩu"]


def _table(*rows, head=HEAD, above=()):
    return [*above, head, *map(list, rows)]


def _aggregates(number, what, outcome, file, read=2, **more):
    return Pattern(
        number, what, outcome, file, read=read, kind="aggregates", unit="province", **more
    )


TABLES = (
    _aggregates(
        "D12",
        "one unit under urban and under rural",
        FIX,
        _table(
            ["I", "Khu vực thành thị", 100, 5, None, 10],
            [1, A, 100, 5, None, 10],
            ["II", "Khu vực nông thôn", 500, 55, None, 20],
            [2, A, 500, 55, None, 20],
            ["", "Tổng cộng (I+II)", 600, 60, None, 30],
        ),
        read=5,
    ),
    _aggregates(
        "D15",
        "two lines a unit under a merged name",
        FIX,
        _table(
            [1, A, "Hộ", 600, 60, 30],
            [None, None, "Nhân khẩu", 2400, 240, 120],
            head=[
                "TT",
                "Đơn vị",
                "Phân tổ",
                "Tổng số hộ",
                "Tổng số hộ nghèo",
                "Tổng số hộ cận nghèo",
            ],
        ),
    ),
    _aggregates(
        "D18",
        "a sentence in the columns of numbers",
        WARN,
        _table([1, A, 600, "Như cột số 4", None, 30], [2, B, 300, 30, None, 15]),
        codes={"table_words": 1},
    ),
    _aggregates(
        "D19",
        "thousands with and without a dot",
        FIX,
        _table([1, A, "13.389", "2510", None, "1.024"], [2, B, "2510", 30, None, 15]),
    ),
    _aggregates(
        "D20",
        "thousands read as a decimal",
        WARN,
        _table([1, A, 10.98, 30, None, 15], [2, B, 2510, 30, None, 15]),
        codes={"table_fraction": 1},
    ),
    _aggregates(
        "D21",
        "rates with comma, with dot, with a per cent sign",
        FIX,
        _table([1, A, 1000, 99, "9,90", 15], [2, B, 1000, 403, "40.3", 15]),
    ),
    _aggregates(
        "D22",
        "rates as 6,63, as 0,0663, as “6,63%”",
        FIX,
        _table([1, A, 10000, 663, "6,63%", 15], [2, B, 10000, 663, 0.0663, 15]),
    ),
    _aggregates(
        "D23",
        "a rate wrong by one digit",
        WARN,
        _table([1, A, 10000, 46, "0,56", 15], [2, B, 10000, 46, "0,46", 15]),
        codes={"rate_differs": 1},
    ),
    _aggregates(
        "D24",
        "a sum with swapped digits",
        WARN,
        _table(
            [1, A, 60000, 10, None, 15],
            [2, B, 9329, 10, None, 15],
            ["", "Tổng cộng", 69239, 20, None, 30],
        ),
        read=3,
        codes={"sum_differs": 1},
    ),
    _aggregates(
        "D25",
        "a rate of another year",
        WARN,
        _table([1, A, 10000, 633, "5,90%", 15], [2, B, 10000, 633, "6,33", 15]),
        codes={"rate_differs": 1},
    ),
    Pattern(
        "D26",
        "a denominator that is a stub",
        REJECT,
        [TOTALS, [A, 10, 2], [B, 300, 1200]],
        kind="totals",
        unit="province",
        codes={"people_below_households": 1},
    ),
    _aggregates(
        "D27",
        "no denominator, a rate of 0 typed",
        FIX,
        _table([1, A, None, 30, 0, 15], [2, B, 300, 30, "10,00", 15]),
        told=lambda ground, review: _display(ground.a, review, "poor_rate") == "",
    ),
    _aggregates(
        "D28",
        "movements that do not balance, the other columns blank",
        WARN,
        [
            ["TT", "Đơn vị", "Tổng số hộ nghèo đầu kỳ", "Thoát nghèo", None, "Số hộ khác giảm"]
            + ["Cận nghèo trở thành nghèo", "Bổ sung", None, "Số hộ khác tăng"]
            + ["Tổng số hộ nghèo cuối kỳ"],
            [None, None, None, "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo", None, None]
            + ["Tái nghèo", "Phát sinh mới", None, None],
            [1, A, 40, 4, 6, None, 0, 0, 2, None, 30],
        ],
        read=1,
        codes={"flow_gap": 1},
        told=lambda ground, review: _display(ground.a, review, "mv_poor_gap") in {"2", "-2", "−2"},
    ),
    _aggregates(
        "D73",
        "a total in the title that the rows do not give",
        WARN,
        _table(
            [1, A, 600, 60, None, 30],
            [2, B, 300, 30, None, 15],
            above=[["TỔNG HỢP KẾT QUẢ RÀ SOÁT: 91 hộ nghèo, 45 hộ cận nghèo"]],
        ),
        codes={"title_differs": 1},
    ),
)


def _display(unit, review, code):
    (value,) = measures.figures(unit, review, [code])
    return value.display
