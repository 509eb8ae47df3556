"""The home page: duties first, by role, and cheap."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from awards.choices import AwardForm, Stage, SubjectKind
from awards.models import Nomination
from campaign.choices import Area
from households.choices import BatchKind, BatchState
from households.models import ImportBatch, Review, ReviewProgress, Summary, UnitTotals
from reporting import duties
from reporting.models import AnnualReport
from tests import factories

NOVEMBER = datetime.datetime(2025, 11, 20, 9, tzinfo=datetime.UTC)


@pytest.fixture
def review(ground):
    return Review.objects.create(
        unit=ground.province,
        year=2025,
        as_of=datetime.date(2025, 10, 31),
        standard="national-2022",
    )


def batch(review, unit, by, state=BatchState.CHECKED, **more):
    fields = {
        "kind": BatchKind.HOUSEHOLDS,
        "unit": unit,
        "review": review,
        "state": state,
        "uploaded_by": by,
        "file_name": "danh sach.xlsx",
        "stored_name": "x",
        "sha256": "0" * 64,
        "size": 1,
        "rows_read": 1234,
        "committed_at": timezone.now() if state == BatchState.COMMITTED else None,
    }
    return ImportBatch.objects.create(**fields | more)


def nomination(unit, by, stage):
    plan = factories.plan(unit.province, slug=f"k-{stage}-{unit.pk}")
    return Nomination.objects.create(
        plan=plan,
        award_form=AwardForm.PROVINCE_CERTIFICATE,
        subject_kind=SubjectKind.COLLECTIVE,
        unit=unit,
        year=2025,
        subject_name=f"Ủy ban nhân dân {unit}",
        stage=stage,
        created_by=by,
    )


def texts(user, day=datetime.date(2025, 8, 1)):
    return {duty.text for duty in duties.of(user, day)}


def test_an_upload_that_waits_is_a_duty_of_its_own_commune_only(review, cast, ground):
    batch(review, ground.a, cast.lan)
    batch(review, ground.a, cast.lan, BatchState.CANCELLED)
    assert texts(cast.lan) == {"Tệp đã kiểm tra, chờ xác nhận: danh sach.xlsx"}
    assert texts(cast.hoa) == set()
    assert texts(cast.quang) == set()


def test_an_upload_with_errors_is_to_be_mended_not_confirmed(review, cast, ground):
    batch(review, ground.a, cast.lan, rejected=1003)
    (duty,) = duties.of(cast.lan, datetime.date(2025, 8, 1))
    assert (duty.text, duty.detail, duty.action) == (
        "Tệp có lỗi, cần sửa và tải lại: danh sach.xlsx",
        "Xã An Hòa, 1.234 dòng, 1.003 dòng có lỗi",
        "Xem lỗi",
    )


def test_an_upload_without_errors_says_nothing_of_errors(review, cast, ground):
    batch(review, ground.a, cast.lan)
    (duty,) = duties.of(cast.lan, datetime.date(2025, 8, 1))
    assert (duty.detail, duty.action) == ("Xã An Hòa, 1.234 dòng", "Xem và xác nhận")


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (BatchState.CHECKED, "moi.xlsx"),
        (BatchState.COMMITTED, None),
        (BatchState.UNCHANGED, None),
        (BatchState.CANCELLED, "cu.xlsx"),
        (BatchState.REFUSED, "cu.xlsx"),
    ],
)
def test_an_upload_is_no_duty_once_a_newer_one_took_its_place(review, cast, ground, state, left):
    batch(review, ground.a, cast.lan, file_name="cu.xlsx")
    batch(review, ground.a, cast.lan, state, file_name="moi.xlsx")
    named = {f"Tệp đã kiểm tra, chờ xác nhận: {left}"} if left else set()
    assert texts(cast.lan) == named


def test_an_upload_of_another_kind_or_place_takes_no_ones_place(review, cast, ground):
    batch(review, ground.a, cast.lan)
    batch(review, ground.a, cast.lan, BatchState.COMMITTED, kind=BatchKind.TOTALS)
    batch(review, ground.b, cast.hoa, BatchState.COMMITTED)
    assert len(texts(cast.lan)) == 1


def test_an_administrator_of_everything_is_told_own_uploads_only(review, cast, ground):
    batch(review, ground.a, cast.lan)
    assert texts(cast.admin) == set()
    batch(review, ground.b, cast.admin)
    (duty,) = duties.of(cast.admin, datetime.date(2025, 8, 1))
    assert duty.detail == "Phường Đắk Bình, 1.234 dòng"


def test_nominations_wait_for_whoever_has_the_next_step(cast, ground):
    for stage in Stage:
        nomination(ground.a, cast.lan, stage)
    name = "Ủy ban nhân dân Xã An Hòa"
    assert texts(cast.lan) == {f"Hồ sơ bị trả lại: {name}", f"Hồ sơ đang soạn: {name}"}
    assert texts(cast.minh) == {f"Hồ sơ chờ thẩm định: {name}"}
    assert texts(cast.hoa) == texts(cast.son) == set()


def test_an_open_review_asks_for_lists_and_totals_that_lack(review, cast, ground):
    day = datetime.date(2025, 11, 1)
    with time_machine.travel(NOVEMBER):
        step = "Định kỳ hằng năm 2025: Lập danh sách rà soát"
        assert texts(cast.lan, day) == {
            step,
            "Định kỳ hằng năm 2025: chưa có danh sách hộ",
            "Định kỳ hằng năm 2025: chưa có tổng số hộ",
        }
        ReviewProgress.objects.create(review=review, unit=ground.a, listed_at=timezone.now())
        UnitTotals.objects.create(review=review, unit=ground.a, households=100, area=Area.RURAL)
        assert texts(cast.lan, day) == {step}
        lacking = {d.detail for d in duties.of(cast.dung, day) if "chưa có" in d.text}
        assert lacking == {"Phường Đắk Bình"}


def test_of_many_communes_a_few_are_named(review, cast, ground):
    for number in range(6):
        factories.unit(f"Xã Mới {number}", f"2190{number}", "commune", ground.province)
    day = datetime.date(2025, 11, 1)
    with time_machine.travel(NOVEMBER):
        details = {duty.detail for duty in duties.of(cast.dung, day) if "chưa có" in duty.text}
    assert details == {"Phường Đắk Bình, Xã An Hòa, Xã Mới 0, Xã Mới 1 và 4 xã khác"}


@pytest.mark.parametrize(
    ("day", "badge", "tone"),
    [
        ((2025, 7, 1), None, None),
        ((2025, 10, 1), "Còn 60 ngày", "info"),
        ((2025, 11, 20), "Còn 10 ngày", "warning"),
        ((2025, 11, 30), "Hạn hôm nay", "warning"),
        ((2025, 12, 2), "Quá hạn 2 ngày", "danger"),
        ((2026, 1, 4), "Quá hạn 35 ngày", "danger"),
    ],
)
def test_the_annual_report_is_called_to_mind_in_time(cast, ground, day, badge, tone):
    factories.plan(ground.province)
    found = [(d.badge, d.tone) for d in duties.of(cast.lan, datetime.date(*day))]
    assert found == ([(badge, tone)] if badge else [])


def test_a_report_that_was_sent_is_no_duty_any_more(cast, ground):
    plan = factories.plan(ground.province)
    day = datetime.date(2025, 11, 20)
    report = AnnualReport.objects.create(plan=plan, unit=ground.a, year=2025, created_by=cast.lan)
    assert [duty.action for duty in duties.of(cast.lan, day)] == ["Làm tiếp"]
    report.state = "submitted"
    report.save()
    assert duties.of(cast.lan, day) == []


def test_the_most_pressing_comes_first(review, cast, ground):
    factories.plan(ground.province)
    batch(review, ground.a, cast.lan)
    with time_machine.travel(NOVEMBER):
        found = duties.of(cast.lan, datetime.date(2025, 12, 2))
    # The report and a step of the review are overdue, the upload waits, list and totals lack.
    assert [duty.tone for duty in found] == ["danger", "danger", "warning", "info", "info"]


@pytest.mark.parametrize("name", ["lan", "minh", "dung", "quang", "son", "admin"])
def test_the_page_costs_at_most_twenty_queries(  # noqa: PLR0917
    client,
    cast,
    ground,
    review,
    name,
    django_assert_max_num_queries,
):
    factories.plan(ground.province)
    for kind in ("opening", "midyear"):
        Review.objects.create(
            unit=ground.province, year=2025, as_of=review.as_of, standard="national-2022", kind=kind
        )
    for _ in range(3):
        batch(review, ground.a, cast.lan)
    nomination(ground.a, cast.lan, Stage.SUBMITTED)
    counts = {"communes_listed": 1, "households": 100, "poor": 12, "near_poor": 8}
    for unit in (ground.a, ground.province):
        Summary.objects.create(review=review, unit=unit, counts=counts)
    client.force_login(getattr(cast, name))
    client.get("/")
    with django_assert_max_num_queries(20):
        page = client.get("/")
    assert page.status_code == 200


def test_figures_of_my_area_lead_to_their_rows_for_who_may_see_them(client, cast, ground, review):
    counts = {"communes_listed": 1, "households": 1000, "poor": 86, "near_poor": 8}
    for unit in (ground.a, ground.province):
        Summary.objects.create(review=review, unit=unit, counts=counts)
    client.force_login(cast.lan)
    page = client.get("/").content.decode()
    assert "8,60" in page and "1.000" in page
    assert f"?unit={ground.a.pk}&amp;review={review.pk}&amp;measure=poor" in page


def test_someone_without_an_area_is_told_whom_to_ask(client, db):
    client.force_login(factories.user("moi", "Người Mới"))
    page = client.get("/").content.decode()
    assert "chưa được phân công địa bàn nào" in page
