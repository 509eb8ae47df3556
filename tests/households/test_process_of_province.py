"""The province's side of a review: official, approved, locked, reopened."""

import datetime

import pytest

from households import process, rollup, snapshots
from households.choices import ReviewState, ReviewVersion, Step
from households.models import Reopening, StepRecord
from tests.households.processing import (
    DECISION,
    TODAY,
    case,
    do,
    listed,
    official,
    reach,
    review_of,
    walk,
)

REASON = "Nhập nhầm biên bản của thôn khác."


@pytest.fixture
def review(ground):
    return review_of(ground)


def test_the_province_approves_what_is_complete(review, ground, cast):
    official(review, ground, by=cast.admin)
    do(review, review.unit, "approve", by=cast.minh, **DECISION)
    review.refresh_from_db()
    assert (review.state, review.decision_number) == (ReviewState.APPROVED, "654/QĐ-UBND")
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "take_back", by=cast.lan, comment=REASON)
    assert "Đã phê duyệt" in str(refusal.value)


def test_the_province_says_why_it_approves_what_is_not_complete(review, ground, cast):
    walk(review, ground.a, Step.RECOGNISED, by=cast.lan, village=ground.a_villages[0])
    with pytest.raises(process.Refused) as refusal:
        do(review, review.unit, "approve", by=cast.minh, **DECISION)
    assert "còn là bản sơ bộ" in str(refusal.value)
    do(review, review.unit, "officialise", by=cast.minh)
    with pytest.raises(process.Refused) as refusal:
        do(review, review.unit, "approve", by=cast.minh, **DECISION)
    assert str(refusal.value) == (
        "Còn 1 xã chưa công nhận (Phường Đắk Bình); 2 xã chưa có tổng số hộ (Phường Đắk Bình, "
        "Xã An Hòa). Nếu vẫn phê duyệt, hãy ghi lý do."
    )
    why = "Phường Đắk Bình không có hộ nghèo."
    do(review, review.unit, "approve", by=cast.minh, comment=why, **DECISION)
    assert StepRecord.objects.first().comment == why


def test_the_preliminary_figures_stay_when_the_review_turns_official(review, ground, cast):
    listed(review, ground.a_villages[0])
    rollup.rebuild(review)
    do(review, review.unit, "officialise", by=cast.minh)
    listed(review, ground.a_villages[1], head="Lò Văn Cẩn")
    rollup.rebuild(review)
    review.refresh_from_db()
    assert review.version == ReviewVersion.OFFICIAL
    kept = snapshots.kept(review, ReviewVersion.PRELIMINARY)
    assert {kept[unit.pk]["poor"] for unit in (ground.a, ground.province)} == {1}
    assert review.summaries.get(unit=ground.province).counts["poor"] == 2


def test_a_locked_review_waits_for_its_changed_figures_to_be_approved(review, ground, cast):
    reach(review, ground, ReviewState.LOCKED, by=cast.admin)
    until = TODAY + datetime.timedelta(days=3)
    do(
        review,
        review.unit,
        "reopen",
        by=cast.minh,
        unit=ground.a,
        until=until,
        comment="Sót một hộ.",
    )
    listed(review, ground.a_villages[1], head="Lò Văn Cẩn")
    review.refresh_from_db()
    rollup.refresh(review, [ground.a.pk])
    marked = review.summaries.filter(changed_at__isnull=False)
    units = {ground.province.pk, ground.a.pk, ground.a_villages[1].pk}
    assert set(marked.values_list("unit", flat=True)) == units
    assert set(snapshots.changed([review], ground.province)) == {review.pk}
    assert snapshots.changed([review], ground.b) == {}
    assert process.why_not(case(review, review.unit), "approve", cast.minh) == (
        "Còn phần đang mở lại đến hết ngày 15/12/2025. Hãy kết thúc mở lại trước."
    )
    after = until + datetime.timedelta(days=1)
    again = DECISION | {"decision_number": "700/QĐ-UBND"}
    do(review, review.unit, "approve", by=cast.minh, today=after, **again)
    assert not review.summaries.filter(changed_at__isnull=False).exists()
    do(review, review.unit, "lock", by=cast.minh, today=after)


def test_a_reopening_needs_a_reason_a_day_and_a_commune_of_the_review(review, ground, cast):
    reach(review, ground, ReviewState.APPROVED, by=cast.admin)
    good = {"unit": ground.a, "until": TODAY, "comment": "Sót một hộ."}
    for wrong, sentence in (
        ({"comment": ""}, "Hãy ghi lý do."),
        ({"until": None}, "Trường này là bắt buộc."),
        ({"until": datetime.date(2025, 12, 1)}, "Ngày này đã qua."),
        ({"until": datetime.date(2026, 12, 1)}, "Mở lại nhiều nhất 60 ngày."),
        ({"unit": ground.old_a1}, "Thị trấn An Hòa không thuộc kỳ rà soát này."),
    ):
        with pytest.raises(process.Refused) as refusal:
            do(review, review.unit, "reopen", by=cast.minh, **good | wrong)
        assert str(refusal.value) == sentence
    do(review, review.unit, "reopen", by=cast.minh, **good)
    with pytest.raises(process.Refused) as refusal:
        do(review, review.unit, "reopen", by=cast.minh, **good)
    assert str(refusal.value) == "Phần này đang được mở lại rồi."
    assert Reopening.objects.count() == 1


def test_the_province_does_not_approve_before_its_communes_recognise(review, ground, cast):
    official(review, ground, by=cast.admin)
    with pytest.raises(process.Refused) as refusal:
        day = {"decision_date": datetime.date(2025, 12, 9)}
        do(review, review.unit, "approve", by=cast.dung, **DECISION | day)
    assert "trước quyết định công nhận của xã (10/12/2025)" in str(refusal.value)
