"""The totals: the denominators of every rate."""

import pytest

from households.choices import BatchKind, BatchState
from households.imports import blanks, check, commit
from households.models import Summary, UnitTotals
from tests.households.imports.conftest import line, problems, sheet_of

HEADINGS = (
    ("Xã/phường", "Tổng số hộ", "Tổng số nhân khẩu", "Số hộ DTTS", "Số nhân khẩu DTTS")
    + ("Khu vực (thành thị/nông thôn)",)
)  # fmt: skip
ROWS = [
    ["Xã An Hòa", "1.250", 4800, 300, 1200, "nông thôn"],
    ["Phường Đắk Bình", 900, 3500, None, None, None],
]


@pytest.fixture
def total(desk, ground, cast):
    def run(rows, headings=HEADINGS, unit=ground.province, by=cast.dung, **more):
        sheet = sheet_of(rows, headings, **more)
        return desk.check(sheet, unit=unit, by=by, kind=BatchKind.TOTALS)

    return run


def test_totals_of_communes_go_in_and_the_figures_follow(total, ground, cast, desk):
    batch = total([*ROWS, ["Tổng cộng", 2150, 8300]], above=[["TỔNG SỐ HỘ NĂM 2025"]])
    assert (problems(batch), batch.rows_read, batch.created) == ({}, 2, 2)
    assert UnitTotals.objects.count() == 0
    commit.apply(batch, by=cast.dung)
    found = UnitTotals.objects.values_list(
        "unit__name", "households", "people", "minority_households", "minority_people", "area"
    )
    assert set(found) == {
        ("Xã An Hòa", 1250, 4800, 300, 1200, "rural"),
        ("Phường Đắk Bình", 900, 3500, None, None, "urban"),
    }
    summary = Summary.objects.get(review=desk.review, unit=ground.province)
    assert summary.counts["households"] == 2150


def test_the_same_totals_again_write_nothing_and_a_correction_only_itself(total, cast):
    commit.apply(total(ROWS), by=cast.dung)
    assert total(ROWS).state == BatchState.UNCHANGED
    batch = total([ROWS[0], ["Phường Đắk Bình", 901, 3500, None, None, None]])
    assert (batch.created, batch.updated, batch.unchanged) == (0, 1, 1)
    commit.apply(batch, by=cast.dung)
    assert set(UnitTotals.objects.values_list("households", "batch")) == {
        (1250, batch.pk - 2),
        (901, batch.pk),
    }


def test_a_commune_gives_the_totals_of_its_villages(total, ground, cast):
    rows = [[village.name, 100 + n] for n, village in enumerate(ground.a_villages)]
    batch = total(rows, ("Thôn", "Tổng số hộ"), unit=ground.a, by=cast.lan)
    assert batch.created == len(rows)
    commit.apply(batch, by=cast.lan)
    assert set(UnitTotals.objects.values_list("unit", flat=True)) == {
        village.pk for village in ground.a_villages
    }


AVERAGE = (*HEADINGS, "Số hộ mức sống trung bình", "Số nhân khẩu mức sống trung bình")


def test_households_of_average_standard_are_two_columns_that_may_be_left_out(total, cast, desk):
    commit.apply(total([[*ROWS[0], 40, 150], [*ROWS[1], None, None]], AVERAGE), by=cast.dung)
    known = UnitTotals.objects.order_by("households").values_list(
        "average_households", "average_people"
    )
    assert list(known) == [(None, None), (40, 150)]
    # The documented sheet has no such columns: it changes nothing of them.
    assert total(ROWS).state == BatchState.UNCHANGED
    batch = total([[*ROWS[0], 1251, 4801]], AVERAGE)
    codes = batch.problems.values_list("column", "code")
    assert set(codes) == {
        ("Số hộ mức sống trung bình", "average_above_total"),
        ("Số nhân khẩu mức sống trung bình", "average_above_total"),
    }


PLACED = ("Xã/phường", "Thôn", "Tổng số hộ", "Tổng số nhân khẩu")


@pytest.fixture
def of_villages(ground):
    """Rows of the villages of An Hòa that share out `households`, the last one taking the rest."""

    def rows(households, villages=None):
        villages = villages or ground.a_villages
        each = households // len(villages)
        numbers = [each] * (len(villages) - 1)
        numbers.append(households - sum(numbers))
        return [
            ["Xã An Hòa", village.name, number, None]
            for village, number in zip(villages, numbers, strict=True)
        ]

    return rows


def test_villages_that_do_not_add_up_to_their_commune_warn_with_both_numbers(total, of_villages):
    whole = ["Xã An Hòa", None, 6932, 24000]
    batch = total([whole, *of_villages(6923)], PLACED)
    assert {key: code for key, code in problems(batch).items() if code == "villages_differ"} == {
        (2, "Tổng số hộ"): "villages_differ"
    }
    message = batch.problems.get(code="villages_differ").message
    assert message == (
        "Các thôn, tổ dân phố của Xã An Hòa cộng lại có 6.923 hộ, nhưng tổng số của Xã An Hòa là "
        "6.932. Hãy kiểm tra lại cả hai số."
    )
    assert (batch.rejected, batch.state) == (0, BatchState.CHECKED)
    assert "villages_differ" not in total([whole, *of_villages(6932)], PLACED).problem_counts


def test_villages_are_compared_with_the_total_that_is_stored(total, of_villages, ground, cast):
    commit.apply(total([["Xã An Hòa", None, 7000, None]], PLACED), by=cast.dung)
    batch = total(of_villages(6500), PLACED, unit=ground.a, by=cast.lan)
    message = batch.problems.get(code="villages_differ").message
    assert "6.500 hộ" in message and "7.000" in message
    some = ground.a_villages[:-1]
    fewer = total(of_villages(6500, some), PLACED, unit=ground.a, by=cast.lan)
    assert "villages_differ" not in fewer.problem_counts
    more = total(of_villages(7500, some), PLACED, unit=ground.a, by=cast.lan)
    assert "Còn 1 thôn" in more.problems.get(code="villages_differ").message
    commit.apply(total(of_villages(7000), PLACED), by=cast.dung)
    batch = total([["Xã An Hòa", None, 7100, None]], PLACED)
    message = batch.problems.get(code="villages_differ").message
    assert "7.000 hộ" in message and "7.100" in message


def test_numbers_in_sentences_are_written_as_people_write_them(total):
    batch = total([["Xã An Hòa", 7000, 6500, 7500, None, None]])
    told = {p.code: p.message for p in batch.problems.all()}
    assert "(6.500)" in told["people_below_households"]
    assert "(7.000)" in told["people_below_households"]
    assert "(7.500)" in told["minority_above_total"]


def test_totals_that_cannot_be_are_told(total, desk):
    desk.commit(sheet_of([line(n) for n in range(1, 6)]))
    rows = [
        ["Xã An Hòa", 4, 3, 9, 2, "nông thôn"],
        ["Phường Đắk Bình", -1, 3.5, "x", None, "biển"],
        ["Xã Ở Đâu", 5, None, None, None, None],
    ]
    batch = total(rows)
    assert set(batch.problems.values_list("row", "column", "code")) == {
        (2, "Tổng số hộ", "total_below_listed"),
        (2, "Số hộ DTTS", "minority_above_total"),
        (2, "Tổng số nhân khẩu", "people_below_households"),
        (3, "Tổng số hộ", "total_impossible"),
        (3, "Tổng số nhân khẩu", "total_impossible"),
        (3, "Số hộ DTTS", "total_impossible"),
        (3, "Khu vực (thành thị/nông thôn)", "area_unknown"),
        (4, "Xã/phường", "commune_unknown"),
    }
    with pytest.raises(commit.NotConfirmable):
        commit.apply(batch, by=batch.uploaded_by)
    assert UnitTotals.objects.count() == 0


def test_one_unit_twice_is_an_error(total):
    batch = total([ROWS[0], ["An Hòa", 1, 2, None, None, None]])
    assert set(batch.problem_counts) == {"unit_twice"}


@pytest.mark.parametrize("unit", ["a", "province"])
def test_our_own_blank_comes_back(desk, ground, cast, tmp_path, unit):
    import openpyxl

    unit = getattr(ground, unit)
    path = tmp_path / "tong.xlsx"
    path.write_bytes(blanks.totals_template(unit, desk.review))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet["A"][3:] if cell.value]
    below = ground.a_villages if unit == ground.a else [ground.a, ground.b]
    assert set(names) == {place.name for place in below}
    for row in range(4, 4 + len(names)):
        sheet.cell(row, 2).value = 500
    book.save(path)
    batch = desk.receive(None, path=path, unit=unit, by=cast.dung, kind=BatchKind.TOTALS)
    batch = check.run(batch)
    assert (problems(batch), batch.created) == ({}, len(names))
