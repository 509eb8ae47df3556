import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from campaign import hierarchy, unit_files, unit_loading
from campaign.choices import ChangeKind, Extent, Level, UnitKind
from campaign.models import AdminUnit, Event, UnitChange, UnitName

# Kon Tum (62) and Quảng Ngãi became today's Quảng Ngãi; both maps have the code 51.
KON_TUM, QUANG_NGAI, SA_LOONG = "62", "51", "23398"


def load(*provinces):
    out = io.StringIO()
    arguments = ["--province", *provinces] if provinces else []
    call_command("load_units", *arguments, stdout=out)
    return out.getvalue()


def old(code, level=Level.COMMUNE):
    return AdminUnit.objects.get(code=code, level=level, valid_to=hierarchy.THREE_LEVEL_TO)


def new(code, level=Level.COMMUNE):
    return AdminUnit.objects.get(code=code, level=level, valid_from=hierarchy.TWO_LEVEL_FROM)


@pytest.fixture
def kon_tum(db):
    return load(KON_TUM)


def test_a_province_brings_all_it_was_merged_with(kon_tum):
    provinces = AdminUnit.objects.filter(level=Level.PROVINCE)
    assert set(provinces.filter(valid_from=None).values_list("name", flat=True)) == {
        "Tỉnh Kon Tum",
        "Tỉnh Quảng Ngãi",
    }
    assert provinces.get(valid_to=None).name == "Tỉnh Quảng Ngãi"
    content = unit_loading.part(unit_files.read(), [KON_TUM])
    assert Counter(AdminUnit.objects.values_list("level", flat=True)) == {
        Level.PROVINCE: 3,
        Level.DISTRICT: len(content.before["districts"]),
        Level.COMMUNE: len(content.before["communes"]) + len(content.after["communes"]),
    }
    assert unit_loading.part(unit_files.read(), [QUANG_NGAI]) == content


def test_ancestors_are_written_on_every_unit(kon_tum):
    commune = old(SA_LOONG)
    assert [unit.name for unit in hierarchy.ancestors(commune)] == [
        "Tỉnh Kon Tum",
        "Huyện Ngọc Hồi",
    ]
    assert commune.commune_id == commune.pk
    assert commune.parent_id == commune.district_id
    for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
        units = AdminUnit.objects.filter(level=level)
        assert all(getattr(unit, f"{level}_id") == unit.pk for unit in units)
    assert not AdminUnit.objects.exclude(level=Level.PROVINCE).filter(parent=None).exists()


def test_kinds_are_read_from_the_words_in_front(kon_tum):
    kinds = {
        "Tỉnh Kon Tum": UnitKind.PROVINCE,
        "Thành phố Kon Tum": UnitKind.PROVINCIAL_CITY,
        "Huyện Sa Thầy": UnitKind.RURAL_DISTRICT,
        "Thị xã Đức Phổ": UnitKind.TOWN,
        "Thị trấn Sa Thầy": UnitKind.TOWNSHIP,
        "Đặc khu Lý Sơn": UnitKind.SPECIAL_ZONE,
    }
    for name, kind in kinds.items():
        assert AdminUnit.objects.get(name=name).kind == kind
    assert unit_loading.kind_of("Thành phố Huế", Level.PROVINCE) == UnitKind.CENTRAL_CITY
    assert unit_loading.kind_of("Quận Ba Đình", Level.DISTRICT) == UnitKind.URBAN_DISTRICT
    with pytest.raises(ValueError):
        unit_loading.kind_of("Phường Ba Đình", Level.DISTRICT)


def test_provinces_merge_whole_and_districts_end(kon_tum):
    merged = UnitChange.objects.filter(source__level=Level.PROVINCE)
    assert {(edge.kind, edge.extent, edge.legal_basis) for edge in merged} == {
        (ChangeKind.MERGE, Extent.WHOLE, "Nghị quyết 202/2025/QH15")
    }
    assert {edge.target for edge in merged} == {new(QUANG_NGAI, Level.PROVINCE)}
    ended = UnitChange.objects.filter(source__level=Level.DISTRICT).exclude(target=None)
    assert [(edge.source.name, edge.target.name) for edge in ended] == [
        ("Huyện Lý Sơn", "Đặc khu Lý Sơn")
    ]
    sa_thay = AdminUnit.objects.get(name="Huyện Sa Thầy")
    assert sa_thay.changes_out.get().kind == ChangeKind.ABOLITION


def test_every_old_commune_has_an_edge_and_each_edge_stays_inside(kon_tum):
    communes = AdminUnit.objects.filter(level=Level.COMMUNE, valid_from=None)
    assert not communes.filter(changes_out=None).exists()
    edges = UnitChange.objects.filter(source__level=Level.COMMUNE)
    assert {edge.target.province_id for edge in edges.select_related("target")} == {
        new(QUANG_NGAI, Level.PROVINCE).pk
    }
    whole = edges.filter(extent=Extent.WHOLE).values_list("source", flat=True)
    assert len(set(whole)) == whole.count()
    divided = edges.filter(extent=Extent.PART).values_list("source", flat=True)
    assert set(whole) & set(divided) == set()
    assert all(count > 1 for count in Counter(divided).values())


def test_a_commune_alone_in_its_successor_is_kept_not_merged(kon_tum):
    alone = {
        edge.target_id
        for edge in UnitChange.objects.filter(kind=ChangeKind.KEEP, source__level=Level.COMMUNE)
    }
    assert alone
    entering = Counter(UnitChange.objects.exclude(target=None).values_list("target", flat=True))
    assert {target for target in alone if entering[target] != 1} == set()


def test_a_second_load_changes_nothing_and_says_so(kon_tum, django_assert_max_num_queries):
    before = [model.objects.count() for model in (AdminUnit, UnitName, UnitChange, Event)]
    with django_assert_max_num_queries(10) as queries:
        assert "không có gì thay đổi" in load(KON_TUM)
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [model.objects.count() for model in (AdminUnit, UnitName, UnitChange, Event)] == before


def test_the_load_is_one_event_without_an_actor(kon_tum):
    event = Event.objects.get()
    assert (event.verb, event.actor) == ("unit.load", None)
    assert event.detail["rows"]["AdminUnit"] == AdminUnit.objects.count()
    assert UnitName.objects.count() == AdminUnit.objects.count()


def test_a_person_s_word_stands(kon_tum):
    commune = old(SA_LOONG)
    commune.changes_out.update(legal_basis="Nghị quyết địa phương")
    renamed = new(QUANG_NGAI, Level.PROVINCE)
    AdminUnit.objects.filter(pk=renamed.pk).update(name="Thành phố Quảng Ngãi")
    load(KON_TUM)
    assert commune.changes_out.get().legal_basis == "Nghị quyết địa phương"
    renamed.refresh_from_db()
    assert renamed.name == "Thành phố Quảng Ngãi"


def test_another_province_is_added_beside_the_first(kon_tum):
    count = AdminUnit.objects.count()
    assert "Đã nạp" in load("64")
    assert AdminUnit.objects.count() > count
    assert set(
        AdminUnit.objects.filter(level=Level.PROVINCE, valid_to=None).values_list("name", flat=True)
    ) == {"Tỉnh Quảng Ngãi", "Tỉnh Gia Lai"}


def test_communes_in_doubt_are_listed_and_lead_nowhere(db):
    told = load("72")  # Tây Ninh, merged with Long An: each had a Phường 4 in its city
    assert "2 xã, phường chưa xác định đơn vị kế thừa" in told
    assert "27691 Phường 4, Thành phố Tân An: " in told
    commune = old("27691")
    assert hierarchy.is_unresolved(commune)
    assert {edge.unit.name for edge in hierarchy.doubts(commune)[0]} == {
        "Phường Long An",
        "Phường Tân Ninh",
    }


def test_an_unknown_province_is_refused_and_nothing_is_loaded(db):
    with pytest.raises(CommandError) as refused:
        load(KON_TUM, "03")
    assert str(refused.value) == "Không có tỉnh, thành phố nào mang mã: 03."
    assert refused.value.returncode == 2
    assert not AdminUnit.objects.exists()


@pytest.mark.slow
def test_the_whole_country(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(400):
        told = load()
    assert "30 xã, phường chưa xác định đơn vị kế thừa" in told
    counts = Counter(AdminUnit.objects.values_list("level", "valid_from"))
    since = hierarchy.TWO_LEVEL_FROM
    assert counts == {
        (Level.PROVINCE, None): 63,
        (Level.DISTRICT, None): 696,
        (Level.COMMUNE, None): 10_035,
        (Level.PROVINCE, since): 34,
        (Level.COMMUNE, since): 3_321,
    }
    edges = UnitChange.objects.filter(source__level=Level.COMMUNE).order_by()
    sources = {
        extent: edges.filter(extent=extent).values("source").distinct().count() for extent in Extent
    }
    assert sources == {Extent.WHOLE: 9_564, Extent.PART: 441, Extent.DOUBT: 30}
    kinds = Counter(AdminUnit.objects.filter(valid_to=None).values_list("kind", flat=True))
    assert kinds[UnitKind.CENTRAL_CITY] == 6 and kinds[UnitKind.SPECIAL_ZONE] == 13
    assert AdminUnit.objects.filter(latitude=None).count() < 100
    gia_lai = new("52", Level.PROVINCE)
    before = hierarchy.territory(gia_lai, hierarchy.THREE_LEVEL_TO)
    assert {unit.name for unit in before.whole} == {"Tỉnh Gia Lai", "Tỉnh Bình Định"}
