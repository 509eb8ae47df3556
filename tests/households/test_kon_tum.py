"""The published table of Kon Tum, the opening of 2022-2025 (domain notes 4.2), to the last digit.

On the real map: typed as an aggregate table of ten districts, and as lists and totals of the same
counts; in the three-level year, and on the map of today, of which Kon Tum is a part.
"""

import csv
import json
from io import StringIO

import openpyxl
import pytest
from django.core.management import call_command

from campaign.choices import Level
from campaign.lib.vietnamese import name_key, strip_prefix
from campaign.models import AdminUnit
from campaign.roles import Role
from households.models import Review, Status
from tests import factories
from tests.households.imports.conftest import media

__all__ = ["media"]

# District, H, H_DTTS, P_DTTS, printed P_DTTS/P, P, P/H %, P_DTTS/H_DTTS %.
TABLE = [
    ("Huyện Đăk Glei", 13389, 11710, 2510, "99,13", 2532, "18,91", "21,43"),
    ("Huyện Ngọc Hồi", 16029, 9133, 942, "95,54", 986, "6,15", "10,31"),
    ("Huyện Đăk Tô", 12572, 6302, 1795, "94,92", 1891, "15,04", "28,48"),
    ("Huyện Đăk Hà", 18106, 8114, 2545, "94,54", 2692, "14,87", "31,37"),
    ("Huyện Sa Thầy", 14118, 7885, 2633, "93,53", 2815, "19,94", "33,39"),
    ("TP. Kon Tum", 44451, 12729, 772, "73,38", 1052, "2,37", "6,06"),
    ("Kon Rẫy", 7378, 4812, 1746, "95,20", 1834, "24,86", "36,28"),
    ("Kon Plông", 7551, 6495, 3353, "100,00", 3353, "44,40", "51,62"),
    ("Tu Mơ Rông", 6805, 6452, 3545, "99,97", 3546, "52,11", "54,94"),
    ("Ia H'Drai", 3162, 1944, 976, "75,78", 1288, "40,73", "50,21"),
]
PROVINCE = ("94,67", "15,32", "27,54")
CODES = ("poor_minority_share", "poor_rate", "poor_minority_rate")
YEAR = {"year": 2021, "kind": "opening"}


@pytest.fixture
def map_of_both(db):
    """The real units of Kon Tum and Quảng Ngãi before and after 01/07/2025."""
    call_command("load_units", "--province", "62", "51", verbosity=0, stdout=StringIO())
    factories.user("quantri", "Quản Trị", Role.ADMINISTRATOR)
    province = AdminUnit.objects.get(code="62", level=Level.PROVINCE)
    return {
        "province": province,
        "districts": list(AdminUnit.objects.filter(level=Level.DISTRICT, province=province)),
    }


def run(command, *args, **options):
    out = StringIO()
    call_command(command, *args, json=True, stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue())


def printed(unit, **options):
    answer = run("figures", unit=unit.code, **YEAR, **options)
    found = {m["code"]: m["display"] for m in answer["measures"]}
    return tuple(found[code] for code in CODES), found, answer


def district(districts, name):
    wanted = name_key(strip_prefix(name)[1])
    return next(unit for unit in districts if name_key(strip_prefix(unit.name)[1]) == wanted)


def check_all(found):
    for name, households, minority, poor_minority, share, poor, rate, minority_rate in TABLE:
        shown, numbers, _answer = printed(district(found["districts"], name))
        assert (name, *shown) == (name, share, rate, minority_rate)
        given = [numbers[c] for c in ("households", "minority_households", "poor_minority", "poor")]
        assert given == [f"{n:,}".replace(",", ".") for n in (households, minority,
                                                              poor_minority, poor)]  # fmt: skip
    shown, numbers, answer = printed(found["province"])
    assert shown == PROVINCE
    assert (numbers["poor"], numbers["households"]) == ("21.989", "143.561")
    assert numbers["poor_minority"] == "20.817"
    return answer


def check_today(answer_said):
    """The province of today's map: Kon Tum's part, and that the other part has given nothing."""
    today = AdminUnit.objects.get(code="51", level=Level.PROVINCE, valid_to=None)
    _shown, numbers, answer = printed(today, map="today")
    assert answer["unit"]["name"] == today.name and answer["map"] == "today"
    assert (numbers["poor"], numbers["poor_rate"]) == ("21.989", "15,32")
    assert answer_said in answer["coverage"]
    assert "Chưa có số liệu của: Tỉnh Quảng Ngãi (đến 30/06/2025)." in answer["coverage"]


def test_typed_as_an_aggregate_table_of_ten_districts(map_of_both, tmp_path, media):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Biểu số 05: KẾT QUẢ RÀ SOÁT HỘ NGHÈO ĐẦU KỲ 2022-2025"])
    page.append(["STT", "Tên đơn vị", "Tổng số hộ", "Số hộ DTTS", "Số hộ nghèo", "Hộ nghèo DTTS"])
    page.append(["A", "B", 1, 2, 3, 4])
    for number, (name, households, minority, poor_minority, _s, poor, *_rates) in enumerate(
        TABLE, start=1
    ):
        # As the source has it: dot thousands and none in one table.
        typed = f"{households:,}".replace(",", ".")
        page.append([number, name, typed, minority, poor, poor_minority])
    page.append([None, "Tổng cộng", "143.561", "75.576", "21.989", "20.817"])
    path = tmp_path / "bieu-05.xlsx"
    book.save(path)
    answer = run("import_aggregates", str(path), unit="62", by="quantri", confirm=True, **YEAR)
    assert (answer["state"], answer["created"], answer["problems"]) == ("committed", 10, [])
    answer = check_all(map_of_both)
    assert answer["review"]["standard"] == "national-2022"
    check_today("có số liệu theo biểu tổng hợp")


def write_list(path, district, poor, poor_minority, first):
    """A list of `poor` households dealt out to the communes of a district, of whom so many are of
    a minority; `first` numbers the citizen ids."""
    communes = list(district.children.filter(level=Level.COMMUNE).order_by("code"))
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["Xã/phường", "Thôn", "Họ và tên chủ hộ", "Năm sinh", "Giới tính"]
                       + ["Dân tộc", "Số CCCD", "Số khẩu", "Phân loại"])  # fmt: skip
        for number in range(poor):
            commune = communes[number % len(communes)]
            people = "Xơ Đăng" if number < poor_minority else "Kinh"
            table.writerow(
                [commune.name, f"Thôn {number % 5 + 1}", f"Nguyễn Văn {chr(65 + number % 26)}"]
                + [1950 + number % 50, "Nam", people, f"062050{first + number:06}", 4, "Hộ nghèo"]
            )
    return communes


def write_totals(path, communes, households, minority):
    """All households of a district, dealt out to its communes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["Xã/phường", "Tổng số hộ", "Số hộ DTTS"])
        for place, commune in enumerate(communes):
            table.writerow(
                [commune.name]
                + [n // len(communes) + (place < n % len(communes)) for n in (households, minority)]
            )


@pytest.mark.slow
def test_as_lists_and_totals_with_the_same_counts(map_of_both, tmp_path, media):
    """21.989 households in ten lists of districts."""
    listed, totals, first = tmp_path / "ds.csv", tmp_path / "tong.csv", 0
    for name, households, minority, poor_minority, _share, poor, *_rates in TABLE:
        unit = district(map_of_both["districts"], name)
        communes = write_list(listed, unit, poor, poor_minority, first)
        write_totals(totals, communes, households, minority)
        first += poor
        call = {"unit": unit.code, "by": "quantri", "confirm": True, **YEAR}
        answer = run("import_households", str(listed), **call)
        assert (answer["state"], answer["created"]) == ("committed", poor), answer["problems"][:3]
        answer = run("import_totals", str(totals), **call)
        assert answer["state"] == "committed", answer["problems"][:3]
    assert Status.objects.count() == 21989 and Review.objects.count() == 1
    check_all(map_of_both)
    check_today("102/272 xã có danh sách hộ, 102 xã có tổng số hộ")
