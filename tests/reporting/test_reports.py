"""The annual report: due before 1 December, frozen when it is sent, never overwritten unseen."""

import datetime
import io
import time

import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from campaign.models import Event
from campaign.versions import Stale
from households import snapshots
from households.choices import PovertyClass, ReviewVersion
from households.models import Review, UnitTotals
from reporting import assembly, deadlines, papers
from reporting.choices import ReportState
from reporting.models import AnnualReport
from tests import factories
from tests.awards.conftest import listed, rolled

UTC = datetime.UTC
TEXTS = {
    "results": "Xã đã hỗ trợ 12 hộ xây nhà.\nMở ba lớp dạy nghề.",
    "difficulties": "Thiếu vốn đối ứng.",
    "proposals": "",
}


@pytest.fixture
def report(ground, cast, plan):
    return assembly.create(plan=plan, unit=ground.a, year=2025, by=cast.lan)


@pytest.fixture
def written(report, cast):
    assembly.revise(report, TEXTS, seen=report.version, by=cast.lan)
    return report


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Ho_Chi_Minh"])
@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime.datetime(2025, 11, 30, 16, 59, 59, tzinfo=UTC), False),
        (datetime.datetime(2025, 11, 30, 16, 59, 59, 999_999, tzinfo=UTC), False),
        (datetime.datetime(2025, 11, 30, 17, 0, 0, tzinfo=UTC), True),
        (datetime.datetime(2025, 12, 1, 0, 0, 0, tzinfo=UTC), True),
    ],
)
def test_the_last_moment_is_the_end_of_30_november_in_viet_nam(moment, late, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert deadlines.is_late(2025, moment) is late
        assert deadlines.last_day(2025) == datetime.date(2025, 11, 30)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_days_left_are_calendar_days_of_viet_nam():
    evening = datetime.datetime(2025, 11, 30, 16, 59, tzinfo=UTC)
    assert deadlines.days_left(2025, evening) == 0
    assert deadlines.days_left(2025, evening + datetime.timedelta(minutes=1)) == -1
    assert deadlines.days_left(2025, evening - datetime.timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime.datetime(2025, 11, 30, 16, 59, tzinfo=UTC), False),
        (datetime.datetime(2025, 11, 30, 17, 0, tzinfo=UTC), True),
    ],
)
def test_a_late_report_is_taken_and_marked(moment, late, written, client, cast):
    with time_machine.travel(moment):
        client.force_login(cast.lan)
        answer = client.post(
            f"/reports/{written.pk}/submit/", {"version": written.version}, follow=True
        )
    page = answer.content.decode()
    assert ("Đã gửi báo cáo, sau hạn." if late else "Đã gửi báo cáo, đúng hạn.") in page
    assert ("Quá hạn" in page) is late
    written.refresh_from_db()
    assert written.state == ReportState.SUBMITTED
    assert Event.objects.get(verb="report.submit").detail["late"] is late


def test_figures_are_frozen_when_the_report_is_sent(years, written, ground, cast):
    assembly.submit(written, by=cast.lan, version=written.version)
    listed(years.now, ground.a_villages[1], 6, PovertyClass.POOR)
    rolled(years.now)
    report = AnnualReport.objects.get()
    shown = assembly.figures(report)["years"][-1]["values"]["poor"]["display"]
    assert shown == "2"
    live = assembly.evidence.compute(ground.a, 2025, since=2020)
    assert live["years"][-1]["values"]["poor"]["display"] == "8"


def test_a_report_of_the_province_adds_up_the_old_one(years, cast, ground, plan):
    report = assembly.create(plan=plan, unit=ground.province, year=2025, by=cast.minh)
    shown = [
        (year["year"], year["rebuilt"], year["values"]["poor"]["value"])
        for year in assembly.figures(report)["years"]
    ]
    assert shown == [(2021, True, "18"), (2024, True, "14"), (2025, False, "2")]


def test_a_report_without_results_is_not_sent(report, cast):
    with pytest.raises(assembly.Refused) as refusal:
        assembly.submit(report, by=cast.lan, version=report.version)
    assert "Kết quả thực hiện" in str(refusal.value)


def test_a_sent_report_is_neither_changed_nor_sent_again(written, cast):
    assembly.submit(written, by=cast.lan, version=written.version)
    with pytest.raises(Stale):
        assembly.revise(written, TEXTS | {"results": "Khác"}, seen=written.version, by=cast.lan)
    with pytest.raises(assembly.Refused):
        assembly.submit(written, by=cast.lan, version=written.version)


def test_sending_what_somebody_has_changed_meanwhile_is_refused(written, cast):
    seen, other = written.version, AnnualReport.objects.get()
    assembly.revise(other, TEXTS | {"results": "Bản mới"}, seen=seen, by=cast.lan)
    with pytest.raises(Stale):
        assembly.submit(written, by=cast.lan, version=seen)
    assert AnnualReport.objects.get().state == ReportState.DRAFT


def test_two_people_on_one_report_lose_nothing(written, client, cast):
    client.force_login(cast.lan)
    address = f"/reports/{written.pk}/edit/"
    opened = written.version
    mine = {"results": "Bản của tôi", "difficulties": "Thiếu vốn đối ứng.", "proposals": ""}
    client.post(address, mine | {"results": "Bản của người kia", "version": opened})
    answer = client.post(address, mine | {"version": opened})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của người kia" in page and page.count("Bản của tôi") >= 2
    assert AnnualReport.objects.get().results == "Bản của người kia"
    again = client.post(address, mine | {"version": opened + 1})
    assert again.status_code == 302
    assert AnnualReport.objects.get().results == "Bản của tôi"
    assert "Bản của người kia" in {row.results for row in AnnualReport.history.all()}


def test_a_second_report_of_a_year_leads_to_the_first(report, client, cast, plan):
    client.force_login(cast.lan)
    answer = client.post(
        "/reports/new/", {"unit": report.unit_id, "plan": plan.pk, "year": 2025}, follow=True
    )
    assert answer.redirect_chain == [(f"/reports/{report.pk}/", 302)]
    assert AnnualReport.objects.count() == 1


def test_only_own_units_can_be_reported(client, cast, ground, plan):
    client.force_login(cast.lan)
    answer = client.post("/reports/new/", {"unit": ground.b.pk, "plan": plan.pk, "year": 2025})
    assert answer.status_code == 200 and AnnualReport.objects.count() == 0
    assert set(assembly.units(cast.lan)) == {ground.a}


@pytest.mark.parametrize("path", ["", "edit/", "report.pdf"])
def test_hoa_sees_nothing_of_a_report_of_commune_a(path, written, client, cast):
    client.force_login(cast.lan)
    assert client.get(f"/reports/{written.pk}/{path}").status_code == 200
    client.force_login(cast.hoa)
    assert client.get(f"/reports/{written.pk}/{path}").status_code == 404
    assert "An Hòa" not in client.get("/reports/").content.decode()


def test_who_may_only_read_is_told_why_the_button_is_dead(written, client, cast):
    client.force_login(cast.quang)
    page = client.get(f"/reports/{written.pk}/").content.decode()
    assert "Vai trò của bạn không được lập báo cáo năm." in page
    assert client.get(f"/reports/{written.pk}/edit/").status_code == 403
    answer = client.post(f"/reports/{written.pk}/submit/", {"version": written.version})
    assert answer.status_code == 403


def test_the_list_costs_the_same_for_one_report_and_for_fifty(
    client,
    cast,
    ground,
    plan,
    django_assert_max_num_queries,
):
    for number in range(50):
        unit = factories.unit(f"Xã Mẫu {number}", f"9{number:04}", "commune", ground.province)
        assembly.create(plan=plan, unit=unit, year=2025, by=cast.minh)
    client.force_login(cast.minh)
    client.get("/reports/")
    with django_assert_max_num_queries(22):
        page = client.get("/reports/").content.decode()
    assert page.count("/reports/") > 50


def test_the_pdf_holds_the_texts_and_the_figures(years, written, client, cast):
    client.force_login(cast.lan)
    answer = client.get(f"/reports/{written.pk}/report.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Xã đã hỗ trợ 12 hộ xây nhà." in text
    assert "Không." in text and "5,00" in text
    assert text.count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 1


def test_the_figures_say_how_final_they_are(client, cast, years, report):
    client.force_login(cast.lan)
    address = f"/reports/{report.pk}/"
    page = client.get(address).content.decode()
    assert "Sơ bộ" in page and "Chính thức" not in page
    Review.objects.update(version=ReviewVersion.OFFICIAL, approved_at=timezone.now())
    snapshots.take(years.now, ReviewVersion.OFFICIAL)
    page = client.get(address).content.decode()
    assert "Chính thức" in page and "Sơ bộ" not in page
    assert "Đã thay đổi</span>" not in page
    UnitTotals.objects.filter(review=years.now, unit=report.unit).update(households=130)
    years.now.refresh_from_db()
    rolled(years.now)
    assert "Đã thay đổi</span>" in client.get(address).content.decode()
    assert "31/12/2025 (chính thức); đã thay đổi sau phê duyệt" in papers.html_of(report)


def test_figures_frozen_before_their_version_was_kept_are_shown_all_the_same(
    client, cast, years, written
):
    assembly.submit(written, by=cast.lan, version=written.version)
    for year in written.figures["years"]:
        del year["version"], year["changed"]
    written.save(update_fields=["figures"])
    client.force_login(cast.lan)
    page = client.get(f"/reports/{written.pk}/").content.decode()
    assert (
        "Kết quả rà soát qua các năm" in page and "badge-success" not in page.split("Số liệu")[-1]
    )
