import pytest

from campaign import villages
from campaign.choices import Area, UnitKind
from campaign.lib.vietnamese import strip_prefix
from campaign.models import AdminUnit, Event, UnitAlias, UnitName
from campaign.villages import CommuneIndex, VillageIndex
from tests import factories


@pytest.fixture
def commune(ground):
    return ground.other_commune


def index(commune, *names):
    ids = {name: factories.village(name, commune).pk for name in names}
    return VillageIndex.load([commune.pk]), ids


@pytest.mark.parametrize(
    "written", ["Thôn 1", "THÔN 1", "Thôn 01", "thôn I", "Thôn số 01", "T1", "t.1", "Thôn1", "1"]
)
def test_every_way_to_write_thon_1_finds_it(commune, written):
    book, ids = index(commune, "Thôn 1", "Thôn 2", "Thôn 10")
    assert book.find(commune.pk, written) == ids["Thôn 1"]


@pytest.mark.parametrize("written", ["TDP 3", "Tổ 3", "tổ dân phố số 3", "TDP3", "Tổ DP 03"])
def test_every_way_to_write_to_dan_pho_3_finds_it(commune, written):
    unit = factories.unit("Khối 3", f"{commune.code}-001", "village", commune)
    AdminUnit.objects.filter(pk=unit.pk).update(name="Tổ dân phố 3")
    assert VillageIndex.load([commune.pk]).find(commune.pk, written) == unit.pk


def test_tone_marks_may_stand_on_either_vowel_and_text_may_be_decomposed(commune):
    book, ids = index(commune, "Thôn Hòa Sơn")
    for written in ("Thôn Hoà Sơn", "hòa sơn", "Tho\u0302n Ho\u0300a So\u031bn"):
        assert book.find(commune.pk, written) == ids["Thôn Hòa Sơn"]


def test_accents_decide_and_a_likeness_is_only_suggested(commune):
    book, ids = index(commune, "Thôn Sa Pa", "Thôn Sa Pả", "Thôn Suối Lớn")
    assert book.find(commune.pk, "Thôn Sa Pả") == ids["Thôn Sa Pả"]
    assert book.find(commune.pk, "Thon Sa Pa") == ids["Thôn Sa Pa"]
    assert book.find(commune.pk, "Thôn Suối Lón") is None
    assert [line[:2] for line in book.suggest(commune.pk, "Thôn Suối Lón")] == [
        (ids["Thôn Suối Lớn"], "Thôn Suối Lớn")
    ]


def test_two_villages_under_one_name_are_asked_about(commune):
    book, ids = index(commune, "Thôn 1", "Khối 1")
    assert book.find(commune.pk, "1") is None
    assert book.find(commune.pk, "Khối 1") == ids["Khối 1"]
    assert {line[0] for line in book.suggest(commune.pk, "1")} == set(ids.values())


def test_another_number_is_never_the_first_suggestion(commune):
    book, ids = index(commune, "Thôn Hòa Sơn 1", "Thôn Hòa Sơn 2")
    assert book.suggest(commune.pk, "Thôn Hòa Sơm 2")[0][0] == ids["Thôn Hòa Sơn 2"]


def test_a_roman_number_in_a_name_is_told_from_a_syllable(commune):
    book, ids = index(commune, "Thôn Vi", "Thôn Đông Sơn II")
    assert book.find(commune.pk, "Thôn 6") is None
    assert book.find(commune.pk, "thôn vi") == ids["Thôn Vi"]
    assert book.find(commune.pk, "Đông Sơn 2") == ids["Thôn Đông Sơn II"]


def test_an_alias_leads_to_its_village_but_a_name_goes_first(commune):
    _, ids = index(commune, "Thôn 1", "Thôn 2")
    UnitAlias.objects.create(unit_id=ids["Thôn 1"], alias="Xóm Chùa")
    UnitAlias.objects.create(unit_id=ids["Thôn 1"], alias="Thôn 2")
    book = VillageIndex.load([commune.pk])
    assert book.find(commune.pk, "xóm chùa") == ids["Thôn 1"]
    assert book.find(commune.pk, "Thôn 2") == ids["Thôn 2"]
    assert book.find(commune.pk, "Xóm Chùa Cũ") is None


def test_two_queries_for_any_number_of_communes(ground, django_assert_num_queries):
    with django_assert_num_queries(2):
        book = VillageIndex.load([ground.a.pk, ground.b.pk, ground.old_a1.pk])
        assert book.find(ground.a.pk, "Khối 1") == ground.a_villages[0].pk
        assert book.find(ground.old_a1.pk, "Khối 1") == ground.old_villages["a1"][0].pk
        assert book.find(ground.b.pk, "Khối 1") is None


def test_a_village_is_entered_once_however_it_is_written(commune, cast):
    first = villages.ensure(commune, "TDP 03", by=cast.dung)
    assert (first.code, first.name, first.kind) == ("17000-001", "Tổ dân phố 3", "neighbourhood")
    assert villages.ensure(commune, "Tổ 3", by=cast.dung) == first
    second = villages.ensure(commune, "Làng Kon Brẫy", by=cast.dung)
    assert (second.code, second.kind, second.parent) == ("17000-002", UnitKind.VILLAGE, commune)
    assert (second.province_id, second.commune_id) == (commune.province_id, commune.pk)
    assert second.history.get().history_user == cast.dung
    assert set(UnitName.objects.values_list("name", flat=True)) == {"Tổ dân phố 3", "Làng Kon Brẫy"}
    assert Event.objects.filter(verb="village.create", actor=cast.dung, unit=commune).count() == 2


def test_a_village_of_a_closed_commune_is_closed_with_it(ground, cast):
    village = villages.ensure(ground.old_b, "Thôn 9", by=cast.dung)
    assert (village.code, village.valid_to) == ("21841-003", factories.LAST_DAY)
    assert village.district_id == ground.district.pk


def test_many_villages_cost_the_queries_of_few(ground, cast, django_assert_max_num_queries):
    names = {ground.a.pk: [f"Thôn mới {n}" for n in range(60)], ground.b.pk: ["Thôn 2", "Thôn 02"]}
    with django_assert_max_num_queries(20):
        found = villages.ensure_all(names, by=cast.dung)
    assert len(set(found.values())) == 61
    assert found[ground.b.pk, "Thôn 02"] == ground.b_villages[1].pk
    assert found[ground.a.pk, "Thôn mới 59"] == AdminUnit.objects.get(code="21808-065").pk


@pytest.mark.parametrize("name", ["", "  \u200b ", "...", "Thôn " + "dài " * 40])
def test_a_name_that_is_none_is_refused_and_nothing_is_entered(commune, cast, name):
    with pytest.raises(ValueError):
        villages.ensure_all({commune.pk: ["Thôn 1", name]}, by=cast.dung)
    assert not commune.children.exists()


def test_a_doubtful_name_is_refused_rather_than_entered_twice(commune, cast):
    index(commune, "Thôn 1", "Khối 1")
    with pytest.raises(ValueError):
        villages.ensure(commune, "1", by=cast.dung)
    assert commune.children.count() == 2


def test_an_alias_is_entered_once_and_never_takes_the_name_of_another(commune, cast):
    book, ids = index(commune, "Thôn 1", "Thôn 2")
    village = AdminUnit.objects.get(pk=ids["Thôn 1"])
    row = villages.add_alias(village, "  Xóm  Chùa ", by=cast.dung)
    assert villages.add_alias(village, "Xóm Chùa", by=cast.dung) == row
    assert Event.objects.filter(verb="alias.create", unit=village).count() == 1
    with pytest.raises(ValueError):
        villages.add_alias(village, "thôn 02", by=cast.dung)
    assert set(village.aliases.values_list("alias", flat=True)) == {"Xóm Chùa"}


def test_one_name_gives_its_village_or_suggestions(ground):
    assert villages.match(ground.a, "khối 02").village == ground.a_villages[1]
    unknown = villages.match(ground.a, "Thôn Hòa Sợn")
    assert unknown.village is None
    assert unknown.suggestions[0][1] == "Thôn Hòa Sơn"


def test_names_are_written_out_in_the_words_of_town_or_country():
    assert villages.proper_name("T1", Area.RURAL) == "Thôn 1"
    assert villages.proper_name("T1", Area.URBAN) == "Tổ dân phố 1"
    assert villages.proper_name(" Quảng  Khê ", Area.RURAL) == "Quảng Khê"
    assert villages.proper_name("X. Đoài", Area.RURAL) == "Xóm Đoài"


def test_a_commune_is_found_by_code_name_and_alias(ground):
    UnitAlias.objects.create(unit=ground.a, alias="Suối Vàng")
    book = CommuneIndex.load(AdminUnit.objects.filter(pk__in=[ground.a.pk, ground.b.pk]))
    for written in ("21808", 21808, "Xã An Hòa", "X. An Hoà", "an hòa", "Suối Vàng"):
        assert book.find(written) == [ground.a.pk]
    assert book.find("P. Đắk Bình") == [ground.b.pk]
    assert book.find("Thị trấn An Hòa") == []
    assert book.find("Xã Đak Bình") == []
    assert book.suggest("Xã Đak Bình")[0][:2] == (ground.b.pk, "Phường Đắk Bình")


def test_several_communes_of_one_name_are_all_given_and_ancestors_narrow_them(ground):
    twin = factories.unit("Xã An Hòa", "17003", "commune", ground.other_province)
    book = CommuneIndex.load(AdminUnit.objects.filter(level="commune", valid_to=None))
    assert book.find("Xã An Hòa") == sorted([ground.a.pk, twin.pk])
    assert book.find("Xã An Hòa, tỉnh Sông Lam") == [twin.pk]
    assert book.find("Xã An Hòa, tỉnh Nào Đó") == []


def test_three_queries_load_the_communes(ground, django_assert_num_queries):
    with django_assert_num_queries(3):
        CommuneIndex.load(AdminUnit.objects.filter(level="commune")).find("Xã An Phú")


def test_strip_prefix_gives_the_word_in_full():
    assert strip_prefix("X. Quảng Khê") == ("xã", "Quảng Khê")
    assert strip_prefix("TT Ea T'Ling") == ("thị trấn", "Ea T'Ling")
    assert strip_prefix("TDP 3") == ("tổ dân phố", "3")
    assert strip_prefix("Thôn số 01") == ("thôn", "01")
    assert strip_prefix("T1") == (None, "1")
    assert strip_prefix("Lang Chánh") == (None, "Lang Chánh")
