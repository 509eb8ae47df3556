"""The columns of the aggregate tables of offices: R1, R2, R3, the summary of 2016-2020, a blank of
ours. Each is known by its words from parent to child; rates are read to be held against what the
counts give, never to be stored.
"""

from functools import cache, partial
from itertools import product

from campaign.lib.numbers import integer
from campaign.lib.workbook.reading import CellError
from households.imports import cleaning
from households.imports.aggregate_headings import TableLayout
from households.imports.columns import SEQUENCE, Column
from households.imports.problems import Finding

# More households or people than this in one row is a slip of the pen.
_MOST = 20_000_000
# "10.98" stands where "10.980" was: Excel took the dot for a decimal one.
_LOST_DIGITS = 3

POOR, NEAR = "poor", "near_poor"
# Key of a column -> code in a summary, on a line of households; on one of people see `code_of`.
COUNTS = {
    "households": "households",
    "people": "people",
    "minority_households": "minority_households",
    "minority_people": "minority_people",
    "average": "average_households",
    "average_people": "average_people",
    **{
        f"{name}{trait}{ending}": f"{name}{trait}{ending}"
        for name, trait, ending in product((POOR, NEAR), ("", "_minority"), ("", "_people"))
    },
}
_AS_PEOPLE = {
    "households": "people",
    "minority_households": "minority_people",
    "average_households": "average_people",
}
# Key of a column of movements -> the end of its code in R2 (poor) and in R3 (near-poor).
MOVES = {
    "becomes_near": {POOR: "to_near", NEAR: "from_poor"},
    "becomes_poor": {POOR: "from_near", NEAR: "to_poor"},
    "above": {POOR: "above", NEAR: "above"},
    "near_exits": {NEAR: "above"},
    "opening": {POOR: "opening", NEAR: "opening"},
    f"{POOR}_opening": {POOR: "opening"},
    f"{NEAR}_opening": {NEAR: "opening"},
    "other_out": {POOR: "other_out", NEAR: "other_out"},
    "relapsed": {POOR: "relapsed", NEAR: "relapsed"},
    "new": {POOR: "new", NEAR: "new"},
    "other_in": {POOR: "other_in", NEAR: "other_in"},
    # Two columns that only our own tables have.
    "unplaced": {POOR: "unplaced", NEAR: "unplaced"},
    "gap": {POOR: "gap", NEAR: "gap"},
    "closing": {POOR: "closing", NEAR: "closing"},
    f"{POOR}_closing": {POOR: "closing"},
    f"{NEAR}_closing": {NEAR: "closing"},
}
PREFIX = {POOR: "mv_poor", NEAR: "mv_near"}
# A typed rate: the codes it should be the quotient of.
RATES = {
    "poor_rate": (POOR, "households"),
    "near_poor_rate": (NEAR, "households"),
    "multidim_poor_rate": ("multidim_poor", "households"),
    "average_rate": ("average_households", "households"),
    "poor_people_rate": ("poor_people", "people"),
    "near_poor_people_rate": ("near_poor_people", "people"),
    "average_people_rate": ("average_people", "people"),
}


def code_of(key, of_class, *, people):
    """The code in a summary that a column gives on a line of households or of `people`; None for a
    column that gives none. `of_class` is the class that a table of movements is about."""
    if key in MOVES:
        move = MOVES[key].get(of_class)
        code = move and f"{PREFIX[of_class]}_{move}"
    elif key == "closing_minority":
        code = f"{of_class}_minority"
    else:
        code = COUNTS.get(key)
    if not people or code is None:
        return code
    return _AS_PEOPLE.get(code) or (code if code.endswith("people") else f"{code}_people")


def count(raw):
    """A whole number, None for nothing; a sentence in the cell is nothing, and told."""
    value = cleaning.number(raw)
    if type(value) is Finding:
        text = cleaning.as_text(raw)
        return Finding("table_words" if any(map(str.isalpha, text)) else "total_impossible")
    if isinstance(value, float):
        guess = round(value * 10**_LOST_DIGITS, 6)
        if value > 0 and float(guess).is_integer():
            return Finding("table_fraction", None, {"guess": integer(int(guess))})
        return Finding("total_impossible")
    return Finding("total_impossible") if value is not None and not 0 <= value <= _MOST else value


def rate(raw):
    """A typed rate as it stands, whatever it means; None for what cannot be read."""
    if isinstance(raw, str):
        raw = raw.replace("%", "").strip()
    value = cleaning.number(raw)
    return None if type(value) is Finding or value is None else float(value)


def is_number(raw):
    """Whether a cell holds a number, typed as one or as text."""
    return type(raw) is not CellError and rate(raw) is not None


def clean(column, raw):
    """The clean value of a cell, or a Finding."""
    if type(raw) is CellError:
        return Finding("formula_error")
    if isinstance(raw, bool) or (raw is not None and not isinstance(raw, str | int | float)):
        return Finding("total_impossible")
    return column.clean(raw.strip() if isinstance(raw, str) else raw)


def _under(parents, children):
    return tuple(f"{parent} {child}" for parent, child in product(parents, children))


_COUNT = ("số hộ", "hộ", "tổng số", "số lượng", "tổng số hộ")
_HEADS = ("số khẩu", "khẩu", "nhân khẩu", "số nhân khẩu", "số người", "tổng số")
_RATE = ("tỷ lệ", "tỉ lệ", "tỷ lệ phần trăm")
_ALL = ("tổng số hộ dân cư tại thời điểm rà soát", "tổng số hộ dân cư", "tổng số hộ", "hộ dân cư")
_DTTS = ("dtts", "dân tộc thiểu số")
_START = ("đầu năm", "đầu kỳ", "đầu năm theo quyết định đã phê duyệt của ubnd tỉnh")
_START += ("đầu năm theo quyết định đã phê duyệt",)
_END = ("cuối năm", "cuối kỳ")
_ABOVE = (
    "vượt qua chuẩn cận nghèo",
    "vượt chuẩn",
    "vượt chuẩn hộ cận nghèo",
    "trên chuẩn cận nghèo",
)
_ABOVE += ("vượt mức chuẩn cận nghèo", "trở thành hộ không nghèo", "không còn cận nghèo")
_OF_MINORITY = ("hộ {d}", "số hộ {d}", "trong đó hộ {d}", "trong đó số hộ {d}", "trong đó {d}")


def _minority(parents=("",), patterns=_OF_MINORITY):
    texts = [pattern.format(d=d) for pattern, d in product(patterns, _DTTS)]
    return tuple(f"{parent} {text}".strip() for parent, text in product(parents, texts))


def _class_columns(name, words):
    """Counts and rates of the poor or the near-poor."""
    parents = tuple(f"{lead}{words}" for lead in ("hộ ", "số hộ ", "tổng số hộ "))
    people = tuple(f"{lead}{words}" for lead in ("khẩu ", "số khẩu ", "nhân khẩu ")) + (
        f"số nhân khẩu {words}",
    )
    bare = f"hộ {words}"
    yield Column(name, f"Số hộ {words}", count, parents + _under(parents, _COUNT))
    yield Column(f"{name}_people", f"Số khẩu {words}", count, people + _under(people, _HEADS))
    yield Column(
        f"{name}_minority",
        f"Hộ {words} DTTS",
        count,
        _minority((bare, f"số {bare}"))
        + _minority((bare, f"số {bare}", f"trong đó {bare}"), ("{d}", "là {d}"))
        + _minority(_under(_END, (bare,))),
    )
    yield Column(
        f"{name}_minority_people",
        f"Khẩu {words} DTTS",
        count,
        _minority((f"khẩu {words}", f"số khẩu {words}"), ("{d}", "là {d}")),
    )
    rates = _under(parents, (*_RATE, f"tỷ lệ hộ {words}")) + (f"tỷ lệ {words}",)
    yield Column(f"{name}_rate", f"Tỷ lệ hộ {words}", rate, rates)
    yield Column(f"{name}_people_rate", f"Tỷ lệ khẩu {words}", rate, _under(people, _RATE))
    start = _under(_START, (f"số hộ {words}", f"hộ {words}"))
    opening = (f"tổng số hộ {words} đầu kỳ", f"số hộ {words} đầu kỳ", f"hộ {words} đầu năm")
    yield Column(f"{name}_opening", f"Hộ {words} đầu kỳ", count, opening + start)
    end = _under(_END, (f"số hộ {words}", f"hộ {words}"))
    closing = (f"tổng số hộ {words} cuối kỳ", f"số hộ {words} cuối kỳ", f"hộ {words} cuối năm")
    yield Column(f"{name}_closing", f"Hộ {words} cuối kỳ", count, closing + end)


def _flow_columns():
    column = partial(Column, clean=count)
    yield column("opening", "Đầu năm: số hộ", synonyms=_under(_START, ("số hộ",)))
    yield column("closing", "Cuối năm: số hộ", synonyms=_under(_END, ("số hộ",)))
    yield column("opening_minority", "Đầu năm: số hộ DTTS", synonyms=_minority(_START))
    yield column("closing_minority", "Cuối năm: số hộ DTTS", synonyms=_minority(_END))
    becomes = ("trở thành", "trở thành hộ")
    yield column(
        "becomes_near",
        "Hộ nghèo trở thành hộ cận nghèo",
        synonyms=tuple(
            f"{who}{verb} cận nghèo"
            for who, verb in product(("", "hộ nghèo ", "nghèo ", "thoát nghèo "), becomes)
        ),
    )
    yield column(
        "becomes_poor",
        "Hộ cận nghèo trở thành hộ nghèo",
        synonyms=tuple(
            f"{who}{verb} nghèo"
            for who, verb in product(("", "hộ cận nghèo ", "cận nghèo "), becomes)
        ),
    )
    yield column("above", "Vượt chuẩn cận nghèo", synonyms=_ABOVE)
    yield column("near_exits", "Số hộ thoát cận nghèo", synonyms=_counted("thoát cận nghèo"))
    yield column("poor_exits", "Số hộ thoát nghèo", synonyms=_counted("thoát nghèo"))
    yield column("other_out", "Số hộ khác giảm", synonyms=("hộ khác giảm", "giảm khác"))
    again = ("tái nghèo", "tái cận nghèo", "tái nghèo tái cận nghèo")
    yield column("relapsed", "Tái nghèo", synonyms=_counted(*again))
    yield column("new", "Phát sinh mới", synonyms=_counted("phát sinh", "phát sinh mới"))
    yield column("other_in", "Số hộ khác tăng", synonyms=("hộ khác tăng", "tăng khác"))
    yield column("unplaced", "Không quy được về địa bàn đầu kỳ")
    yield column("gap", "Danh sách kỳ này không nhắc đến")


def _counted(*words):
    plain = tuple(f"{lead}{word}" for lead, word in product(("", "hộ ", "số hộ "), words))
    return plain + _under(plain, ("số hộ",))


@cache
def layout():
    """What an aggregate table may hold; a row is its heading when it names the units."""
    return TableLayout(tuple(_columns()), frozenset(("unit",)), strict=True)


def _columns():
    yield SEQUENCE
    yield Column(
        "unit",
        "Đơn vị",
        cleaning.place,
        ("tên đơn vị", "đơn vị hành chính", "địa bàn", "phường xã", "xã phường", "xã", "huyện")
        + ("huyện xã", "huyện thị xã thành phố", "thành phố thị xã huyện", "xã phường thị trấn")
        + ("huyện thành phố", "thôn tổ dân phố", "xã phường đặc khu", "huyện thị xã", "tên xã"),
    )
    yield Column("line", "Phân tổ", cleaning.short_text, ("chia ra", "chỉ tiêu", "hộ khẩu"))
    yield Column("area", "Khu vực", cleaning.short_text, ("khu vực thành thị nông thôn",))
    yield Column("households", "Tổng số hộ", count, (*_ALL, *_under(_ALL, _COUNT)))
    people = ("tổng số nhân khẩu", "tổng nhân khẩu", "tổng số khẩu", "số nhân khẩu", "nhân khẩu")
    yield Column("people", "Tổng số nhân khẩu", count, people + _under(_ALL, _HEADS))
    yield Column(
        "minority_households",
        "Số hộ DTTS",
        count,
        _minority() + _minority(_ALL) + _minority(("tổng",), ("số hộ {d}",)),
    )
    of_people = ("số nhân khẩu {d}", "nhân khẩu {d}", "số khẩu {d}", "khẩu {d}")
    yield Column(
        "minority_people", "Số nhân khẩu DTTS", count,
        _minority(patterns=of_people) + _minority(("tổng", *_ALL), of_people),
    )  # fmt: skip
    yield from _class_columns(POOR, "nghèo")
    yield from _class_columns(NEAR, "cận nghèo")
    both = ("nghèo đa chiều", "hộ nghèo đa chiều", "hộ nghèo và hộ cận nghèo")
    both += ("tổng số hộ nghèo và hộ cận nghèo", "tổng số hộ nghèo đa chiều")
    yield Column("multidim_poor", "Hộ nghèo và hộ cận nghèo", count, both + _under(both, _COUNT))
    yield Column("multidim_poor_rate", "Tỷ lệ nghèo đa chiều", rate, _under(both, _RATE))
    average = tuple(
        f"hộ {what}có mức sống trung bình"
        for what in ("", "nông lâm ngư nghiệp ", "làm nông lâm ngư nghiệp ")
    )
    average += ("hộ làm nông lâm ngư diêm nghiệp có mức sống trung bình",)
    heads = tuple(text.replace("hộ ", "khẩu ", 1) for text in average)
    yield Column("average", "Hộ có mức sống trung bình", count, average + _under(average, _COUNT))
    yield Column("average_rate", "Tỷ lệ hộ mức sống trung bình", rate, _under(average, _RATE))
    yield Column("average_people", "Khẩu có mức sống trung bình", count, _under(heads, _HEADS))
    yield Column("average_people_rate", "Tỷ lệ khẩu mức sống trung bình", rate,
                 _under(heads, _RATE))  # fmt: skip
    yield from _flow_columns()
