"""The printed papers of a review: what they say, what they never say, who may have them."""

import datetime
import io
from types import SimpleNamespace

import pytest
from django.urls import reverse
from pypdf import PdfReader

from campaign.lib import pdf
from campaign.models import Event
from campaign.roles import Role
from households import papers
from households.choices import ComplaintOutcome, Step
from households.models import Complaint, ReviewProgress, VillageMeeting
from households.papers import people
from tests import factories
from tests.households import population

IDENTITY = "052062000017"


@pytest.fixture
def posted(ground):
    """Commune A after its posting: two poor, one near-poor, one that escaped, a namesake in B."""
    review = population.review(ground.province, 2025)
    rows = (
        (ground.a_villages[0], "Đinh Văn Ba", "poor", "Ba Na"),
        (ground.a_villages[1], "Ân Thị Bốn", "poor", "Kinh"),
        (ground.a_villages[0], "Hồ Văn Năm", "near_poor", "Kinh"),
        (ground.a_villages[0], "Lê Thị Sáu", "none", "Kinh"),
        (ground.b_villages[0], "Trần Văn Bảy", "poor", "Kinh"),
    )
    for village, name, poverty_class, ethnicity in rows:
        household = population.household(village, name)
        household.citizen_id_tail = IDENTITY[-4:]
        household.save()
        population.status(
            review, household, village, poverty_class=poverty_class, head_name=name,
            ethnicity=ethnicity, head_birth_year=1962, members=3, b1=115, b2=40,
        )  # fmt: skip
    return ReviewProgress.objects.create(
        review=review,
        unit=ground.a,
        listed_at=datetime.datetime(2025, 11, 1, tzinfo=datetime.UTC),
        posted_from=datetime.date(2025, 11, 3),
        posted_until=datetime.date(2025, 11, 5),
        posted_places="Nhà văn hóa các thôn",
        step=Step.RECOGNISED,
        decision_number="12/QĐ-UBND",
        decision_date=datetime.date(2025, 12, 2),
        decision_signer="Hồ Thị Mai",
        decision_position="Phó Chủ tịch",
    )


@pytest.fixture
def meeting(posted, ground):
    return VillageMeeting.objects.create(
        progress=posted,
        village=ground.a_villages[0],
        date=datetime.date(2025, 10, 20),
        place="Nhà văn hóa",
        chair="Đinh Văn Trưởng",
        secretary="Hồ Thị Thư",
        attendees=40,
        agreed=31,
        disagreed=4,
        remarks="Đề nghị xem lại số khẩu.",
    )


@pytest.fixture
def complaint(posted, ground):
    return Complaint.objects.create(
        progress=posted,
        name="Lò Văn Kiện",
        village=ground.a_villages[0],
        received_date=datetime.date(2025, 11, 4),
        content="Hộ tôi chưa được rà soát.",
        outcome=ComplaintOutcome.UPHELD,
        answered_date=datetime.date(2025, 11, 6),
        answer="Đã rà soát bổ sung.",
    )


def text_of(html):
    pages = PdfReader(io.BytesIO(pdf.render(html))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_posting_names_households_and_villages_and_nothing_else(posted, ground):
    told = text_of(papers.KINDS["posting-list"].html(posted.pk))
    assert "từ ngày 03 tháng 11 năm 2025 đến hết ngày 05 tháng 11 năm 2025" in told
    order = [told.index(name) for name in ("Ân Thị Bốn", "Hồ Văn Năm", "Lê Thị Sáu")]
    assert order == sorted(order) and "Đinh Văn Ba" in told and "Trần Văn Bảy" not in told
    for private in ("1962", "Ba Na", "115", IDENTITY[-4:]):
        assert private not in told


def test_the_minutes_count_hands_and_say_what_follows(meeting):
    told = text_of(papers.KINDS["village-minutes"].html(meeting.pk))
    assert "31/40" in told and "Số người không có ý kiến: 5" in told
    assert "1 hộ nghèo, 3 nhân khẩu; 1 hộ cận nghèo, 3 nhân khẩu" in told
    assert "Trên một nửa số người dự họp đồng ý" in told and "Ân Thị Bốn" not in told
    meeting.agreed = 20
    meeting.save()
    told = text_of(papers.KINDS["village-minutes"].html(meeting.pk))
    assert "Không quá một nửa số người dự họp đồng ý" in told


def test_the_decision_recognises_as_many_as_its_annex_names(posted):
    told = text_of(papers.KINDS["commune-decision"].html(posted.pk))
    assert "Số: 12/QĐ-UBND" in told and "ngày 02 tháng 12 năm 2025" in told
    assert "2 hộ nghèo, 6 nhân khẩu; 1 hộ cận nghèo, 3 nhân khẩu" in told
    assert "Cộng: 02 hộ, 6 nhân khẩu." in told and told.count("Đinh Văn Ba") == 1
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in told and "TM." not in told
    assert IDENTITY[-4:] not in told


def test_a_decision_that_does_not_stand_is_a_draft_without_number(posted):
    posted.step = Step.POSTED
    posted.save()
    told = text_of(papers.KINDS["commune-decision"].html(posted.pk))
    assert "DỰ THẢO" in told and "12/QĐ-UBND" not in told and "Hồ Thị Mai" not in told


def test_the_note_answers_whoever_complained(complaint):
    told = text_of(papers.KINDS["complaint-note"].html(complaint.pk))
    assert "Lò Văn Kiện" in told and "khiếu nại đúng" in told and "06/11/2025" in told


def test_papers_cost_the_same_queries_for_few_and_many(
    posted, ground, django_assert_max_num_queries
):
    for number in range(30):
        home = population.household(ground.a_villages[0], f"Hộ {number}")
        population.status(posted.review, home, ground.a_villages[0])
    with django_assert_max_num_queries(4):
        papers.KINDS["commune-decision"].html(posted.pk)


@pytest.mark.parametrize("kind", ["posting-list", "commune-decision"])
def test_a_paper_is_printed_for_ones_own_commune_and_noted(posted, client, cast, kind):
    address = reverse("review_paper", args=[kind, posted.pk])
    client.force_login(cast.lan)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    noted = Event.objects.get(verb="review.print")
    assert (noted.actor, noted.unit, noted.detail) == (cast.lan, posted.unit, {"paper": kind})
    client.force_login(cast.hoa)
    assert client.get(address).status_code == 404


def test_minutes_and_notes_are_found_by_their_own_commune(meeting, complaint, client, cast):
    addresses = [
        reverse("review_paper", args=["village-minutes", meeting.pk]),
        reverse("review_paper", args=["complaint-note", complaint.pk]),
        reverse("review_paper", args=["no-such-paper", meeting.pk]),
    ]
    client.force_login(cast.dung)
    assert [client.get(one).status_code for one in addresses] == [200, 200, 404]
    client.force_login(cast.hoa)
    assert [client.get(one).status_code for one in addresses] == [404, 404, 404]


def test_the_page_of_the_commune_leads_to_its_papers(posted, meeting, complaint, client, cast):
    client.force_login(cast.lan)
    place = reverse("commune_progress", args=[posted.review_id, posted.unit_id])
    shown = client.get(place).content.decode()
    for kind, subject in (
        ("posting-list", posted),
        ("commune-decision", posted),
        ("village-minutes", meeting),
        ("complaint-note", complaint),
    ):
        assert reverse("review_paper", args=[kind, subject.pk]) in shown
    member = factories.user("mai", "Bùi Mai", Role.COUNCIL_MEMBER, posted.unit)
    client.force_login(member)
    assert "/reviews/papers/" not in client.get(place).content.decode()


def test_numbers_of_a_paper_are_grouped():
    rows = [SimpleNamespace(members=4)] * 1200
    group = people.Group("Danh sách hộ nghèo", "hộ nghèo", rows)
    assert people.counted([group]) == "1.200 hộ nghèo, 4.800 nhân khẩu"
    assert group.summed == "1.200 hộ, 4.800 nhân khẩu"
    assert people.Group("", "hộ nghèo", rows[:3]).summed == "03 hộ, 12 nhân khẩu"
