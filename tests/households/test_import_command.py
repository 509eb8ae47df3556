"""The commands: the pipeline of the page, answered in JSON, with an exit status."""

import json

import pytest
from django.core.management import CommandError, call_command

from households.models import Household, Review, Status, UnitTotals
from tests.households.imports.conftest import line, media, sheet_of, workbook

__all__ = ["media"]


@pytest.fixture
def run(ground, cast, tmp_path, capsys):
    """Run a command on a sheet; (exit status, JSON, what stood on stderr)."""

    def call(rows, *options, command="import_households", unit="21808", year=2025, by="dung"):
        path = tmp_path / "danh sach.xlsx"
        if isinstance(rows, bytes):
            path.write_bytes(rows)
        elif rows is not None:
            workbook(path, **{"Danh sách": rows})
        status = 0
        try:
            call_command(
                command, str(path), "--unit", unit, "--year", str(year), "--by", by, "--json",
                *options,
            )  # fmt: skip
        except SystemExit as end:
            status = end.code
        output = capsys.readouterr()
        return status, json.loads(output.out), output.err

    return call


def test_without_confirm_nothing_is_written(run, ground):
    status, answer, _ = run(sheet_of([line(1), line(2)]))
    assert status == 0
    counts = ("rows_read", "accepted", "rejected", "warnings", "created", "updated", "unchanged")
    assert [answer[name] for name in counts] == [2, 2, 0, 0, 2, 0, 0]
    assert (answer["problems"], answer["state"]) == ([], "checked")
    assert Status.objects.count() == 0
    assert Review.objects.get().year == 2025


def test_confirm_writes_and_again_changes_nothing(run):
    sheet = sheet_of([line(1), line(2)])
    status, answer, _ = run(sheet, "--confirm")
    assert (status, answer["state"], Status.objects.count()) == (0, "committed", 2)
    status, answer, _ = run(sheet, "--confirm")
    assert (status, answer["state"], answer["unchanged"]) == (0, "unchanged", 2)
    assert Household.objects.count() == 2


def test_blocking_problems_are_all_listed_with_status_1(run):
    rows = [line(n, Thôn="Thôn Không Có") for n in range(1, 1202)] + [line(1300)]
    status, answer, said = run(sheet_of(rows), "--confirm")
    assert (status, answer["rejected"], answer["created"]) == (1, 1201, 0)
    assert len(answer["problems"]) == 1201
    first = answer["problems"][0]
    assert {k: first[k] for k in ("sheet", "row", "column", "value", "code")} == {
        "sheet": "Danh sách",
        "row": 2,
        "column": "Thôn (G)",
        "value": "Thôn Không Có",
        "code": "village_unknown",
    }
    assert "Thôn Không Có" in first["message"] and "dòng" not in first["code"]
    assert said.count("village") == 0 and said.count("Không có “Thôn Không Có”") == 1201
    assert Status.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nabc", "pdf"),
        (b"PK\x03\x04 nothing", None),
        (b"<!DOCTYPE html><html></html>", None),
    ],
)
def test_a_file_that_is_no_list_ends_with_one_sentence(run, content, code):
    status, answer, said = run(content, "--confirm")
    assert (status, answer["state"], len(answer["problems"])) == (1, "refused", 1)
    problem = answer["problems"][0]
    assert problem["code"] == code or code is None
    assert problem["message"] in said and problem["message"].endswith(".")
    assert Status.objects.count() == 0


def test_a_year_without_a_standard_is_told(run):
    status, answer, _ = run(sheet_of([line(1)]), year=2040)
    assert (status, [problem["code"] for problem in answer["problems"]]) == (1, ["no_standard"])
    assert "2040" in answer["problems"][0]["message"]
    assert Review.objects.count() == 0


def test_a_year_without_a_review_is_told_to_whoever_may_not_open_one(run):
    status, answer, _ = run(sheet_of([line(1)]), by="lan")
    assert (status, [problem["code"] for problem in answer["problems"]]) == (1, ["no_review"])
    assert "2025" in answer["problems"][0]["message"] and Review.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"unit": "99999"}, "99999"),
        ({"by": "ai"}, "“ai”"),
        ({"by": "hoa"}, "hoa"),
        ({"rows": None}, "Không có tệp"),
        ({"year": 0}, "không hợp lệ"),
    ],
)
def test_a_wrong_call_ends_with_status_2_and_a_sentence(run, changes, word):
    values = {"rows": sheet_of([line(1)])} | changes
    rows = values.pop("rows")
    with pytest.raises(CommandError, match=word) as error:
        run(rows, **values)
    assert error.value.returncode == 2
    assert Review.objects.count() == 0


def test_the_unit_is_read_on_the_reviews_date(run, ground, cast):
    """Code 21808 is the township until 30/06/2025 and the commune after."""
    status, answer, _ = run(sheet_of([line(1, Thôn="Khối 1")]), "--confirm", year=2024, by="admin")
    assert (status, answer["state"]) == (0, "committed")
    assert Status.objects.get().commune == ground.old_a1


def test_totals_by_command(run, ground):
    rows = [["Xã/phường", "Tổng số hộ"], ["Xã An Hòa", 1250], ["Phường Đắk Bình", 800]]
    status, answer, _ = run(rows, "--confirm", command="import_totals", unit="52")
    assert (status, answer["state"], answer["created"]) == (0, "committed", 2)
    found = UnitTotals.objects.values_list("unit", "households")
    assert set(found) == {(ground.a.pk, 1250), (ground.b.pk, 800)}


def test_the_answer_without_json_is_for_people(ground, cast, tmp_path, capsys):
    path = tmp_path / "danh sach.xlsx"
    workbook(path, **{"Danh sách": sheet_of([line(1)])})
    options = {"unit": "21808", "year": 2025, "by": "dung"}
    call_command("import_households", str(path), **options)
    assert "1 dòng" in capsys.readouterr().out


def test_sheets_and_headings_can_be_told_on_the_command_line(run, tmp_path):
    headings = ["Đứng tên" if h == "Họ và tên chủ hộ" else h for h in line(1)]
    rows = [headings, list(line(1).values())]
    status, answer, told = run(rows)
    assert (status, answer["rejected"]) == (1, 1)
    assert "Họ và tên chủ hộ" in told
    status, answer, _ = run(rows, "--map", "Đứng tên=head_name", "--sheet", "Danh sách")
    assert (status, answer["created"]) == (0, 1)
    status, answer, _ = run(rows, "--map", "Đứng tên = Họ và tên chủ hộ", "--sheet", "Trang khác")
    assert (status, [p["code"] for p in answer["problems"]]) == (1, ["sheets_none"])


@pytest.mark.parametrize("said", ["Đứng tên=chủ quán", "Đứng tên"])
def test_a_map_to_no_column_is_a_wrong_call(run, said):
    with pytest.raises(CommandError) as wrong:
        run(sheet_of([line(1)]), "--map", said)
    assert (wrong.value.returncode, "head_name" in str(wrong.value)) == (2, True)


def test_each_month_of_a_year_has_an_ad_hoc_review_of_its_own(run):
    for day in ("2026-03-15", "2026-04-15", "2026-04-20"):
        options = ("--confirm", "--kind", "adhoc", "--as-of", day)
        status, _answer, _said = run(sheet_of([line(int(day[-2:]))]), *options, year=2026)
        assert status == 0
    assert list(Review.objects.order_by("month").values_list("month", "version")) == [
        (3, "official"),
        (4, "official"),
    ]


def test_the_day_of_an_ad_hoc_review_belongs_to_its_year_and_kind(run):
    for options in (("--as-of", "2026-03-15"), ("--kind", "adhoc", "--as-of", "2024-03-15")):
        with pytest.raises(CommandError) as wrong:
            run(sheet_of([line(1)]), *options, year=2026)
        assert wrong.value.returncode == 2
    assert not Review.objects.exists()
