"""Points, kinds of poor and deprivations that contradict each other: told, and the list holds."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from households.models import Status
from tests.households import uploading
from tests.households.imports.conftest import media

__all__ = ["media"]

HEAD = [*uploading.HEAD, "Chỉ số thiếu hụt"]


def row(number, b1, b2, written, lacking=""):
    person = [f"Hồ Văn {chr(64 + number)}", 1970, "Nam", "Kinh", f"0520700000{number:02}", "Khối 1"]
    return [*person, 4, b1, b2, written, lacking]


@pytest.fixture
def send(ground, cast, tmp_path, media):
    """Send rows of a commune by the command; {(row, code)} and the sentences by code."""

    def call(*rows, unit, year):
        path = tmp_path / "ds.xlsx"
        path.write_bytes(uploading.workbook(*rows, head=HEAD))
        out = StringIO()
        call_command(
            "import_households", str(path), "--unit", unit, "--year", str(year), "--by", "admin",
            "--confirm", "--json", stdout=out,
        )  # fmt: skip
        answer = json.loads(out.getvalue())
        assert (answer["state"], answer["rejected"]) == ("committed", 0)
        beside = {"village_new", "column_absent"}
        told = {(p["row"], p["code"]) for p in answer["problems"] if p["code"] not in beside}
        return told, {p["code"]: p["message"] for p in answer["problems"]}

    return call


def test_a_township_scored_with_the_sheet_of_the_country_is_told_so(send):
    """Thông tư 14/2018: a province may do so, thus the warning names the other area's limits."""
    told, messages = send(
        row(1, 130, 20, "Hộ cận nghèo", "1, 2"),  # poor in town, near-poor in the country
        row(2, 176, 50, "Hộ nghèo", "1, 2, 3, 4, 5"),  # poor nowhere
        row(3, 130, 0, "Hộ nghèo"),
        unit="21808",
        year=2018,
    )
    assert told == {(2, "points_of_other_area"), (3, "points_differ")}
    assert "đúng với ngưỡng của khu vực kia" in messages["points_of_other_area"]
    classes = Status.objects.order_by("head_name").values_list("poverty_class", flat=True)
    assert list(classes) == ["near_poor", "poor", "poor"]


def test_the_kind_of_poor_of_2016_is_held_against_the_points(send):
    told, messages = send(
        row(1, 130, 0, "N1"),
        row(2, 130, 30, "N2", "1, 2, 3"),
        row(3, 150, 20, "N2", "1, 2"),
        unit="21808",
        year=2018,
    )
    assert told == {
        (3, "poor_kind_differs"),
        (4, "points_differ"),
        (4, "poor_few_deprivations"),
    }
    assert "B1 = 130" in messages["poor_kind_differs"]


def test_deprivations_are_a_tenth_of_b2(send):
    told, messages = send(
        row(1, 110, 40, "Hộ nghèo", "1, 2, 3"),
        row(2, 110, 20, "Hộ cận nghèo", "1, 2"),
        unit="21808",
        year=2025,
    )
    assert told == {(2, "b2_other_deprivations")}
    assert "4 chỉ số thiếu hụt" in messages["b2_other_deprivations"]


def test_of_2027_nothing_is_computed_and_the_list_says_what_is_not_known(send):
    told, messages = send(row(1, 500, 15, "Hộ nghèo", "1, 2, 3"), unit="21808", year=2027)
    assert told == {(None, "standard_unsure")}
    assert "chưa được đối chiếu" in messages["standard_unsure"]
