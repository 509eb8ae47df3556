"""An administrator makes an account, its owner signs in on a phone, sets a password, works."""

import pytest
from playwright.sync_api import expect

from campaign import people
from campaign.models import User
from campaign.roles import Role
from tests import factories
from tests.journeys.conftest import LAPTOP, PASSWORD, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "một câu của riêng tôi 2026"


@pytest.fixture
def complaints():
    """watch(page): everything the browser complains of, the content policy above all."""
    found = []

    def watch(page):
        page.on("console", lambda m: found.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: found.append(str(error)))
        return found

    return watch


def test_an_administrator_makes_an_account_and_an_assignment(cast, page_for, look, complaints):
    page = page_for(cast.admin)
    heard = complaints(page)
    page.goto("/people/")
    assert look(page, "people") == []
    page.click("text=Tạo tài khoản")
    page.fill("[name=username]", "bui.mai")
    page.fill("[name=full_name]", "Bùi Mai")
    page.click("main button[type=submit]")
    first = page.locator(".secret").last.inner_text()
    assert User.objects.get(username="bui.mai").check_password(first)
    assert look(page, "person-password") == []
    page.click("text=Đã ghi lại, tiếp tục")
    page.click("main .page-actions >> text=Phân công")
    page.select_option("[name=role]", label="Cán bộ giảm nghèo cấp xã")
    page.fill("[name=place]", "an hoa")
    assert look(page, "person-assign") == []
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Xã An Hòa")
    for name in ("roles", "events"):
        page.goto(f"/{name}/")
        assert look(page, name) == []
    for path in ("", "campaign/unitalias/", "campaign/unitalias/import/", "campaign/user/export/"):
        page.goto(f"/admin/{path}")
    assert heard == []


@pytest.fixture
def newcomer(ground):
    """A person with a first password: (user, password)."""
    mai = factories.user("bui.mai", "Bùi Mai", Role.COMMUNE_OFFICER, ground.a)
    return mai, people.reset_password(mai, by=mai)


def test_the_first_day_of_work_on_a_phone(newcomer, browser, live_server, look, complaints):
    mai, first = newcomer
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="en-US")
    phone = context.new_page()
    heard = complaints(phone)
    phone.goto("/roles/")
    assert look(phone, "sign-in") == []
    phone.keyboard.type("bui.mai")  # the first field has the focus
    phone.keyboard.press("Tab")
    phone.keyboard.type(first)
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_have_text("Đổi mật khẩu")
    phone.fill("[name=oldpassword]", first)
    phone.fill("[name=password1]", OWN)
    phone.fill("[name=password2]", OWN)
    assert look(phone, "password-change") == []
    phone.click("main button[type=submit]")
    expect(phone.locator("h1")).to_have_text("Việc của tôi")
    mai.refresh_from_db()
    assert not mai.must_change_password

    expect(phone.locator(".portal-nav ul")).to_be_hidden()
    phone.click("text=Trình đơn")
    phone.click("nav >> text=Hộ nghèo")
    assert phone.url.endswith("/households/")
    phone.click("text=English")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    phone.click("header details summary >> nth=0")
    phone.click("text=Sign out")
    expect(phone).to_have_url(live_server.url + "/accounts/login/")
    phone.go_back()
    phone.reload()
    expect(phone.locator("h1")).to_have_text("Sign in")
    context.close()
    assert heard == []


def test_the_portal_works_without_any_script(cast, browser, live_server, one_at_a_time):
    cast.lan.set_password(PASSWORD)
    cast.lan.save()
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", "lan")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.click(".nav-toggle-label")
    page.click("nav >> text=Quản trị")
    page.click("text=Vai trò và quyền")
    expect(page.locator("h1")).to_have_text("Vai trò và quyền")
    context.close()


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_no_page_is_wider_than_the_screen(cast, page_for, viewport):
    page = page_for(cast.admin, viewport)
    for path in ("/", "/people/", f"/people/{cast.lan.pk}/", "/roles/", "/events/", "/units/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path


def test_the_first_link_by_keyboard_leads_past_the_menu(cast, page_for):
    page = page_for(cast.lan)
    page.goto("/roles/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
