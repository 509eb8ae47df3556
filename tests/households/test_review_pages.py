"""The pages of the reviews as each person sees them, from opening one to reopening it."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from campaign.models import Holiday
from campaign.roles import Role
from households import hearings, rollup
from households.choices import ReviewState, ReviewVersion, Step
from households.models import Complaint, ProcessRule, Reopening, Review, VillageMeeting
from tests import factories
from tests.households.processing import (
    COMPLAINT,
    DECISION,
    MEETING,
    STEPS,
    case,
    do,
    listed,
    review_of,
    walk,
)

NOW = datetime.datetime(2025, 12, 12, 3, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def review(ground):
    return review_of(ground)


def page(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(name, args=args), query)


def text(answer):
    return " ".join(answer.content.decode().split())


def typed(values):
    """Values as a browser posts them."""
    return {
        name: f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else value
        for name, value in values.items()
        if value not in {None, False}
    }


def act(client, person, review, unit, verb, /, **values):
    """`person` sends the form of a step as the page shows it."""
    client.force_login(person)
    seen = case(review, unit).seen
    if unit.pk == review.unit_id:
        address = reverse("review_act", args=[review.pk, verb])
    else:
        address = reverse("commune_act", args=[review.pk, unit.pk, verb])
    return client.post(address, {"seen": seen} | typed(STEPS.get(verb, {}) | values))


# --- who sees what ------------------------------------------------------------------------------
def test_the_board_shows_each_person_the_communes_of_their_area(client, review, ground, cast):
    walk(review, ground.a, Step.POSTED, by=cast.lan, village=ground.a_villages[0])
    for person, names in (
        (cast.minh, {"Xã An Hòa", "Phường Đắk Bình"}),
        (cast.lan, {"Xã An Hòa"}),
        (cast.hoa, {"Phường Đắk Bình"}),
    ):
        answer = page(client, person, "review_detail", review.pk)
        assert {row.unit.name for row in answer.context["rows"]} == names
    stranger = factories.user("xa", "Người Xa", Role.BOARD, ground.other_province)
    assert page(client, stranger, "review_detail", review.pk).status_code == 404
    assert page(client, cast.hoa, "commune_progress", review.pk, ground.a.pk).status_code == 404


def test_names_are_only_for_who_may_see_households(client, review, ground, cast):
    walk(review, ground.a, Step.POSTED, by=cast.lan, village=ground.a_villages[0])
    hearings.save_complaint(case(review, ground.a), COMPLAINT, by=cast.lan)
    member = factories.user("mai", "Bùi Mai", Role.COUNCIL_MEMBER, ground.province)
    where = ("commune_progress", review.pk, ground.a.pk)
    assert "Trần Văn Kêu" in text(page(client, cast.quang, *where))
    assert "Trần Văn Kêu" not in text(page(client, member, *where))


def test_only_the_province_finds_the_steps_of_the_province(client, review, ground, cast):
    assert "Việc của tỉnh" in text(page(client, cast.minh, "review_detail", review.pk))
    for person in (cast.lan, cast.quang, cast.son):
        assert "Việc của tỉnh" not in text(page(client, person, "review_detail", review.pk))
        assert act(client, person, review, review.unit, "officialise").status_code == 403


# --- the walk -----------------------------------------------------------------------------------
def test_a_commune_walks_from_the_list_to_the_decision_on_its_page(client, review, ground, cast):
    listed(review, ground.a_villages[0])
    for verb in ("list", "classify"):
        assert act(client, cast.lan, review, ground.a, verb).status_code == 302
    minutes = reverse("meeting_edit", args=[review.pk, ground.a.pk, ground.a_villages[0].pk])
    assert client.post(minutes, typed(MEETING)).status_code == 302
    assert VillageMeeting.objects.get().attendees == 40
    for verb in ("meet", "post", "recognise"):
        answer = act(client, cast.lan, review, ground.a, verb)
        assert answer.status_code == 302, text(answer)
    shown = text(page(client, cast.lan, "commune_progress", review.pk, ground.a.pk))
    assert "số 120/QĐ-UBND ngày 10/12/2025" in shown
    assert "01/12/2025 đến hết 03/12/2025" in shown


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(client, review, ground, cast):
    walk(review, ground.a, Step.MET, by=cast.lan, village=ground.a_villages[0])
    answer = act(
        client, cast.lan, review, ground.a, "post", posted_from=datetime.date(2025, 12, 30)
    )
    assert answer.status_code == 409
    shown = text(answer)
    assert "Ngày này chưa đến. Ghi bước khi việc đã làm." in shown
    assert 'value="30/12/2025"' in shown
    assert "Nhà văn hóa các thôn; trụ sở UBND xã" in shown
    assert case(review, ground.a).standing == Step.MET


def test_a_page_that_is_out_of_date_is_told_so(client, review, ground, cast):
    client.force_login(cast.lan)
    address = reverse("commune_act", args=[review.pk, ground.a.pk, "list"])
    seen = case(review, ground.a).seen
    do(review, ground.a, "list", by=cast.lan)
    answer = client.post(address, {"seen": seen} | typed(STEPS["list"]))
    assert answer.status_code == 409
    assert case(review, ground.a).progress.steps == 1


def test_a_complaint_is_entered_answered_and_kept_to_a_name(client, review, ground, cast):
    walk(review, ground.a, Step.POSTED, by=cast.lan, village=ground.a_villages[0])
    client.force_login(cast.lan)
    new = reverse("complaint_create", args=[review.pk, ground.a.pk])
    early = COMPLAINT | {"received_date": datetime.date(2025, 11, 2)}
    answer = client.post(new, typed(early))
    assert answer.status_code == 422
    assert "Ngày nhận trước ngày bắt đầu niêm yết (01/12/2025)." in text(answer)
    assert client.post(new, typed(COMPLAINT)).status_code == 302
    complaint = Complaint.objects.get()
    shown = text(page(client, cast.lan, "commune_progress", review.pk, ground.a.pk))
    assert "Còn 1 khiếu nại chưa trả lời." in shown
    answered = COMPLAINT | {"outcome": "upheld", "answered_date": datetime.date(2025, 12, 4)}
    edit = reverse("complaint_edit", args=[review.pk, ground.a.pk, complaint.pk])
    assert client.post(edit, typed(answered)).status_code == 302
    assert act(client, cast.lan, review, ground.a, "recognise").status_code == 302
    late = client.post(edit, typed(COMPLAINT | {"name": "Người Khác"}))
    assert late.status_code == 422
    assert Complaint.objects.get().name == "Trần Văn Kêu"


def test_the_province_officialises_approves_locks_and_reopens(client, review, ground, cast):
    walk(review, ground.a, Step.RECOGNISED, by=cast.lan, village=ground.a_villages[0])
    here = (review, review.unit)
    assert act(client, cast.minh, *here, "officialise").status_code == 302
    refused = act(client, cast.minh, *here, "approve", **DECISION)
    assert refused.status_code == 409 and "1 xã chưa công nhận (Phường Đắk Bình)" in text(refused)
    why = "Phường không có hộ nghèo."
    assert act(client, cast.minh, *here, "approve", comment=why, **DECISION).status_code == 302
    assert act(client, cast.minh, *here, "lock").status_code == 302
    review.refresh_from_db()
    assert (review.state, review.version) == (ReviewState.LOCKED, ReviewVersion.OFFICIAL)
    until = datetime.date(2025, 12, 20)
    given = {"unit": ground.a.pk, "until": until, "comment": "Sót một hộ."}
    assert act(client, cast.minh, *here, "reopen", **given).status_code == 302
    reopening = Reopening.objects.get()
    assert (reopening.unit, reopening.until) == (ground.a, until)
    shown = text(page(client, cast.minh, "review_detail", review.pk))
    assert "Xã An Hòa, đến hết ngày 20/12/2025" in shown
    end = reverse("reopening_end", args=[reopening.pk])
    client.force_login(cast.lan)
    assert client.post(end).status_code == 403
    client.force_login(cast.minh)
    assert client.post(end).status_code == 302
    assert not case(*here).reopenings


# --- opening one --------------------------------------------------------------------------------
def opening(ground, **more):
    return {
        "unit": ground.province.pk,
        "year": 2025,
        "kind": "annual",
        "version": "preliminary",
        "standard": "",
        "on": "",
    } | more


def test_a_year_has_one_annual_review_and_an_ad_hoc_one_each_month(client, ground, cast):
    client.force_login(cast.minh)
    address = reverse("review_create")
    for more in ({}, {"kind": "adhoc", "on": "15/09/2025"}, {"kind": "adhoc", "on": "15/10/2025"}):
        assert client.post(address, opening(ground, **more)).status_code == 302
    again = client.post(address, opening(ground, kind="adhoc", on="20/10/2025"), follow=True)
    assert "Kỳ rà soát này đã được mở." in text(again)
    found = Review.objects.order_by("as_of")
    assert [str(review) for review in found] == [
        "Thường xuyên trong năm 9/2025",
        "Thường xuyên trong năm 10/2025",
        "Định kỳ hằng năm 2025",
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"kind": "adhoc"}, "Ghi thời điểm của kỳ rà soát thường xuyên."),
        ({"kind": "adhoc", "on": "15/09/2024"}, "Ngày này không thuộc năm đã chọn."),
        ({"standard": "national-2016"}, "chỉ áp dụng từ"),
        ({"year": 2024}, "Tỉnh Bình Minh không tồn tại vào ngày 31/12/2024."),
        ({"kind": "opening"}, "Rà soát đầu kỳ chỉ có khi đổi chuẩn nghèo"),
        ({"year": 2030}, "Kỳ rà soát này còn quá xa."),
    ],
)
def test_a_review_that_cannot_be_is_not_opened(client, ground, cast, more, sentence):
    client.force_login(cast.minh)
    answer = client.post(reverse("review_create"), opening(ground, **more))
    assert answer.status_code == 422 and sentence in text(answer)
    assert not Review.objects.exists()


def test_the_form_proposes_the_yearly_review_of_the_province_of_today(client, ground, cast):
    form = page(client, cast.minh, "review_create").context["form"]
    assert (form["unit"].value(), form["kind"].value()) == (ground.province.pk, "annual")
    assert {str(label) for _key, label in form.fields["unit"].choices} == {
        "---------",
        "Tỉnh Bình Minh",
        "Tỉnh Bình Minh (đến 30/06/2025)",
    }


def test_a_commune_officer_opens_no_review(client, ground, cast):
    client.force_login(cast.lan)
    assert client.post(reverse("review_create"), opening(ground)).status_code == 403


# --- the board, the calendar, the kept figures --------------------------------------------------
def test_the_board_is_filtered_sorted_and_downloaded_alike(client, review, ground, cast):
    walk(review, ground.a, Step.CLASSIFIED, by=cast.lan, village=ground.a_villages[0])
    answer = page(client, cast.minh, "review_detail", review.pk, step="classified")
    assert [row.unit for row in answer.context["rows"]] == [ground.a]
    answer = page(client, cast.minh, "review_detail", review.pk, sort="step", late="on")
    assert [row.unit for row in answer.context["rows"]] == [ground.b, ground.a]
    csv = page(client, cast.minh, "review_board_csv", review.pk, step="classified")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Mã xã;Xã, phường;Bước đã xong")
    assert len(lines) == 2 and lines[1].startswith("21808;Xã An Hòa;Đã rà soát, phân loại;")
    xlsx = page(client, cast.minh, "review_board_xlsx", review.pk)
    assert xlsx.content[:2] == b"PK"


def test_the_board_costs_the_same_however_many_communes(
    client, review, ground, cast, django_assert_max_num_queries
):
    client.force_login(cast.minh)
    address = reverse("review_detail", args=[review.pk])
    for number in range(40):
        factories.unit(
            f"Xã {number}", f"3{number:04}", "commune", ground.province, begun=factories.MERGER
        )
    with django_assert_max_num_queries(19):
        answer = client.get(address)
    assert len(answer.context["rows"]) == 42


def test_the_calendar_shows_days_left_and_who_is_late(client, review, ground, cast):
    shown = page(client, cast.minh, "review_calendar", review.pk)
    days = {mark.label: mark.last for mark, _left, _late in shown.context["milestones"]}
    assert days["Công nhận"] == datetime.date(2025, 12, 14)
    assert days["Báo cáo sơ bộ, hạn cuối"] == datetime.date(2025, 11, 14)
    assert days["Báo cáo chính thức, hạn cuối"] == datetime.date(2025, 12, 19)
    assert {row.unit for row in shown.context["late"]} == {ground.a, ground.b}
    assert "Chưa đối chiếu" in text(shown)


def test_the_board_sets_a_deadline_for_its_year_and_takes_it_back(client, review, ground, cast):
    address = reverse("review_rule", args=[review.pk, "posting_days"])
    given = {"value": "5", "source": "Hướng dẫn của Sở", "confirmed": "on"}
    client.force_login(cast.lan)
    assert client.post(address, given).status_code == 403
    client.force_login(cast.minh)
    assert client.post(address, given | {"value": "0"}).status_code == 422
    assert client.post(address, given).status_code == 302
    rule = ProcessRule.objects.get()
    assert (rule.days, rule.confirmed, rule.year) == (5, True, 2025)
    assert case(review, ground.a).schedule.posting_end(datetime.date(2025, 12, 1)) == (
        datetime.date(2025, 12, 5)
    )
    assert client.post(address, {"default": "1"}).status_code == 302
    assert not ProcessRule.objects.exists()


def test_a_deadline_that_cannot_be_is_not_set(client, review, cast):
    client.force_login(cast.minh)
    for code, value, sentence in (
        ("window_to", "01/01/2026", "phải thuộc năm 2025"),
        ("window_from", "20/12/2025", "Ngày bắt đầu phải trước ngày kết thúc"),
    ):
        address = reverse("review_rule", args=[review.pk, code])
        answer = client.post(address, {"value": value, "source": "", "confirmed": ""})
        assert answer.status_code == 422 and sentence in text(answer)


def test_what_a_step_taken_back_had_is_there_to_be_mended_and_decides_nothing(
    client, review, ground, cast
):
    walk(review, ground.a, Step.RECOGNISED, by=cast.lan, village=ground.a_villages[0])
    do(review, ground.a, "take_back", by=cast.lan, comment="Ghi nhầm số quyết định.")
    shown = text(page(client, cast.lan, "commune_progress", review.pk, ground.a.pk))
    assert 'value="120/QĐ-UBND"' in shown and "số 120/QĐ-UBND ngày" not in shown


def test_the_preliminary_figures_are_shown_beside_those_of_now(client, review, ground, cast):
    listed(review, ground.a_villages[0])
    rollup.rebuild(review)
    do(review, review.unit, "officialise", by=cast.minh)
    listed(review, ground.a_villages[1], head="Lò Văn Cẩn")
    rollup.rebuild(review)
    answer = page(client, cast.minh, "review_preliminary", review.pk)
    assert [row.unit for row in answer.context["rows"]] == [ground.province, ground.a]
    assert text(answer).count("nay 2") == 2
    assert page(client, cast.minh, "review_preliminary_xlsx", review.pk).content[:2] == b"PK"
    alone = page(client, cast.lan, "review_preliminary", review.pk)
    assert [row.unit for row in alone.context["rows"]] == [ground.a]


def test_the_days_off_are_mended_by_the_board(client, ground, cast):
    address = reverse("holiday_list", args=[ground.province.pk])
    given = {"day": "02/09/2026", "name": "Quốc khánh", "is_off": "0", "source": "", "year": 2026}
    client.force_login(cast.lan)
    assert client.get(address, {"year": 2026}).status_code == 200
    assert client.post(address, given).status_code == 403
    client.force_login(cast.minh)
    assert client.post(address, given).status_code == 302
    row = Holiday.objects.get()
    shown = text(client.get(address, {"year": 2026}))
    assert "(đi làm)" in shown
    stranger = factories.user("xa", "Người Xa", Role.BOARD, ground.other_province)
    assert page(client, stranger, "holiday_list", ground.province.pk).status_code == 404
    assert client.post(reverse("holiday_delete", args=[row.pk])).status_code == 404
    client.force_login(cast.minh)
    assert client.post(reverse("holiday_delete", args=[row.pk])).status_code == 302
    assert not Holiday.objects.exists()


def test_reviews_are_listed_with_how_many_communes_recognised(client, review, ground, cast):
    walk(review, ground.a, Step.RECOGNISED, by=cast.lan, village=ground.a_villages[0])
    answer = page(client, cast.minh, "review_list")
    assert [(one.recognised, one.communes_count) for one in answer.context["rows"]] == [(1, 2)]
    assert "Định kỳ hằng năm 2025" in text(answer)
