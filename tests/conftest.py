"""The cast and the ground it stands on.

Lan enters data in commune A, Minh reviews for the province, Hoa works in commune B and must see
nothing of A, Admin sees all. Two maps: old communes A1 (divided), A2 and B under a district until
30/06/2025, new communes A and B under a province from 01/07/2025; a second province stands apart.
"""

from types import SimpleNamespace

import pytest

from campaign.choices import Level
from campaign.roles import Role
from tests import factories


@pytest.fixture
def ground(db):
    """Units of both maps, by short name."""
    old_province = factories.unit("Tỉnh Bình Minh", "52", Level.PROVINCE, ended=True)
    district = factories.unit("Huyện Suối Bạc", "547", Level.DISTRICT, old_province, ended=True)
    old_a1 = factories.unit("Thị trấn An Hòa", "21808", Level.COMMUNE, district, ended=True)
    old_a2 = factories.unit("Xã An Phú", "21811", Level.COMMUNE, district, ended=True)
    old_b = factories.unit("Xã Đắk Bình", "21841", Level.COMMUNE, district, ended=True)
    begun = factories.MERGER
    province = factories.unit("Tỉnh Bình Minh", "52", Level.PROVINCE, begun=begun)
    commune_a = factories.unit("Xã An Hòa", "21808", Level.COMMUNE, province, begun=begun)
    commune_b = factories.unit("Phường Đắk Bình", "21841", Level.COMMUNE, province, begun=begun)
    other_province = factories.unit("Tỉnh Sông Lam", "40", Level.PROVINCE)
    other_commune = factories.unit("Xã Nam Sơn", "17000", Level.COMMUNE, other_province)
    old_villages = {
        "a1": [factories.village(n, old_a1) for n in ("Khối 1", "Khối 2", "Khối Phú Xuân")],
        "a2": [factories.village(n, old_a2) for n in ("Thôn 1", "Thôn 2", "Thôn Hòa Sơn")],
        "b": [factories.village(n, old_b) for n in ("Thôn Đắk Rông", "Thôn 2")],
    }
    # A1 is divided: its third village goes to B, the rest of it and all of A2 to A.
    homes = [(v, commune_a) for v in old_villages["a1"][:2] + old_villages["a2"]]
    homes += [(v, commune_b) for v in old_villages["b"] + old_villages["a1"][2:]]
    villages = {commune_a.pk: [], commune_b.pk: []}
    for old, home in homes:
        taken = {v.name for v in villages[home.pk]}
        name = old.name if old.name not in taken else f"{old.name} {old.commune.name}"
        new = factories.village(name, home)
        factories.change(old, new, kind="transfer")
        villages[home.pk].append(new)
    factories.change(old_province, province)
    factories.change(old_a1, commune_a, extent="part", kind="split")
    factories.change(old_a1, commune_b, extent="part", kind="split")
    factories.change(old_a2, commune_a)
    factories.change(old_b, commune_b)
    return SimpleNamespace(
        old_province=old_province,
        district=district,
        old_a1=old_a1,
        old_a2=old_a2,
        old_b=old_b,
        province=province,
        a=commune_a,
        b=commune_b,
        other_province=other_province,
        other_commune=other_commune,
        old_villages=old_villages,
        a_villages=villages[commune_a.pk],
        b_villages=villages[commune_b.pk],
    )


@pytest.fixture
def cast(ground):
    return SimpleNamespace(
        lan=factories.user("lan", "Nguyễn Thị Lan", Role.COMMUNE_OFFICER, ground.a),
        hoa=factories.user("hoa", "Trần Thị Hoa", Role.COMMUNE_OFFICER, ground.b),
        minh=factories.user("minh", "Lê Văn Minh", Role.BOARD, ground.province),
        dung=factories.user("dung", "Phạm Dũng", Role.POVERTY_DEPARTMENT, ground.province),
        quang=factories.user("quang", "Đỗ Quang", Role.LEADER, ground.province),
        son=factories.user("son", "Vũ Sơn", Role.AUDITOR, ground.province),
        admin=factories.user("admin", "Quản trị", Role.ADMINISTRATOR),
    )
