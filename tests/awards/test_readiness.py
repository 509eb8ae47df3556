"""All that a nomination lacks, at once, and where to mend it."""

import pytest
from django.utils import timezone

from awards import drafts, readiness
from households import snapshots
from households.choices import ReviewVersion
from households.models import Review, UnitTotals
from tests.awards.conftest import TEXTS, rolled


def codes(nomination, *, blocking):
    return {gap.code for gap in readiness.gaps(nomination) if gap.blocking is blocking}


def test_an_empty_draft_lists_every_gap_at_once(nomination):
    assert codes(nomination, blocking=True) == {
        "features",
        "achievements",
        "past_awards",
        "summary",
        "head_name",
        "no_review",
    }
    assert codes(nomination, blocking=False) == {"measures_taken"}


def test_a_complete_dossier_has_no_gap(years, written):
    Review.objects.update(version=ReviewVersion.OFFICIAL)
    assert readiness.gaps(written) == []


def test_figures_that_are_preliminary_are_told_and_stop_nothing(years, written, client, cast):
    (gap,) = readiness.gaps(written)
    assert (gap.code, gap.blocking, gap.link) == (
        "preliminary", False, f"/reviews/{years.now.pk}/",
    )  # fmt: skip
    client.force_login(cast.lan)
    assert client.get(gap.link).status_code == 200


def test_figures_that_changed_after_their_approval_are_told(years, written, client, cast, ground):
    Review.objects.update(version=ReviewVersion.OFFICIAL, approved_at=timezone.now())
    for review in (years.before, years.now):
        snapshots.take(review, ReviewVersion.OFFICIAL)
    assert readiness.gaps(written) == []
    UnitTotals.objects.filter(review=years.now, unit=ground.a).update(households=130)
    years.now.refresh_from_db()
    rolled(years.now)
    (gap,) = readiness.gaps(written)
    assert (gap.code, gap.blocking, gap.link) == (
        "changed", False, f"/reviews/{years.now.pk}/",
    )  # fmt: skip
    client.force_login(cast.lan)
    page = client.get(f"/nominations/{written.pk}/").content.decode()
    assert "đã thay đổi sau phê duyệt; nên chờ" in page
    assert "Đã thay đổi</span>" in page and "Chính thức</span>" in page
    assert "31/12/2025 (chính thức); đã thay đổi sau phê duyệt" in page


def test_each_gap_leads_to_where_it_is_mended(nomination, client, cast):
    client.force_login(cast.lan)
    page = client.get(f"/nominations/{nomination.pk}/edit/").content.decode()
    fields = [gap for gap in readiness.gaps(nomination) if "#id_" in gap.link]
    assert len(fields) == 6
    for gap in fields:
        address, _, anchor = gap.link.partition("#")
        assert address == f"/nominations/{nomination.pk}/edit/" and f'id="{anchor}"' in page
    (upload,) = [gap for gap in readiness.gaps(nomination) if gap.code == "no_review"]
    assert upload.link == f"/imports/new/?unit={nomination.unit_id}"


def test_a_year_without_a_list_is_a_gap(years, written):
    years.now.statuses.all().delete()
    years.now.summaries.all().delete()
    assert codes(written, blocking=True) == {"no_list"}


def test_a_year_without_totals_is_a_gap(years, written, ground):
    UnitTotals.objects.filter(review=years.now).delete()
    rolled(years.now)
    assert codes(written, blocking=True) == {"no_totals"}


def test_missing_years_before_are_only_told(years, written):
    for review in (years.opening, years.before):
        review.statuses.all().delete()
        review.totals.all().delete()
        review.summaries.all().delete()
        review.delete()
    assert codes(written, blocking=True) == set()
    assert codes(written, blocking=False) == {
        "poor_rate_drop_year",
        "stock_reduction",
        "preliminary",
    }


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nhân dân và cán bộ xã An Hòa", []),
        ("Khu phố II, phường Đắk Bình", []),
        ("Thôn Ea H'Leo", []),
        ("UBND xã An Hòa", ["UBND"]),
        ("Cán bộ X. An Hòa, TP. Đà Nẵng", ["TP", "X.", "TP."]),
        ("NHÂN DÂN XÃ AN HÒA", ["NHÂN", "DÂN", "XÃ", "AN", "HÒA"]),
    ],
)
def test_short_forms_in_a_name_are_found(name, short):
    assert readiness.shortened(name) == short


def test_a_shortened_name_is_a_gap(years, written, cast):
    texts = TEXTS | {"subject_name": "UBND xã An Hòa"}
    drafts.revise(written, texts, seen=written.version, by=cast.lan)
    (gap,) = [gap for gap in readiness.gaps(written) if gap.blocking]
    assert gap.code == "subject_name" and "UBND" in gap.sentence and gap.blocking
