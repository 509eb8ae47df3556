"""The way to a new list is shown exactly where a list is taken, and the same sentence where not."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from campaign.choices import Area
from households import openings, rollup
from households.choices import BatchKind, BatchState, ReviewState, Step
from households.models import ImportBatch, Reopening, Review, ReviewProgress, UnitTotals
from households.sentences import REFUSALS
from tests.households.processing import listed
from tests.households.uploading import open_review


@pytest.fixture
def review(ground):
    review = open_review(ground.province)
    listed(review, ground.a_villages[0])
    listed(review, ground.b_villages[0])
    UnitTotals.objects.create(review=review, unit=ground.a, households=100, area=Area.RURAL)
    rollup.rebuild(review)
    return review


def lock(review):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.LOCKED)
    review.refresh_from_db()


def reopen(review, unit, until=None):
    until = until or timezone.localdate()
    return Reopening.objects.create(review=review, unit=unit, reason="Sót hộ.", until=until)


def upload_links(client, review, unit):
    """What the pages of figures and of households offer: (link, closed sentence) of each."""
    found = []
    asked = {"unit": unit.pk, "review": review.pk}
    for address in (reverse("figures", args=[unit.pk]), reverse("status_list")):
        answer = client.get(address, asked)
        page = answer.content.decode()
        link = f"{reverse('import_create')}?unit={unit.pk}&amp;review={review.pk}" in page
        found.append((link, answer.context["closed"] if 'id="why-upload"' in page else ""))
    return found


LOCKED = str(REFUSALS["review_closed"]) % {"state": "Đã khóa"}


def test_an_open_review_offers_the_upload_until_the_commune_is_recognised(
    client, cast, ground, review
):
    client.force_login(cast.lan)
    assert upload_links(client, review, ground.a) == [(True, "")] * 2
    ReviewProgress.objects.filter(unit=ground.a).update(step=Step.RECOGNISED)
    for link, closed in upload_links(client, review, ground.a):
        assert not link and closed == openings.closed_unit(review, ground.a)
        assert closed.startswith("Xã An Hòa đã có quyết định công nhận")


def test_a_locked_review_offers_it_only_where_it_is_reopened_and_while_it_is(
    client, cast, ground, review
):
    lock(review)
    client.force_login(cast.lan)
    assert upload_links(client, review, ground.a) == [(False, LOCKED)] * 2
    reopening = reopen(review, ground.b)
    assert upload_links(client, review, ground.a) == [(False, LOCKED)] * 2
    client.force_login(cast.hoa)
    assert upload_links(client, review, ground.b) == [(True, "")] * 2
    reopening.until = timezone.localdate() - datetime.timedelta(days=1)
    reopening.save()
    assert upload_links(client, review, ground.b) == [(False, LOCKED)] * 2


def test_a_village_is_as_open_as_its_commune(client, cast, ground, review):
    lock(review)
    reopen(review, ground.a)
    assert openings.closed_unit(review, ground.a_villages[0]) == ""
    assert openings.closed_unit(review, ground.b_villages[0]) == LOCKED


@pytest.mark.parametrize("name", ["minh", "quang"])
def test_who_may_not_upload_reads_neither(client, cast, ground, review, name):
    lock(review)
    client.force_login(getattr(cast, name))
    assert upload_links(client, review, ground.a) == [(False, "")] * 2


@pytest.mark.parametrize(
    ("state", "more"),
    [
        (BatchState.CANCELLED, {}),
        (BatchState.UNCHANGED, {}),
        (BatchState.REFUSED, {}),
        (BatchState.CHECKED, {"rejected": 3}),
    ],
)
def test_the_page_of_an_upload_offers_another_one_as_long_as_it_is_taken(  # noqa: PLR0917
    client, cast, ground, review, state, more
):
    batch = ImportBatch.objects.create(
        kind=BatchKind.HOUSEHOLDS, unit=ground.a, review=review, state=state, rows_read=9,
        uploaded_by=cast.lan, file_name="a.xlsx", stored_name="x", sha256="0" * 64, size=1, **more,
    )  # fmt: skip
    client.force_login(cast.lan)

    def offered():
        page = client.get(reverse("import_detail", args=[batch.pk])).content.decode()
        return reverse("import_create") in page, LOCKED in page

    assert offered() == (True, False)
    lock(review)
    assert offered() == (False, True)
    reopen(review, ground.a)
    assert offered() == (True, False)
