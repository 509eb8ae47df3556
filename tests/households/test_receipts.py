"""The pages after an upload: what it changed, its file, undoing it, people listed twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaign.models import Event
from households import persons, reviews
from households.choices import BatchState
from households.imports import check, commit, undo
from households.models import Household, ImportBatch, Kinship, Status
from tests.households import uploading
from tests.households.uploading import BINH, CAN, DAT


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def review(ground):
    return uploading.open_review(ground.province)


def written(client, person, unit, review, *rows, **more):
    batch = uploading.send(client, person, unit, review, *rows, **more)
    batch = check.run(batch)
    return commit.apply(batch, by=person)


def body(answer):
    return answer.content.decode()


@pytest.fixture
def batch(client, cast, ground, review):
    """Bình changed, Đạt put out, Cẩn new."""
    written(client, cast.lan, ground.a, review, BINH, DAT)
    changed = [*BINH[:6], 7, *BINH[7:]]
    return written(client, cast.lan, ground.a, review, changed, CAN)


def test_an_upload_shows_what_it_changed_and_what_it_was(
    client, batch, django_assert_max_num_queries
):
    page = client.get(reverse("import_changes", args=[batch.pk]))
    (receipt,) = page.context["described"]
    assert receipt.household.head_name == "Hồ Văn Bình"
    assert [(f.label, f.before, f.after) for f in receipt.fields] == [("Số khẩu", "4", "7")]
    page = client.get(reverse("import_changes", args=[batch.pk]), {"show": "removed"})
    assert "Đinh Thị Đạt" in body(page) and "Hộ cận nghèo" in body(page)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("import_changes", args=[batch.pk]), {"show": "new"})
    assert [status.head_name for status in page.context["page"]] == ["Lò Văn Cẩn"]


def test_undoing_asks_for_a_reason_and_stays_on_record(client, cast, batch):
    page = client.get(reverse("import_detail", args=[batch.pk]))
    address = reverse("import_undo", args=[batch.pk])
    assert address in body(page)
    assert "1 hộ đã đưa ra" in body(client.get(address))
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422 and "Hãy ghi lý do" in body(refused)
    client.post(address, {"reason": "Nhầm tệp năm trước"})
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == (BatchState.UNDONE, cast.lan)
    assert set(Status.objects.values_list("head_name", flat=True)) == {
        "Hồ Văn Bình",
        "Đinh Thị Đạt",
    }
    for address in (reverse("import_detail", args=[batch.pk]), reverse("import_list")):
        assert "Nhầm tệp năm trước" in body(client.get(address))
    assert Event.objects.get(verb="import.undo").reason == "Nhầm tệp năm trước"
    again = client.post(reverse("import_undo", args=[batch.pk]), {"reason": "lần nữa"}, follow=True)
    assert "đã được hoàn tác" in body(again)


def test_who_may_not_upload_may_not_undo(client, cast, batch):
    for person, status in ((cast.hoa, 404), (cast.quang, 403), (cast.minh, 403)):
        client.force_login(person)
        address = reverse("import_undo", args=[batch.pk])
        assert client.post(address, {"reason": "x"}).status_code == status
    batch.refresh_from_db()
    assert batch.state == BatchState.COMMITTED
    client.force_login(cast.son)
    page = body(client.get(reverse("import_detail", args=[batch.pk])))
    assert "Xem từng hộ đã thay đổi" in page and "Hoàn tác" not in page


def test_the_file_is_had_again_by_who_may_see_ids_and_on_record(client, cast, batch):
    answer = client.get(reverse("import_original", args=[batch.pk]))
    assert answer.content[:2] == b"PK" and "tep-goc-21808-2025" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    event = Event.objects.get(verb="import.download")
    assert (event.actor, event.object_id) == (cast.lan, str(batch.pk))
    for person, status in ((cast.hoa, 404), (cast.quang, 403)):
        client.force_login(person)
        assert client.get(reverse("import_original", args=[batch.pk])).status_code == status
    assert Event.objects.filter(verb="import.download").count() == 1


def test_plain_names_are_answered_with_one_button(client, cast, ground, review):
    written(client, cast.lan, ground.a, review, BINH, DAT)
    following = reviews.find_or_open(ground.province, 2026, by=cast.dung)
    plain = [["HO VAN BINH", *BINH[1:4], "", *BINH[5:]], ["DINH THI DAT", *DAT[1:4], "", *DAT[5:]]]
    batch = uploading.send(client, cast.lan, ground.a, following, *plain)
    page = uploading.detail(client, batch)
    assert "Cả 2 dòng khác dấu trong tệp này là cùng hộ" in body(page)
    client.post(reverse("import_answer_alike", args=[batch.pk]))
    uploading.run_jobs()
    batch = ImportBatch.objects.get(pk=batch.pk)
    commit.apply(batch, by=cast.lan)
    assert Household.objects.count() == 2
    assert Event.objects.get(verb="import.answer_alike").detail == {"answers": 2}
    names = set(Status.objects.filter(review=following).values_list("head_name", flat=True))
    assert names == {"Hồ Văn Bình", "Đinh Thị Đạt"}


# --- one person in two lists ----------------------------------------------------------------------
@pytest.fixture
def doubled(client, cast, ground, review):
    """Bình in the lists of both communes, poor in one and near-poor in the other."""
    written(client, cast.lan, ground.a, review, BINH, DAT)
    there = ["Hồ Văn Bình", *BINH[1:5], "Thôn Đắk Rông", 4, 130, 20, "Hộ cận nghèo"]
    written(client, cast.hoa, ground.b, review, there)


def test_the_common_superior_sees_both_sides(client, cast, ground, review, doubled):
    client.force_login(cast.dung)
    page = client.get(reverse("doubled_list", args=[review.pk, ground.province.pk]))
    (one,) = page.context["doubled"]
    assert (one.tail, one.elsewhere, one.classes_differ) == ("0011", 0, True)
    assert {side.status.commune.name for side in one.sides} == {"Xã An Hòa", "Phường Đắk Bình"}
    assert "052070000011" not in body(page) and "Hai phân loại khác nhau" in body(page)


def test_a_commune_sees_only_that_there_is_another(client, cast, ground, review, doubled):
    client.force_login(cast.lan)
    page = client.get(reverse("doubled_list", args=[review.pk, ground.a.pk]))
    (one,) = page.context["doubled"]
    assert ([side.status.commune.name for side in one.sides], one.elsewhere) == (["Xã An Hòa"], 1)
    assert "danh sách của xã khác" in body(page) and "Đắk Bình" not in body(page)
    assert "Cũng có trong danh sách của một xã khác" in body(page)
    assert "Ghi hai lần" not in body(page)
    assert client.get(reverse("doubled_list", args=[review.pk, ground.b.pk])).status_code == 404


def test_members_count_and_a_head_among_the_own_members_does_not(
    cast, ground, review, doubled, django_assert_max_num_queries
):
    own, other = Household.objects.filter(commune=ground.a).order_by("pk")
    sealed = {
        name: getattr(other, name)
        for name in ("citizen_id_cipher", "citizen_id_index", "citizen_id_tail")
    }
    other.member_rows.create(name="Đinh Thị Đạt", **sealed)
    assert len(persons.indexes(review, ground.a)) == 1
    own.member_rows.create(name="Đinh Thị Đạt", relation="Con", **sealed)
    with django_assert_max_num_queries(14):
        found = persons.indexes(review, ground.a)
        people = persons.described(found, review, cast.dung)
    assert {one.tail for one in people} == {"0011", "0022"}
    assert persons.indexes(review, ground.b) == [own.citizen_id_index]


def test_the_cost_of_the_page_does_not_grow(client, cast, ground, review, doubled):
    def cost():
        client.force_login(cast.dung)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("doubled_list", args=[review.pk, ground.province.pk]))
        return len(queries)

    cost()
    before = cost()
    numbers = [f"0520700001{n:02}" for n in range(40)]
    rows = [[f"Người {number}", *BINH[1:4], number, *BINH[5:]] for number in numbers]
    written(client, cast.lan, ground.a, review, BINH, *rows)
    there = [[*row[:5], "Thôn Đắk Rông", *row[6:]] for row in rows]
    written(client, cast.hoa, ground.b, review, *there)
    assert len(persons.indexes(review, ground.province)) == 40
    assert cost() == before


def test_a_household_shows_where_it_came_from(client, cast, ground, review, batch):
    one, other = Household.objects.order_by("pk")[:2]
    Kinship.objects.create(
        source=one, target=other, kind="split", review=review, decided_by=cast.lan
    )
    page = body(client.get(reverse("household_detail", args=[other.pk])))
    assert "Tách từ hộ" in page and reverse("household_detail", args=[one.pk]) in page
    assert "Tách ra thành hộ" in body(client.get(reverse("household_detail", args=[one.pk])))
    assert undo.why_not(batch, cast.lan) == ""
