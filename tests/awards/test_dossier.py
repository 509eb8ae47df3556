"""The dossier: its words as plain data, and its layout on the PDF itself (Nghị định 30/2020)."""

import datetime
import io
import re
import threading
import unicodedata
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pypdf import PdfReader

from awards import drafts, regimes, workflow
from awards.models import Nomination
from awards.papers import dossier
from campaign.lib import pdf
from households.choices import PovertyClass
from tests.awards.conftest import TEXTS, listed, rolled

# Each paper is drawn in a process of its own.
pytestmark = pytest.mark.slow

MM = 72 / 25.4


class Page:
    """What stands on a page, in millimetres from the left and from the top."""

    def __init__(self, page):
        self.width, self.height = (float(side) / MM for side in page.mediabox[2:])
        self.runs = []
        page.extract_text(visitor_text=self._note)
        self.text = unicodedata.normalize("NFC", page.extract_text())

    def _note(self, text, cm, tm, font, size):
        if text.strip():
            scale = (tm[3] ** 2 + tm[2] ** 2) ** 0.5 * abs(cm[3])
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            face = font["/BaseFont"].partition("+")[2] if font else ""
            self.runs.append(
                (text.strip(), x / MM, self.height - y / MM, round(size * scale, 1), face)
            )

    def find(self, words):
        return next(run for run in self.runs if words in run[0])


def pages(nomination):
    return [Page(page) for page in reader(nomination).pages]


def reader(nomination):
    return PdfReader(io.BytesIO(pdf.render(dossier.html(nomination.pk))))


@pytest.fixture
def submitted(years, written, cast):
    workflow.perform(written, "submit", by=cast.lan)
    return Nomination.objects.select_related("plan__unit", "unit__province").get()


def test_the_submission_goes_from_the_commune_to_the_province(years, written):
    paper = dossier.assemble(written).submission
    assert paper.head.agency == "Ủy ban nhân dân\nXã An Hòa"
    assert paper.addressees == (
        "Chủ tịch Ủy ban nhân dân tỉnh Bình Minh",
        "Sở Nội vụ tỉnh Bình Minh",
    )
    assert "tặng Bằng khen cho 01 tập thể: Nhân dân và cán bộ xã An Hòa" in paper.request[0]
    assert paper.request[-1].endswith("./.")


def test_in_the_days_of_three_levels_it_goes_to_the_district(ground, years, plan, cast):
    regime = regimes.get("R-2024")
    old = Nomination.objects.create(
        plan=plan,
        award_form="province_certificate",
        subject_kind="collective",
        unit=ground.old_a2,
        year=2024,
        subject_name="Nhân dân và cán bộ xã An Phú",
        regime=regime.key,
        submitted_at=datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC),
        created_by=cast.lan,
    )
    paper = dossier.assemble(old).submission
    assert paper.addressees == (
        "Ủy ban nhân dân huyện Suối Bạc",
        "Phòng Nội vụ huyện Suối Bạc",
    )
    assert "98/2023/NĐ-CP" in " ".join(paper.bases)
    assert "152/2025/NĐ-CP" not in " ".join(paper.bases)


def test_a_deputy_signs_for_the_chairman(written, cast):
    written.head_position = "Phó Chủ tịch"
    assert dossier.assemble(written).authority == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    ]


def test_a_submitted_dossier_keeps_its_figures(ground, years, submitted):
    before = dossier.html(submitted.pk)
    listed(years.now, ground.a_villages[1], 6, PovertyClass.POOR)
    rolled(years.now)
    assert dossier.html(submitted.pk) == before


def test_the_same_dossier_gives_the_same_bytes(submitted):
    html = dossier.html(submitted.pk)
    assert pdf.render(html) == pdf.render(html)


def test_a_draft_says_so_on_every_page_and_a_submitted_one_nowhere(years, written, cast):
    drafted = pages(written)
    assert all(any(run[3] > 50 for run in page.runs) for page in drafted)
    workflow.perform(written, "submit", by=cast.lan)
    final = pages(written)
    assert len(final) == len(drafted)
    assert not any(run[3] > 50 for page in final for run in page.runs)
    assert dossier.assemble(written).watermark == ""


def test_the_file_holds_four_papers_with_bookmarks(submitted):
    assert [mark.title for mark in reader(submitted).outline] == [
        "Tờ trình",
        "Báo cáo thành tích",
        "Phụ lục I. Bảng minh chứng số liệu",
        "Phụ lục II. Danh sách trích ngang",
    ]


def test_pages_are_a4_upright_and_the_list_lies_across(submitted):
    sizes = [(round(page.width), round(page.height)) for page in pages(submitted)]
    assert set(sizes[:-1]) == {(210, 297)}
    assert sizes[-1] == (297, 210)


def test_only_the_one_typeface_is_embedded(submitted):
    faces = set()
    for page in reader(submitted).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            faces.add(font["/BaseFont"].partition("+")[2].partition("-")[0])
    assert faces == {"Tinos"}


def test_the_top_of_each_paper_is_as_the_decree_draws_it(submitted):
    found = [page for page in pages(submitted) if "CỘNG HÒA XÃ HỘI" in page.text]
    assert len(found) == 2
    for page in found:
        assert page.text.count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 1
        assert page.text.count("Độc lập - Tự do - Hạnh phúc") == 1
        country, motto = page.find("CỘNG HÒA"), page.find("Độc lập")
        assert (country[3], motto[3]) == (13, 14)
        assert country[4] == motto[4] == "Tinos-Bold"
        assert country[1] > 95 and motto[1] > 95
        agency, number, place = page.find("ỦY BAN"), page.find("Số:"), page.find("An Hòa, ngày")
        assert (agency[3], agency[4], agency[1] < 95) == (13, "Tinos-Bold", True)
        assert (number[3], number[4]) == (13, "Tinos")
        assert (place[3], place[4]) == (14, "Tinos-Italic")
        assert abs(number[2] - place[2]) < 1
        assert re.search(r"Số:\s+/(TTr|BC)-UBND", page.text)


def test_text_stays_within_the_margins_and_is_of_size_14(submitted):
    for page in pages(submitted)[:-1]:
        assert all(run[1] > 29.9 for run in page.runs)
        assert all(run[2] < page.height - 20 + 1 for run in page.runs)
    first = pages(submitted)[0]
    basis, request = first.find("Căn cứ Luật"), first.find("Ủy ban nhân dân xã An Hòa trình")
    assert (basis[3], basis[4]) == (14, "Tinos-Italic")
    assert (request[3], request[4]) == (14, "Tinos")
    assert abs(request[1] - (30 + 12.7)) < 0.5


def test_numbers_stand_on_the_second_page_of_a_paper_and_not_on_the_first(years, written, cast):
    long = TEXTS | {"achievements": "\n".join([TEXTS["achievements"]] * 40)}
    drafts.revise(written, long, seen=written.version, by=cast.lan)
    numbers = []
    for page in pages(written):
        above = [run for run in page.runs if run[2] < 20 and run[3] < 50]
        numbers.append([run[0] for run in above])
        for run in above:
            assert run[3] == 13 and abs(run[1] - (30 + 165 / 2)) < 3
    start = numbers.index([], 1) if numbers[1] == ["2"] else 1
    assert numbers[start] == []
    following = [shown for shown in numbers[start + 1 :] if shown]
    assert following[:2] == [["2"], ["3"]]
    assert numbers[0] == numbers[-1] == []


def test_texts_come_out_as_they_were_typed_and_in_nfc(years, written, cast):
    letters = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
    texts = TEXTS | {"features": letters + letters.upper()}
    drafts.revise(written, texts, seen=written.version, by=cast.lan)
    joined = "".join(page.text for page in pages(written))
    assert letters in joined.replace("\n", "")
    assert letters.upper() in joined.replace("\n", "")


@pytest.fixture
def listener():
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.hits = hits
    yield server
    server.shutdown()
    server.server_close()


def test_markup_in_any_text_is_printed_as_typed_and_fetches_nothing(years, written, cast, listener):
    address = f"http://127.0.0.1:{listener.server_port}/x"
    payload = (
        f'<img src="{address}"><style>@import url({address})</style>'
        f'<link rel=attachment href="file:///etc/passwd"></style><svg><use href="{address}"/>'
    )
    texts = {field: payload[:120] if field.startswith("head") else payload for field in TEXTS}
    texts["subject_name"] = payload[:200]
    drafts.revise(written, texts, seen=written.version, by=cast.lan)
    html = dossier.html(written.pk)
    assert "<img" not in html and "<svg" not in html and html.count("<style>") == 1
    joined = re.sub(r"\s", "", "".join(page.text for page in pages(written)))
    assert '<linkrel=attachmenthref="file:///etc/passwd">' in joined
    assert "root:" not in joined
    assert listener.hits == []
