"""The pages of the nominations: who sees what, what two people at once see, how it reads."""

import io
import re

import pytest
from pypdf import PdfReader

from awards import drafts, evidence, workflow
from awards.choices import Stage
from awards.models import Nomination
from awards.papers import dossier
from campaign.models import Event
from households.choices import PovertyClass
from tests import factories
from tests.awards.conftest import TEXTS, listed, rolled


def act(client, nomination, verb, **data):
    data = {"version": nomination.version} | data
    return client.post(f"/nominations/{nomination.pk}/{verb}/", data, follow=True)


def test_a_nomination_goes_from_an_empty_page_to_accepted(years, plan, ground, client, cast):
    client.force_login(cast.lan)
    form = {
        "unit": ground.a.pk,
        "award_form": "province_certificate",
        "plan": plan.pk,
        "year": 2025,
    }
    client.post("/nominations/new/", form)
    nomination = Nomination.objects.get()
    client.post(f"/nominations/{nomination.pk}/edit/", TEXTS | {"version": nomination.version})
    nomination.refresh_from_db()
    assert nomination.features == TEXTS["features"]
    assert "Đã trình hồ sơ." in act(client, nomination, "submit").content.decode()

    client.force_login(cast.minh)
    nomination.refresh_from_db()
    page = act(client, nomination, "return", comment="Bổ sung số liệu thôn.").content.decode()
    assert "Đã trả hồ sơ" in page
    client.force_login(cast.lan)
    assert "Bổ sung số liệu thôn." in client.get(f"/nominations/{nomination.pk}/").content.decode()
    nomination.refresh_from_db()
    act(client, nomination, "submit")
    client.force_login(cast.minh)
    nomination.refresh_from_db()
    page = act(client, nomination, "accept").content.decode()
    nomination.refresh_from_db()
    assert nomination.stage == Stage.ACCEPTED and nomination.accepted_by == cast.minh
    words = re.findall(r"<li><strong>(.+?)</strong>", page)
    assert words == [
        "Tiếp nhận hồ sơ",
        "Trình hồ sơ",
        "Trả lại để bổ sung",
        "Trình hồ sơ",
        "Sửa nội dung",
        "Lập hồ sơ",
    ]


def test_a_dead_button_stands_beside_the_sentence_that_refuses_the_post(nomination, client, cast):
    client.force_login(cast.lan)
    page = client.get(f"/nominations/{nomination.pk}/").content.decode()
    sentence = workflow.why_not(nomination, "submit", cast.lan)
    assert sentence in page and re.search(
        r"<button[^>]* disabled aria-describedby=\"why-submit", page
    )
    answer = act(client, nomination, "submit")
    assert answer.status_code == 409 and sentence in answer.content.decode()
    nomination.refresh_from_db()
    assert nomination.stage == Stage.DRAFT


def test_the_submitter_who_may_review_is_told_why_not_to_accept(years, written, client, cast):
    workflow.perform(written, "submit", by=cast.admin)
    client.force_login(cast.admin)
    page = client.get(f"/nominations/{written.pk}/").content.decode()
    sentence = "Bạn đã lập hoặc trình hồ sơ này nên người khác phải tiếp nhận."
    assert sentence in page
    answer = act(client, written, "accept")
    assert answer.status_code == 409 and sentence in answer.content.decode()


def test_a_missing_reason_keeps_the_page_and_what_was_typed(years, written, client, cast):
    workflow.perform(written, "submit", by=cast.lan)
    client.force_login(cast.minh)
    answer = act(client, written, "return", comment=" ")
    assert answer.status_code == 409 and "Hãy ghi lý do" in answer.content.decode()
    stale = act(client, written, "return", comment="Thiếu biên bản", version=1)
    assert stale.status_code == 409 and "Thiếu biên bản</textarea>" in stale.content.decode()
    written.refresh_from_db()
    assert written.stage == Stage.SUBMITTED


def test_two_people_on_one_nomination_lose_nothing(written, client, cast):
    client.force_login(cast.lan)
    address, opened = f"/nominations/{written.pk}/edit/", written.version
    client.post(address, TEXTS | {"summary": "Bản của người kia", "version": opened})
    answer = client.post(
        address, TEXTS | {"summary": "Bản của tôi", "features": "Đất đỏ", "version": opened}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của người kia" in page and "Bản của tôi</textarea>" in page
    assert "Đất đỏ</textarea>" in page and "Dân số trẻ." in page
    assert f'value="{opened + 1}"' in page
    assert Nomination.objects.get().summary == "Bản của người kia"
    again = client.post(address, TEXTS | {"summary": "Bản của tôi", "version": opened + 1})
    assert again.status_code == 302
    assert Nomination.objects.get().summary == "Bản của tôi"
    kept = {row.summary for row in Nomination.history.all()}
    assert {"Bản của người kia", "Bản của tôi"} <= kept


def test_what_was_typed_into_a_dossier_submitted_meanwhile_is_shown(years, written, client, cast):
    seen = written.version
    workflow.perform(written, "submit", by=cast.lan)
    client.force_login(cast.lan)
    answer = client.post(
        f"/nominations/{written.pk}/edit/", TEXTS | {"summary": "Viết dở", "version": seen}
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "Viết dở" in page and "nên không sửa được" in page
    assert Nomination.objects.get().summary == TEXTS["summary"]


def test_a_second_click_on_create_makes_no_second_nomination(nomination, plan, client, cast):
    client.force_login(cast.lan)
    form = {
        "unit": nomination.unit_id,
        "award_form": nomination.award_form,
        "plan": plan.pk,
        "year": 2025,
    }
    answer = client.post("/nominations/new/", form, follow=True)
    assert answer.redirect_chain == [(f"/nominations/{nomination.pk}/", 302)]
    assert Nomination.objects.count() == 1


def test_a_unit_can_be_chosen_only_where_the_person_may_edit(client, cast, ground, plan):
    assert set(drafts.units(cast.lan)) == {ground.a}
    assert set(drafts.units(cast.minh)) == set()
    client.force_login(cast.lan)
    form = {"award_form": "province_certificate", "plan": plan.pk, "year": 2025}
    answer = client.post("/nominations/new/", form | {"unit": ground.b.pk})
    assert answer.status_code == 200 and Nomination.objects.count() == 0


@pytest.mark.parametrize("year", [2020, 2030])
def test_the_year_lies_in_the_plan(year, client, cast, ground, plan):
    client.force_login(cast.lan)
    form = {"award_form": "province_certificate", "plan": plan.pk, "unit": ground.a.pk}
    page = client.post("/nominations/new/", form | {"year": year}).content.decode()
    assert "từ năm 2021 đến năm 2025" in page and Nomination.objects.count() == 0


@pytest.mark.parametrize("path", ["", "edit/", "dossier.pdf"])
def test_hoa_sees_nothing_of_a_nomination_of_commune_a(path, written, client, cast):
    client.force_login(cast.lan)
    assert client.get(f"/nominations/{written.pk}/{path}").status_code == 200
    client.force_login(cast.hoa)
    assert client.get(f"/nominations/{written.pk}/{path}").status_code == 404
    assert act(client, written, "submit").status_code == 404
    assert "An Hòa" not in client.get("/nominations/").content.decode()


def test_steps_of_another_role_are_not_shown(years, written, client, cast):
    workflow.perform(written, "submit", by=cast.lan)
    shown = {}
    for person in (cast.lan, cast.minh, cast.quang):
        client.force_login(person)
        answer = client.get(f"/nominations/{written.pk}/")
        shown[person] = [step.verb for step, _reason in answer.context["steps"]]
        assert "không được lập hồ sơ" not in answer.content.decode()
    assert shown == {cast.lan: ["withdraw"], cast.minh: ["return", "accept"], cast.quang: []}
    written.refresh_from_db()
    workflow.perform(written, "accept", by=cast.minh)
    for person, told in ((cast.lan, True), (cast.minh, False)):
        client.force_login(person)
        page = client.get(f"/nominations/{written.pk}/").content.decode()
        assert ("nên không sửa được" in page) is told
        assert "không được lập hồ sơ" not in page and "Sửa nội dung</a>" not in page


def test_who_may_only_look_is_refused_with_the_reason(written, client, cast):
    client.force_login(cast.quang)
    page = client.get(f"/nominations/{written.pk}/").content.decode()
    assert "Sửa nội dung</a>" not in page and f"/nominations/{written.pk}/submit/" not in page
    assert client.get(f"/nominations/{written.pk}/edit/").status_code == 403
    answer = act(client, written, "submit")
    assert answer.status_code == 403
    assert "không được lập hồ sơ" in answer.content.decode()
    assert not Event.objects.filter(verb="nomination.submit").exists()


def test_an_unknown_step_is_no_page(written, client, cast):
    client.force_login(cast.lan)
    assert client.post(f"/nominations/{written.pk}/publish/").status_code == 404
    assert client.get(f"/nominations/{written.pk}/submit/").status_code == 405


def test_data_that_change_later_are_shown_beside_the_frozen_ones(
    years, written, ground, client, cast
):
    workflow.perform(written, "submit", by=cast.lan)
    client.force_login(cast.lan)
    page = client.get(f"/nominations/{written.pk}/").content.decode()
    assert "Dữ liệu đã thay đổi sau khi trình" not in page
    listed(years.now, ground.a_villages[1], 6, PovertyClass.POOR)
    rolled(years.now)
    page = client.get(f"/nominations/{written.pk}/").content.decode()
    assert "Hộ nghèo, năm 2025: lúc trình 2 → hiện nay 8" in page


def test_the_page_marks_what_is_not_confirmed_of_the_law(written, client, cast):
    client.force_login(cast.lan)
    page = client.get(f"/nominations/{written.pk}/").content.decode()
    assert "Chưa xác nhận" in page and "chưa được đối chiếu" in page


def test_the_list_can_be_narrowed(years, written, ground, client, cast):
    other = drafts.create(plan=written.plan, unit=ground.b, year=2024, by=cast.hoa)
    workflow.perform(written, "submit", by=cast.lan)
    client.force_login(cast.minh)

    def shown(query):
        page = client.get(f"/nominations/?{query}").content.decode()
        return {int(pk) for pk in re.findall(r"/nominations/(\d+)/", page)}

    assert shown("") == {written.pk, other.pk}
    assert shown("stage=submitted") == {written.pk}
    assert shown("year=2024") == {other.pk}
    assert shown(f"unit={ground.b.pk}") == {other.pk}
    assert shown("stage=submitted&year=2024") == set()
    assert shown("stage=nonsense&unit=abc") == {written.pk, other.pk}


def test_the_list_costs_the_same_for_one_and_for_fifty(
    client, cast, ground, plan, django_assert_max_num_queries
):
    for number in range(60):
        unit = factories.unit(f"Xã Mẫu {number}", f"9{number:04}", "commune", ground.province)
        drafts.create(plan=plan, unit=unit, year=2025, by=cast.minh)
    client.force_login(cast.minh)
    client.get("/nominations/")
    with django_assert_max_num_queries(22):
        page = client.get("/nominations/").content.decode()
    assert len(set(re.findall(r"/nominations/(\d+)/", page))) == 50


def test_markup_in_a_text_is_shown_as_typed(written, client, cast):
    texts = TEXTS | {"achievements": "<script>alert(1)</script><b>đậm</b>"}
    drafts.revise(written, texts, seen=written.version, by=cast.lan)
    client.force_login(cast.lan)
    for page in ("", "edit/"):
        html = client.get(f"/nominations/{written.pk}/{page}").content.decode()
        assert "<script>alert" not in html and "<b>đậm" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert " style=" not in html and " onclick=" not in html


def test_the_dossier_is_a_file_without_a_name_in_its_name(years, written, client, cast):
    client.force_login(cast.minh)
    answer = client.get(f"/nominations/{written.pk}/dossier.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="ho-so-khen-thuong-{written.pk}.pdf"'
    )
    assert answer["Cache-Control"] == "no-store, private"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) >= 4


def test_a_character_that_cannot_be_printed_is_named_on_the_page(written, client, cast):
    texts = TEXTS | {"summary": "Đạt ✓ chỉ tiêu"}
    drafts.revise(written, texts, seen=written.version, by=cast.lan)
    client.force_login(cast.lan)
    answer = client.get(f"/nominations/{written.pk}/dossier.pdf", follow=True)
    assert answer.redirect_chain == [(f"/nominations/{written.pk}/", 302)]
    assert "không in được: ✓" in answer.content.decode()


def test_page_and_paper_say_where_each_year_comes_from_and_what_it_lacks(
    years, written, ground, client, cast
):
    ground.old_a2.changes_out.update(extent="doubt")
    client.force_login(cast.lan)
    page = client.get(f"/nominations/{written.pk}/").content.decode()
    paper = dossier.html(written.pk)
    sources = [year["source"] for year in evidence.snapshot(written)["years"]]
    assert [("Phần chắc chắn" in source) for source in sources] == [True, True, False]
    for source in sources:
        assert source in page and source in paper
    links = re.findall(r'href="(/figures/\d+/\?review=\d+)"', page)
    assert links == [
        f"/figures/{ground.a.pk}/?review={review.pk}"
        for review in (years.opening, years.before, years.now)
    ]
    assert {client.get(link).status_code for link in links} == {200}
