import datetime

import pytest

from campaign import hierarchy
from campaign.choices import Level
from campaign.models import AdminUnit, UnitAlias, UnitChange
from tests import factories

BEFORE = factories.LAST_DAY
AFTER = factories.MERGER
TODAY = datetime.date(2026, 1, 15)


def units(edges):
    return {(edge.unit, edge.extent) for edge in edges}


def test_a_district_level_stands_until_the_last_day_of_june():
    assert Level.DISTRICT in hierarchy.levels_on(BEFORE)
    assert hierarchy.levels_on(AFTER) == (Level.PROVINCE, Level.COMMUNE, Level.VILLAGE)


def test_one_code_names_another_unit_on_each_side_of_the_change(ground):
    assert hierarchy.find("21808", BEFORE) == ground.old_a1
    assert hierarchy.find(" 21808 ", AFTER) == ground.a
    assert hierarchy.find("21808-001", BEFORE) == ground.old_villages["a1"][0]
    assert hierarchy.find("52", BEFORE, Level.PROVINCE) == ground.old_province


def test_an_unknown_code_is_answered_with_a_sentence(ground):
    with pytest.raises(hierarchy.UnitUnknown) as ended:
        hierarchy.find("547", TODAY)
    assert ended.value.args[0] == (
        "Không có đơn vị mang mã 547 vào ngày 15/01/2026. "
        "Huyện Suối Bạc mang mã này đến hết ngày 30/06/2025."
    )
    with pytest.raises(hierarchy.UnitUnknown) as never:
        hierarchy.find("99", TODAY)
    assert never.value.args[0] == "Không có đơn vị mang mã 99 vào ngày 15/01/2026."
    with pytest.raises(hierarchy.UnitUnknown):
        hierarchy.find("547", BEFORE, Level.COMMUNE)


def test_a_code_not_yet_in_use_says_from_when(ground):
    new = factories.unit("Xã Tân Lập", "30000", "commune", ground.province, begun=AFTER)
    with pytest.raises(hierarchy.UnitUnknown) as early:
        hierarchy.find("30000", BEFORE)
    assert f"{new.name} mang mã này từ ngày 01/07/2025." in early.value.args[0]


def test_ancestors_go_from_the_top_down_in_one_query(ground, django_assert_num_queries):
    with django_assert_num_queries(1):
        above = hierarchy.ancestors(ground.old_villages["a1"][0])
    assert above == [ground.old_province, ground.district, ground.old_a1]
    assert hierarchy.ancestors(ground.province) == []


def test_what_lies_below(ground):
    assert set(hierarchy.children_on(ground.district, BEFORE)) == {
        ground.old_a1,
        ground.old_a2,
        ground.old_b,
    }
    assert not hierarchy.children_on(ground.district, AFTER).exists()
    assert set(hierarchy.descendants(ground.province, Level.COMMUNE)) == {ground.a, ground.b}
    assert set(hierarchy.descendants(ground.a)) == set(ground.a_villages)


def test_edges_are_seen_from_both_ends_with_their_extent(ground):
    assert units(hierarchy.successors(ground.old_a1)) == {(ground.a, "part"), (ground.b, "part")}
    assert units(hierarchy.predecessors(ground.a)) == {
        (ground.old_a1, "part"),
        (ground.old_a2, "whole"),
    }
    assert hierarchy.successors(ground.a) == []


def test_an_edge_in_doubt_counts_nowhere_but_is_shown(ground):
    lost = factories.unit("Xã An Lạc", "21820", "commune", ground.district, ended=True)
    factories.change(lost, ground.b, extent="doubt", kind="split")
    assert hierarchy.successors(lost) == [] and hierarchy.is_unresolved(lost)
    assert units(hierarchy.doubts(lost)[0]) == {(ground.b, "doubt")}
    assert units(hierarchy.doubts(ground.b)[1]) == {(lost, "doubt")}
    assert hierarchy.today_map(lost) == []
    inside = hierarchy.territory(lost, TODAY)
    assert (inside.whole, inside.divided, inside.unknown) == ([], [], [lost])
    assert hierarchy.territory(ground.old_b, TODAY).divided == [ground.b]
    assert not hierarchy.is_unresolved(ground.old_a2)
    assert not hierarchy.is_unresolved(ground.a)


def test_an_abolished_district_is_resolved(ground):
    assert hierarchy.is_unresolved(ground.district)
    UnitChange.objects.create(source=ground.district, kind="abolition", extent="whole", date=AFTER)
    assert not hierarchy.is_unresolved(ground.district)
    assert hierarchy.successors(ground.district) == []


def test_a_unit_that_stands_is_its_own_territory(ground):
    assert hierarchy.territory(ground.a, TODAY) == hierarchy.Territory(whole=[ground.a])


def test_a_divided_commune_is_told_in_parts_and_by_its_villages(ground):
    inside = hierarchy.territory(ground.old_a1, TODAY)
    assert inside.whole == []
    assert set(inside.divided) == {ground.a, ground.b}
    assert set(inside.villages) == {*ground.a_villages[:2], ground.b_villages[-1]}
    assert not inside.is_exact


def test_todays_commune_on_the_old_map(ground):
    inside = hierarchy.territory(ground.a, BEFORE)
    assert inside.whole == [ground.old_a2]
    assert inside.divided == [ground.old_a1]
    assert set(inside.villages) == set(ground.old_villages["a1"][:2])


def test_a_district_keeps_its_territory_as_whole_communes(ground):
    inside = hierarchy.territory(ground.district, TODAY)
    assert inside.whole == [ground.b, ground.a]
    assert inside.is_exact and inside.villages == []


def test_a_province_that_alone_became_one_is_whole_and_one_of_two_is_not(ground):
    assert hierarchy.territory(ground.old_province, TODAY).whole == [ground.province]
    assert hierarchy.territory(ground.province, BEFORE).whole == [ground.old_province]
    second = factories.unit("Tỉnh Biển Đông", "54", "province", ended=True)
    factories.change(second, ground.province)
    first = hierarchy.territory(ground.old_province, TODAY)
    assert set(first.whole) == {ground.a, ground.b}
    assert set(hierarchy.territory(ground.province, BEFORE).whole) == {ground.old_province, second}


def test_an_island_district_without_communes_goes_into_its_zone(ground):
    island = factories.unit("Huyện Đảo Xa", "548", "district", ground.old_province, ended=True)
    zone = factories.unit("Xã Đảo Xa", "30001", "commune", ground.province, begun=AFTER)
    factories.change(island, zone, kind="keep")
    second = factories.unit("Tỉnh Biển Đông", "54", "province", ended=True)
    factories.change(second, ground.province)
    assert set(hierarchy.territory(ground.old_province, TODAY).whole) == {ground.a, ground.b, zone}
    assert hierarchy.territory(zone, BEFORE).whole == [island]


def test_two_changes_of_the_map_are_walked_through(ground):
    later = datetime.date(2026, 7, 1)
    AdminUnit.objects.filter(pk__in=[ground.a.pk, ground.b.pk]).update(
        valid_to=later - datetime.timedelta(days=1)
    )
    joined = factories.unit("Xã Hòa Bình", "30002", "commune", ground.province, begun=later)
    for source in (ground.a, ground.b):
        UnitChange.objects.create(
            source=source, target=joined, date=later, kind="merge", extent="whole"
        )
    day = datetime.date(2026, 12, 31)
    assert hierarchy.territory(ground.old_a1, day).divided == [joined]
    assert hierarchy.territory(ground.district, day).whole == [joined]
    assert set(hierarchy.territory(joined, BEFORE).whole) == {
        ground.old_a1,
        ground.old_a2,
        ground.old_b,
    }


def test_territory_costs_the_same_whatever_its_size(ground, django_assert_max_num_queries):
    for number in range(40):
        factories.village(f"Thôn {number + 10}", ground.old_a1)
    with django_assert_max_num_queries(14):
        hierarchy.territory(ground.old_a1, TODAY)


def test_todays_map_of_what_has_ended(ground):
    assert units(hierarchy.today_map(ground.old_a2)) == {(ground.a, "whole")}
    assert units(hierarchy.today_map(ground.old_a1)) == {(ground.a, "part"), (ground.b, "part")}
    assert units(hierarchy.today_map(ground.a)) == {(ground.a, "whole")}
    assert units(hierarchy.today_map(ground.district)) == {(ground.a, "part"), (ground.b, "part")}


def test_villages_follow_whole_edges_to_today(ground):
    old = ground.old_villages
    lost = factories.village("Thôn Lạc", ground.old_b)
    sought = [old["a1"][0].pk, old["a1"][2].pk, lost.pk, ground.b_villages[0].pk]
    assert hierarchy.village_successors(sought) == {
        old["a1"][0].pk: ground.a_villages[0].pk,
        old["a1"][2].pk: ground.b_villages[-1].pk,
        ground.b_villages[0].pk: ground.b_villages[0].pk,
    }
    assert hierarchy.village_successors([]) == {}


def test_a_ring_of_edges_ends_the_walk(ground):
    old = ground.old_villages["a1"][:2]
    UnitChange.objects.filter(source__in=old).delete()
    for source, target in (old, old[::-1]):
        factories.change(source, target)
    assert hierarchy.village_successors([old[0].pk]) == {}
    assert hierarchy.today_map(old[0]) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("an hoa", {"Xã An Hòa"}),
        ("AN HOÀ", {"Xã An Hòa"}),
        ("dak", {"Phường Đắk Bình"}),
        ("X. An Hòa", {"Xã An Hòa"}),
        ("218", {"Xã An Hòa", "Phường Đắk Bình"}),
        ("suoi vang", {"Xã An Hòa"}),
        ("1808", set()),
        ("%", {"Xã An Hòa", "Phường Đắk Bình"}),
    ],
)
def test_search_takes_names_codes_and_aliases_without_accents(ground, text, names):
    UnitAlias.objects.create(unit=ground.a, alias="Suối Vàng")
    today = AdminUnit.objects.filter(pk__in=[ground.a.pk, ground.b.pk])
    assert {unit.name for unit in hierarchy.search(text, today)} == names
