import json
import sqlite3
import zipfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from campaign import unit_files, unit_package

PROVINCE = ["province", "provinceCode", "provinceKey", "provinceLat", "provinceLon"]
DISTRICT = ["district", "districtCode", "districtKey", "districtLat", "districtLon"]
WARD = ["ward", "wardCode", "wardKey", "wardLat", "wardLon"]
NORTH, SOUTH = ("Tỉnh Bắc Sông", "01", "tinhbacsong"), ("Tỉnh Nam Sông", "02", "tinhnamsong")
RIVER = ("Tỉnh Sông", "02", "tinhsong")
UP, DOWN = ("Huyện Thượng", "001", "huyenthuong"), ("Thành Phố Hạ", "002", "thanhphoha")
ISLE = ("Huyện Đảo", "003", "huyendao")
HERE, FAR = (12.0, 108.0), (14.0, 108.0)


def old(province, district, ward, point=HERE):
    return (*province, *HERE, *district, *HERE, *ward, *point)


def new(*ward):
    return (*RIVER, *HERE, *ward, *HERE)


@pytest.fixture
def package(tmp_path):
    """Two provinces become one: a merger, a division, an island, and two namesakes."""
    home = tmp_path / "package" / "vietnamadminunits" / "data"
    home.mkdir(parents=True)
    before = [
        old(NORTH, UP, ("Xã Pa ủ", "00001", "xapau")),
        old(NORTH, UP, ("Thị Trấn Chợ", "00002", "thitrancho"), FAR),
        old(NORTH, UP, ("Xã Đồi", "00003", "xadoi")),
        old(NORTH, UP, ("Phường 4", "00004", "phuong4")),
        old(SOUTH, DOWN, ("Phường 4", "00005", "phuong4")),
        old(SOUTH, ISLE, (None, None, None)),
    ]
    after = [
        new("Xã Chợ", "00002", "xacho"),
        new("Phường Hạ", "00005", "phuongha"),
        new("Đặc khu Đảo", "00009", "dackhudao"),
    ]
    parts = [{"newWardKey": "xacho"}, {"newWardKey": "phuongha"}]
    converter = {
        "DICT_PROVINCE": {"tinhsong": ["tinhbacsong", "tinhnamsong"]},
        "DICT_PROVINCE_WARD_NO_DIVIDED": {
            "tinhsong": {
                "xacho": ["tinhbacsong_huyenthuong_xapau", "tinhbacsong_huyenthuong_thitrancho"],
                "dackhudao": ["tinhnamsong_huyendao_"],
            }
        },
        "DICT_PROVINCE_WARD_DIVIDED": {
            "tinhsong": {
                "tinhbacsong_huyenthuong_xadoi": parts,
                "tinhbacsong_huyenthuong_phuong4": parts,
                "tinhnamsong_thanhphoha_phuong4": parts,
            }
        },
    }
    (home / "converter_2025.json").write_text(json.dumps(converter), encoding="utf-8")
    with sqlite3.connect(home / "dataset.db") as database:
        for table, columns, rows in (
            ("admin_units_legacy", PROVINCE + DISTRICT + WARD, before),
            ("admin_units", PROVINCE + WARD, after),
        ):
            database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    database.close()
    return tmp_path / "package"


def test_whole_divided_island_and_doubtful_communes_are_told_apart(package):
    content = unit_package.read(package)
    assert sorted(content.whole) == [["00001", "00002"], ["00002", "00002"]]
    assert content.parts == [["00003", ["00002", "00005"]]]
    assert content.zones == [["003", "00009"]]
    assert sorted(content.doubts) == [
        ["00004", ["00002", "00005"]],
        ["00005", ["00002", "00005"]],
    ]
    assert content.provinces == [["01", "02"], ["02", "02"]]


def test_names_are_official_and_a_wrong_centre_is_left_empty(package):
    communes = {row[0]: row[2:] for row in unit_package.read(package).before["communes"]}
    assert communes["00001"] == ["Xã Pa Ủ", 12.0, 108.0]
    assert communes["00002"] == ["Thị trấn Chợ", None, None]
    assert len(communes) == 5
    names = {row[2] for row in unit_package.read(package).before["districts"]}
    assert names == {"Huyện Thượng", "Thành phố Hạ", "Huyện Đảo"}


def test_a_folder_and_a_wheel_give_the_same_bytes(package, tmp_path, capsys):
    wheel = tmp_path / "vietnamadminunits-1.0.4-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sorted(package.rglob("data/*")):
            archive.write(path, path.relative_to(package))
    outs = [tmp_path / "folder.gz", tmp_path / "wheel.gz"]
    for source, out in zip((package, wheel), outs, strict=True):
        call_command("build_units", str(source), out=out)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert "before_communes: 5" in capsys.readouterr().out
    assert unit_files.read(outs[0]).counts()["doubts"] == 2


def test_another_folder_or_file_is_refused(tmp_path):
    (tmp_path / "note.txt").write_text("no package")
    for source in (tmp_path, tmp_path / "note.txt", tmp_path / "missing"):
        with pytest.raises(CommandError):
            call_command("build_units", str(source), out=tmp_path / "out.gz")
    assert not (tmp_path / "out.gz").exists()


def test_a_file_of_another_format_is_refused(tmp_path):
    path = tmp_path / "units.json.gz"
    path.write_bytes(unit_files.encode(unit_files.UnitFile(source="x")))
    assert unit_files.read(path).source == "x"
    path.write_bytes(unit_files.gzip.compress(b'{"format":2}'))
    with pytest.raises(ValueError):
        unit_files.read(path)


def test_the_committed_file_holds_the_whole_country():
    assert unit_files.read().counts() == {
        "before_provinces": 63,
        "before_districts": 696,
        "before_communes": 10_035,
        "after_provinces": 34,
        "after_communes": 3_321,
        "whole": 9_564,
        "parts": 441,
        "zones": 5,
        "doubts": 30,
    }


def test_every_old_commune_leads_somewhere_and_every_new_one_came_from_somewhere():
    content = unit_files.read()
    leading = [row[0] for row in (*content.whole, *content.parts, *content.doubts)]
    assert sorted(leading) == sorted(row[0] for row in content.before["communes"])
    reached = {new for _old, new in (*content.whole, *content.zones)}
    reached |= {new for _old, targets in (*content.parts, *content.doubts) for new in targets}
    assert reached == {row[0] for row in content.after["communes"]}
