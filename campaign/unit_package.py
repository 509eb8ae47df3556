"""Reads the units out of the package vietnamadminunits: its two tables and its converter.

Needed only by `build_units`. The converter names communes by joined keys
("thanhphocantho_quanninhkieu_phuonganbinh"). Where two old communes of one new province bear the
same name, it gives both the successors of both: such lines are doubts for a person to settle.
"""

import json
import math
import sqlite3
import tempfile
import zipfile
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from campaign.lib.vietnamese import clean
from campaign.unit_files import UnitFile

_DATASET, _CONVERTER = "data/dataset.db", "data/converter_2025.json"
# A centre this far from the centres of all that the commune became is a slip of the geocoder.
_FARTHEST_KM = 50
_WORDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Quận", "Huyện", "Phường", "Xã")
_LOWER = frozenset({"trường"})  # "Nông trường" is a word, not a name


def read(path):
    """A UnitFile from a wheel or an unpacked folder. Raises ValueError when it is neither."""
    path = Path(path)
    if path.is_dir():
        return _read_folder(path)
    if not zipfile.is_zipfile(path):
        raise ValueError(path)
    with zipfile.ZipFile(path) as wheel, tempfile.TemporaryDirectory() as folder:
        for name in wheel.namelist():
            if name.endswith((_DATASET, _CONVERTER)):
                (Path(folder) / "data").mkdir(exist_ok=True)
                (Path(folder) / "data" / Path(name).name).write_bytes(wheel.read(name))
        return _read_folder(Path(folder))


def _read_folder(path):
    homes = [path, path / "vietnamadminunits"]
    home = next((home for home in homes if (home / _DATASET).exists()), None)
    if home is None:
        raise ValueError(path)
    converter = json.loads((home / _CONVERTER).read_text(encoding="utf-8"))
    uri = f"{(home / _DATASET).resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        database.row_factory = sqlite3.Row
        before = database.execute("SELECT * FROM admin_units_legacy").fetchall()
        after = database.execute("SELECT * FROM admin_units").fetchall()
    return _assemble(before, after, converter)


def _assemble(before, after, converter):
    old_keys, zone_keys = _keys(before)
    new_codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in after}
    old_provinces = {row["provinceKey"]: row["provinceCode"] for row in before}
    new_provinces = {row["provinceKey"]: row["provinceCode"] for row in after}
    content = UnitFile(source="vietnamadminunits 1.0.4 (MIT)")
    for new_key, old in converter["DICT_PROVINCE"].items():
        content.provinces += [[old_provinces[key], new_provinces[new_key]] for key in old]
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, sources in wards.items():
            target = new_codes[province, ward]
            content.whole += [[old_keys[key], target] for key in sources if key in old_keys]
            content.zones += [[zone_keys[key], target] for key in sources if key in zone_keys]
    divided = {
        old_keys[key]: sorted(new_codes[province, line["newWardKey"]] for line in lines)
        for province, wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items()
        for key, lines in wards.items()
    }
    doubtful = _namesakes(before, content, divided)
    for source, targets in divided.items():
        (content.doubts if source in doubtful else content.parts).append([source, targets])
    content.after = _map_after(after)
    content.before = _map_before(before, content)
    return content


def _keys(before):
    """The converter's keys: of communes, and of the districts that had none."""
    communes, districts = {}, {}
    for row in before:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        if row["wardCode"]:
            communes[key] = row["wardCode"]
        else:
            districts[key] = row["districtCode"]
    return communes, districts


def _namesakes(before, content, divided):
    """Divided communes that share successors with another of the same name in the new province."""
    province_of = dict(content.provinces)
    targets = {**{old: [new] for old, new in content.whole}, **divided}
    groups = defaultdict(list)
    for row in before:
        if row["wardCode"]:
            groups[province_of[row["provinceCode"]], row["wardKey"]].append(row["wardCode"])
    found = set()
    for group in groups.values():
        for code in group:
            others = {new for other in group if other != code for new in targets[other]}
            if code in divided and others & set(divided[code]):
                found.add(code)
    return found


def _name(text):
    """The name as it is written officially: the package has "Thành Phố Bắc Kạn", "Xã Pa ủ"."""
    text = clean(text)
    for word in _WORDS:
        if text.lower().startswith(word.lower() + " "):
            rest = text[len(word) + 1 :].split(" ")
            rest = [part if part in _LOWER else part[:1].upper() + part[1:] for part in rest]
            return " ".join([word, *rest])
    return text


def _point(row, level):
    latitude, longitude = row[f"{level}Lat"], row[f"{level}Lon"]
    if latitude is None or longitude is None:
        return [None, None]
    return [round(latitude, 4), round(longitude, 4)]


def _map_after(rows):
    provinces, communes = {}, []
    for row in rows:
        code = row["provinceCode"]
        provinces[code] = [code, _name(row["province"]), *_point(row, "province")]
        communes.append([row["wardCode"], code, _name(row["ward"]), *_point(row, "ward")])
    return {"provinces": list(provinces.values()), "communes": communes}


def _map_before(rows, content):
    after = {row[0]: row[3:] for row in content.after["communes"]}
    successors = defaultdict(list)
    for old, new in content.whole:
        successors[old].append(after[new])
    for old, targets in (*content.parts, *content.doubts):
        successors[old] += [after[new] for new in targets]
    provinces, districts, communes = {}, {}, []
    for row in rows:
        province, district = row["provinceCode"], row["districtCode"]
        provinces[province] = [province, _name(row["province"]), *_point(row, "province")]
        districts[district] = [
            district, province, _name(row["district"]), *_point(row, "district")
        ]  # fmt: skip
        if row["wardCode"]:
            point = _point(row, "ward")
            if all(
                _kilometres(point, other) > _FARTHEST_KM for other in successors[row["wardCode"]]
            ):
                point = [None, None]
            communes.append([row["wardCode"], district, _name(row["ward"]), *point])
    return {
        "provinces": list(provinces.values()),
        "districts": list(districts.values()),
        "communes": communes,
    }


def _kilometres(one, other):
    if None in (*one, *other):
        return math.inf
    width = 111.3 * math.cos(math.radians(one[0]))
    return math.hypot((one[0] - other[0]) * 111.3, (one[1] - other[1]) * width)
