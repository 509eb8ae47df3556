"""Charts hold their numbers as text, are told apart without colour, and keep to the policy."""

import re
from decimal import Decimal

from django.template.loader import render_to_string

from campaign.lib import charts

DATA = [
    {
        "label": "2021",
        "note": "đầu kỳ",
        "values": [Decimal("6.344"), Decimal("9.61")],
        "total": Decimal("15.954"),
    },
    {"label": "2022", "values": [None, None], "total": None, "reason": "Chưa có tổng số hộ."},
    {
        "label": "2023",
        "values": [Decimal("0.1"), Decimal(4)],
        "total": Decimal("4.1"),
        "apart": True,
    },
]


def chart(data=DATA):
    return charts.columns(
        "Tỷ lệ qua các năm", ["Hộ nghèo", "Hộ cận nghèo"], data, total="Đa chiều", key="k"
    )


def drawn(made):
    return render_to_string(made.template, {"chart": made})


def test_the_tallest_column_reaches_the_top_and_the_others_are_to_scale():
    first, _, last = chart().columns
    heights = [sum(float(s.height) for s in column.segments) for column in (first, last)]
    assert abs(heights[1] / heights[0] - 4.1 / 15.954) < 0.01
    assert [segment.series for segment in first.segments] == [0, 1]


def test_a_number_without_room_is_left_to_the_table():
    last = chart().columns[2]
    assert [segment.text for segment in last.segments] == ["", "4,00"]
    assert chart().table[2] == ("2023", ["0,10", "4,00", "4,10"])


def test_a_missing_year_is_said_and_not_drawn_as_nothing():
    made = chart()
    assert (made.columns[1].segments, made.columns[1].absent) == ([], "chưa có")
    assert made.table[1] == ("2022", ["—", "—", "—"])
    assert "2022: Chưa có tổng số hộ." in made.description
    assert "Hộ nghèo 6,34%" in made.description


def test_what_may_not_be_compared_is_parted_by_a_line():
    assert [bool(column.break_x) for column in chart().columns] == [False, False, True]
    assert "stroke-dasharray" in drawn(chart())


def test_the_drawing_is_named_described_and_free_of_styles():
    html = drawn(chart())
    assert 'role="img"' in html
    assert "<title" in html and "<desc" in html
    assert "15,95" in html
    assert not re.search(r"\sstyle=|\son\w+=|<script", html)
    # A coordinate printed the Vietnamese way would be a broken drawing.
    coordinates = re.findall(r'\s(?:x|y|x1|x2|y1|y2|width|height|dx|dy)="([^"]*)"', html)
    assert coordinates
    assert [c for c in coordinates if not re.fullmatch(r"-?\d+(\.\d+)?%?", c)] == []


def test_series_differ_by_pattern():
    html = drawn(chart())
    assert "<pattern" in html and "url(#k-1)" in html


def test_no_data_draws_no_column():
    assert chart([]).columns == []
    assert drawn(chart([]))


def test_bars_are_a_table_with_links_and_bounded_lengths():
    rows = [("Việc làm", "1.200", Decimal("150"), "/h/?a=1"), ("Y tế", "0", None, "")]
    made = charts.bars("Hộ nghèo", ("Chỉ số", "Số hộ", "Tỷ trọng"), rows)
    assert [bar.length for bar in made.rows] == ["100.00%", "0.00%"]
    html = drawn(made)
    assert '<a href="/h/?a=1">1.200</a>' in html
    assert "150,00" in html and "—" in html
