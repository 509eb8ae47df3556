import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from campaign.choices import Level
from campaign.lib import sql
from campaign.models import AdminUnit, Event, JobRun, UnitAlias
from tests import factories

NASTY = ["\\N", "\\.", "a\tb", "a\nb", "a\\nb", "\r", '"quoted"', "'", "Đắk Nông’s", "%s", "", "\\"]


@pytest.fixture
def province(db):
    return factories.unit("Tỉnh Bình Minh", "52", Level.PROVINCE)


def test_every_text_comes_back_as_it_went_in(province):
    fields = ("unit_id", "alias", "alias_key", "valid_from")
    rows = [(province.pk, text, text[:1], factories.MERGER if text else None) for text in NASTY]
    assert sql.insert_rows(UnitAlias, fields, rows) == len(NASTY)
    found = UnitAlias.objects.order_by("pk").values_list("alias", "valid_from")
    assert list(found) == [(text, factories.MERGER if text else None) for text in NASTY]


def test_what_is_left_out_gets_its_default_and_json_stays_json(province):
    detail = {"tên": "Đắk\tMil", "số": [1, None, "\\"]}
    sql.insert_columns(
        Event, {"verb": ["a", "b"], "unit_id": province.pk, "detail": [detail, {}]}, 2
    )
    first, second = Event.objects.order_by("pk")
    assert (first.verb, first.detail, second.detail) == ("a", detail, {})
    assert first.at is not None and first.actor is None and first.unit == province


def test_columns_that_say_one_thing_come_back_whole(province):
    columns = {
        "unit_id": [province.pk] * 3,
        "alias": ["%s", "a", "b"],
        "alias_key": ["", "", ""],
        "valid_from": [None, None, None],
        "valid_to": (factories.MERGER,) * 3,
    }
    assert sql.insert_columns(UnitAlias, columns, 3) == 3
    found = UnitAlias.objects.values_list("unit", "alias", "alias_key", "valid_from", "valid_to")
    assert list(found.order_by("pk")) == [
        (province.pk, alias, "", None, factories.MERGER) for alias in ("%s", "a", "b")
    ]


def test_reserved_ids_are_nobody_elses(province):
    with transaction.atomic():
        ids = sql.reserve_ids(UnitAlias, 3)
        sql.insert_columns(
            UnitAlias,
            {"id": ids, "unit_id": province.pk, "alias": list("abc"), "alias_key": "x"},
            3,
        )
    later = UnitAlias.objects.create(unit=province, alias="d")
    assert later.pk not in ids and len(set(ids)) == 3
    later.delete()
    with transaction.atomic():
        assert not set(sql.reserve_ids(UnitAlias, 2)) & {*ids, later.pk}


@pytest.mark.django_db(transaction=True)
def test_ids_are_reserved_inside_a_transaction_only():
    with pytest.raises(TransactionManagementError):
        sql.reserve_ids(UnitAlias, 1)


def test_updates_touch_the_rows_that_are_named(province):
    ids = [UnitAlias.objects.create(unit=province, alias=text).pk for text in "abc"]
    rows = [(ids[0], "đ\\\t", factories.MERGER), (ids[2], "f", None)]
    assert sql.update_rows(UnitAlias, ("alias", "valid_from"), rows) == 2
    found = UnitAlias.objects.order_by("pk").values_list("alias", "valid_from")
    assert list(found) == [("đ\\\t", factories.MERGER), ("b", None), ("f", None)]


def test_the_number_of_statements_does_not_grow(province, django_assert_num_queries):
    rows = [(province.pk, f"tên {n}", "x") for n in range(5000)]
    with django_assert_num_queries(1):
        sql.insert_rows(UnitAlias, ("unit_id", "alias", "alias_key"), rows)
    ids = list(UnitAlias.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        found = UnitAlias.objects.filter(pk__in=sql.among(UnitAlias, ids[:4000])).count()
    assert found == 4000
    names = sql.among(UnitAlias, ["tên 1", "tên 4999", "không có"])
    assert UnitAlias.objects.filter(alias__in=names).count() == 2


def test_nothing_to_write_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert sql.insert_columns(JobRun, {"kind": []}, 0) == 0
        assert sql.update_rows(AdminUnit, ("name",), []) == 0


def test_bytes_and_moments_survive(province):
    from django.utils import timezone

    from households.models import Household

    now = timezone.now()
    sql.insert_columns(Event, {"verb": "x", "at": [now]}, 1)
    assert Event.objects.get().at == now
    cipher = bytes(range(256))
    village = factories.unit("Thôn 1", "1-1", Level.VILLAGE, province)
    place = {"village_id": village.pk, "commune_id": province.pk, "province_id": province.pk}
    values = {"head_name": "A", "head_key": "a", "citizen_id_cipher": [cipher, None]}
    sql.insert_columns(Household, place | values, 2)
    first, second = Household.objects.order_by("pk")
    assert bytes(first.citizen_id_cipher) == cipher and second.citizen_id_cipher is None
