"""Which lists a review takes: open, recognised, locked, reopened, and reopened no more."""

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from campaign.models import Event
from campaign.roles import Role
from households import openings, reviews, rollup, snapshots
from households.choices import BatchState, ReviewState, ReviewVersion, Step
from households.imports import batches
from households.models import ImportBatch, Reopening, Review, ReviewProgress
from tests import factories
from tests.households.processing import listed
from tests.households.uploading import BINH, CAN, confirm, open_review, run_jobs, send, workbook

DAY = datetime.timedelta(days=1)


@pytest.fixture
def review(ground):
    return open_review(ground.province)


def recognise(review, unit):
    ReviewProgress.objects.update_or_create(
        review=review, unit=unit, defaults={"step": Step.RECOGNISED}
    )


def lock(review):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.LOCKED)
    review.refresh_from_db()


def reopen(review, unit, *, until=None):
    return Reopening.objects.create(
        review=review, unit=unit, reason="Sót hộ.", until=until or timezone.localdate()
    )


def test_an_open_review_takes_lists_until_the_commune_is_recognised(review, ground):
    recognise(review, ground.a)
    assert openings.closed(review, [ground.b.pk]) == ""
    assert openings.closed(review, [ground.a.pk, ground.b.pk]).startswith(
        "Xã An Hòa đã có quyết định công nhận nên không nhận danh sách mới."
    )
    # A list of the whole province may be sent as long as any commune of it is open.
    assert openings.closed_unit(review, ground.province) == ""
    assert "Xã An Hòa" in openings.closed_unit(review, ground.a)
    recognise(review, ground.b)
    assert "Phường Đắk Bình, Xã An Hòa" in openings.closed_unit(review, ground.province)


def test_a_locked_review_takes_lists_only_where_it_is_reopened(review, ground):
    lock(review)
    locked = (
        "Kỳ rà soát này ở tình trạng “Đã khóa”, không nhận danh sách mới. Muốn sửa, hãy đề nghị "
        "cơ quan quản lý giảm nghèo cấp tỉnh mở lại kỳ rà soát, rồi tải lên lại."
    )
    assert openings.closed(review, [ground.a.pk]) == locked
    assert openings.closed_unit(review, ground.province) == locked
    reopen(review, ground.a)
    assert openings.closed(review, [ground.a.pk]) == ""
    assert openings.closed(review, [ground.a.pk, ground.b.pk]) == locked
    assert openings.closed_unit(review, ground.b) == locked
    assert openings.closed_unit(review, ground.province) == ""


def test_a_reopening_of_the_whole_review_reopens_every_commune(review, ground):
    lock(review)
    recognise(review, ground.a)
    reopen(review, None)
    assert openings.closed(review, [ground.a.pk, ground.b.pk]) == ""


def test_a_reopening_ends_with_its_last_day_whether_or_not_anybody_swept(review, ground):
    lock(review)
    today = timezone.localdate()
    reopen(review, ground.a, until=today)
    assert openings.closed(review, [ground.a.pk], today) == ""
    assert openings.closed(review, [ground.a.pk], today + DAY) != ""
    assert openings.sweep(today) == 0
    assert [openings.sweep(today + DAY), openings.sweep(today + DAY)] == [1, 0]
    event = Event.objects.first()
    assert (event.verb, event.actor) == ("review.reopening_end", None)


def test_the_province_ends_a_reopening_early_and_nobody_else_does(review, ground, cast):
    lock(review)
    one = reopen(review, ground.a)
    stranger = factories.user("xa", "Người Xa", Role.BOARD, ground.other_province)
    for person in (cast.lan, cast.quang, stranger):
        with pytest.raises(PermissionDenied):
            openings.end(one, by=person)
    assert openings.closed(review, [ground.a.pk]) == ""
    openings.end(one, by=cast.minh)
    assert openings.closed(review, [ground.a.pk]) != ""


def test_a_list_for_a_recognised_commune_is_refused_with_the_way_out(client, review, ground, cast):
    recognise(review, ground.a)
    batch = batches.receive(
        _file(BINH), "ds.xlsx", kind="households", unit=ground.a, review=review, by=cast.lan
    )
    assert (batch.state, batch.refusal_code) == (BatchState.REFUSED, "commune_recognised")
    assert "thu hồi bước công nhận" in batch.refusal


def test_a_commune_recognised_after_the_check_is_not_written_into(client, review, ground, cast):
    batch = send(client, cast.lan, ground.a, review, BINH, CAN)
    recognise(review, ground.a)
    answer = confirm(client, batch)
    assert answer.status_code in {200, 302, 409}
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED
    assert not review.statuses.exists()


def test_a_reopened_commune_takes_its_list_and_its_figures_are_marked(client, review, ground, cast):
    listed(review, ground.b_villages[0])
    Review.objects.update(state=ReviewState.LOCKED, approved_at=timezone.now())
    review.refresh_from_db()
    reopen(review, ground.a)
    batch = send(client, cast.lan, ground.a, review, BINH)
    confirm(client, batch)
    run_jobs()
    assert ImportBatch.objects.get(pk=batch.pk).state == BatchState.COMMITTED
    changed = review.summaries.filter(changed_at__isnull=False)
    assert {ground.a.pk, ground.province.pk} <= set(changed.values_list("unit", flat=True))


def _file(*rows):
    return io.BytesIO(workbook(*rows))


def test_figures_that_changed_after_approval_say_so_on_their_page(client, review, ground, cast):
    listed(review, ground.a_villages[0])
    rollup.rebuild(review)
    snapshots.take(review, ReviewVersion.OFFICIAL)
    Review.objects.update(state=ReviewState.APPROVED, approved_at=timezone.now())
    review.refresh_from_db()
    pages = [reverse("figures", args=[unit.pk]) for unit in (ground.province, ground.a, ground.b)]
    client.force_login(cast.minh)
    sentence = "Đã thay đổi sau phê duyệt"
    assert [sentence in client.get(page).content.decode() for page in pages] == [False] * 3
    second = listed(review, ground.a_villages[1], head="Lò Văn Cẩn")
    rollup.refresh(review, [ground.a.pk])
    shown = [sentence in client.get(page).content.decode() for page in pages]
    assert shown == [True, True, False]
    board = client.get(reverse("review_detail", args=[review.pk]))
    assert board.context["changed"] == [ground.a]
    second.delete()
    rollup.refresh(review, [ground.a.pk])
    assert [sentence in client.get(page).content.decode() for page in pages] == [False] * 3


def test_an_ad_hoc_review_is_shown_when_asked_for_and_not_before_the_yearly_one(
    client, review, ground, cast
):
    listed(review, ground.a_villages[0])
    rollup.rebuild(review)
    adhoc = [
        reviews.find_or_open(ground.province, 2026, "adhoc", by=cast.minh, on=on)
        for on in (datetime.date(2026, 3, 15), datetime.date(2026, 4, 15))
    ]
    for one in adhoc:
        listed(one, ground.a_villages[1], head=f"Hộ tháng {one.month}")
        rollup.rebuild(one)
    client.force_login(cast.minh)
    page = reverse("figures", args=[ground.a.pk])
    assert client.get(page).context["review"] == review
    for one in adhoc:
        answer = client.get(page, {"review": one.pk})
        assert answer.context["review"] == one
        assert answer.context["poor_total"].text == "1"


def test_totals_are_taken_from_a_recognised_commune_while_the_review_is_open(review, ground):
    recognise(review, ground.a)
    assert "đã có quyết định công nhận" in openings.closed_unit(review, ground.a)
    assert openings.closed_unit(review, ground.a, of_list=False) == ""
    lock(review)
    assert "Đã khóa" in openings.closed_unit(review, ground.a, of_list=False)
