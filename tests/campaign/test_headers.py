"""What goes with every page over the wire, and what the first visit weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import factories

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def check_headers(answer):
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


PATHS = ["/", "/roles/", "/people/", "/people/new/", "/events/", "/nominations/", "/households/"]
PATHS += ["/units/", "/admin/", "/admin/campaign/user/", "/nothing-here/"]


@pytest.mark.parametrize("path", PATHS)
def test_signed_in_pages_are_strict_and_kept_by_nobody(client, cast, path):
    client.force_login(cast.admin)
    answer = client.get(path)
    assert answer.status_code in {200, 404}
    check_headers(answer)
    assert "no-store" in answer["Cache-Control"]


def test_refusals_are_strict_too(client, cast):
    client.force_login(cast.lan)
    answer = client.get("/people/")
    assert answer.status_code == 403
    check_headers(answer)
    assert "no-store" in answer["Cache-Control"]


def test_the_sign_in_page_is_strict_and_not_kept(client, db):
    answer = client.get("/accounts/login/")
    check_headers(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_post_without_token_is_explained(db):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "phiên làm việc đã đổi" in answer.content.decode()
    check_headers(answer)


def test_too_many_fields_is_a_413_that_says_what_to_do(client, cast, settings):
    client.force_login(cast.admin)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = client.post("/people/new/", {f"f{n}": "x" for n in range(20)})
    assert answer.status_code == 413
    assert "quá lớn" in answer.content.decode()


def test_a_broken_page_still_answers_in_vietnamese_without_the_database(client, cast, monkeypatch):
    client.force_login(cast.admin)
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError("broken for the test")

    monkeypatch.setattr("campaign.people.manageable_by", broken)
    answer = client.get("/people/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Hệ thống gặp lỗi" in page and "Traceback" not in page
    assert "broken for the test" not in page


INLINE = re.compile(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def test_no_template_of_a_page_holds_inline_script_or_style():
    pages = [path for path in TEMPLATES.rglob("*.html") if "papers" not in path.parts]
    assert len(pages) > 30
    wrong = [path.name for path in pages if INLINE.search(path.read_text(encoding="utf-8"))]
    assert wrong == []


def weight(client, path):
    """Bytes of the page and of what it asks for, each compressed alone as it is served."""
    answer = client.get(path)
    total = len(gzip.compress(answer.content))
    linked = re.findall(r'(?:href|src)="/static/([^"]+)"', answer.content.decode())
    assert len(linked) >= 3
    for name in set(linked):
        total += len(gzip.compress(Path(finders.find(name)).read_bytes()))
    return total


def test_a_first_visit_weighs_little(client, db):
    assert weight(client, "/accounts/login/") < 60_000


def test_the_first_signed_in_page_weighs_little_too(client, cast):
    client.force_login(cast.lan)
    assert weight(client, "/") < 100_000


def test_nothing_is_asked_of_other_hosts(client, cast):
    client.force_login(cast.admin)
    for path in PATHS:
        page = client.get(path).content.decode()
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]+"', page) == []


def test_two_people_never_share_an_answer(cast):
    first, second = Client(), Client()
    first.force_login(cast.lan)
    second.force_login(cast.hoa)
    assert "Nguyễn Thị Lan" in first.get("/").content.decode()
    assert "Nguyễn Thị Lan" not in second.get("/").content.decode()


def test_logs_and_pages_know_no_password(client, ground):
    factories.user("lan", "Nguyễn Thị Lan", "commune_officer", ground.a, password="x" * 14)
    page = client.post("/accounts/login/", {"login": "lan", "password": "bí mật sai"})
    assert "bí mật sai" not in page.content.decode()
