"""The frame of every page: menu by role, language switch, breadcrumbs, forms, colours."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from campaign import navigation
from campaign.models import AdminUnit

THEME = Path(__file__).resolve().parents[2] / "static" / "campaign" / "theme.css"
MENU = {
    "lan": {
        "Việc của tôi",
        "Địa bàn",
        "Rà soát",
        "Số liệu",
        "Hộ nghèo",
        "Tải lên",
        "Khen thưởng",
        "Báo cáo",
    },
    "minh": {
        "Việc của tôi",
        "Địa bàn",
        "Rà soát",
        "Số liệu",
        "Hộ nghèo",
        "Tải lên",
        "Khen thưởng",
        "Báo cáo",
    },
    "nobody": {"Việc của tôi"},
}
MANAGE = {
    "lan": {"Vai trò và quyền", "Chuẩn nghèo"},
    "son": {"Vai trò và quyền", "Chuẩn nghèo", "Nhật ký"},
    "admin": {
        "Tài khoản và phân công",
        "Vai trò và quyền",
        "Chuẩn nghèo",
        "Nhật ký",
        "Danh mục dùng chung",
    },
    "nobody": {"Vai trò và quyền"},
}


def menu(client, which):
    return {str(link.label) for link in client.get("/roles/").context[which]()}


@pytest.mark.parametrize(("name", "labels"), MENU.items())
def test_the_menu_shows_what_a_person_may_enter(client, cast, django_user_model, name, labels):
    person = getattr(cast, name, None) or django_user_model.objects.create(username="nobody")
    client.force_login(person)
    assert menu(client, "menu") == labels


@pytest.mark.parametrize(("name", "labels"), MANAGE.items())
def test_the_menu_of_management(client, cast, django_user_model, name, labels):
    person = getattr(cast, name, None) or django_user_model.objects.create(username="nobody")
    client.force_login(person)
    assert menu(client, "management_menu") == labels


def test_every_entry_of_the_menu_leads_somewhere():
    for entry in (*navigation.ENTRIES, *navigation.MANAGEMENT):
        assert reverse(entry.route).startswith("/")


def test_the_entry_of_the_present_page_is_marked_and_it_alone(client, cast):
    client.force_login(cast.lan)
    page = client.get("/households/").content.decode()
    current = re.findall(r'<a href="([^"]+)" aria-current="page"', page)
    assert current == ["/households/"]


def test_strangers_see_no_menu(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert "portal-nav" not in page and "Đăng xuất" not in page


# --- language -------------------------------------------------------------------------------------
def test_a_first_visit_is_vietnamese_whatever_the_browser_asks(client, db):
    answer = client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9")
    assert answer["Content-Language"] == "vi"
    assert '<html lang="vi">' in answer.content.decode()
    assert "Đăng nhập" in answer.content.decode()


def test_the_switch_changes_the_language_and_stays(client, cast):
    client.force_login(cast.lan)
    answer = client.post("/language/", {"language": "en", "next": "/roles/"})
    assert (answer.status_code, answer["Location"]) == (302, "/roles/")
    page = client.get("/roles/").content.decode()
    assert '<html lang="en">' in page and "Roles and permissions" in page
    client.post("/language/", {"language": "vi", "next": "/"})
    assert "Vai trò và quyền" in client.get("/roles/").content.decode()


def test_strangers_may_switch_too(client, db):
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert "Sign in" in client.get("/accounts/login/").content.decode()


def test_the_switch_leads_to_no_other_host_and_is_no_link(client, db):
    assert (
        client.post("/language/", {"language": "en", "next": "//evil.example"})["Location"] == "/"
    )
    assert client.get("/language/?language=en")["Location"] == "/"
    page = client.get("/accounts/login/").content.decode()
    assert '<html lang="en">' in page  # by the POST; the GET changed nothing
    client.get("/language/?language=vi")
    assert '<html lang="en">' in client.get("/accounts/login/").content.decode()


def test_a_language_nobody_speaks_here_is_vietnamese(client, db):
    client.cookies["django_language"] = "xx'><script>"
    assert client.get("/accounts/login/")["Content-Language"] == "vi"


# --- components ---------------------------------------------------------------------------------
def render(template, /, **context):
    request = RequestFactory().get("/list/", {"q": "đắk", "page": "2"})
    request.user = context.pop("user", None)
    return engines["django"].from_string(template).render(context, request)


class Sample(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trong giấy tờ.")
    agree = forms.BooleanField(label="Đồng ý")
    sex = forms.ChoiceField(label="Giới tính", choices=[("m", "Nam")], widget=forms.RadioSelect)


def test_a_field_ties_label_help_and_error_to_its_input():
    html = render('{% include "_components/form.html" %}', form=Sample({"name": ""}))
    assert '<label class="form-label" for="id_name">Họ và tên' in html
    described = re.search(r'<input[^>]*name="name"[^>]*aria-describedby="([^"]+)"', html)[1].split()
    assert set(described) == {"id_name_helptext", "id_name_error"}
    for name in described:
        assert f'id="{name}"' in html
    assert 'aria-invalid="true"' in html and "is-invalid" in html
    assert '<a href="#id_name">Họ và tên</a>' in html
    assert "<fieldset" in html and '<legend class="form-label">Giới tính' in html


def test_what_people_type_is_never_markup():
    evil = "<img src=x onerror=alert(1)>"
    html = render('{% include "_components/form.html" %}', form=Sample({"name": evil}))
    html += render('{% include "_components/badge.html" with text=text tone="info" %}', text=evil)
    assert "<img" not in html and "&lt;img" in html


def test_the_pager_keeps_the_question_and_counts():
    page = Paginator(range(1234), 50).page(2)
    html = render('{% include "_components/pager.html" with page=page %}', page=page)
    assert "Dòng 51 đến 100 trong 1.234" in html
    assert "?q=%C4%91%E1%BA%AFk&amp;page=3" in html and "&amp;page=1" in html


def test_breadcrumbs_link_only_to_where_the_person_may_go(cast, ground):
    unit = AdminUnit.objects.get(pk=ground.a_villages[0].pk)
    text = '{% include "_components/breadcrumb.html" with unit=unit %}'
    html = render(text, unit=unit, user=cast.lan)
    assert html.count("<a ") == 1 and f'href="/units/{ground.a.pk}/"' in html
    assert "Tỉnh Bình Minh" in html
    assert render(text, unit=unit, user=cast.minh).count("<a ") == 2


def test_a_badge_says_its_meaning_in_words():
    html = render('{% include "_components/badge.html" with text="Đã khóa" tone="danger" %}')
    assert ">Đã khóa<" in html


# --- colours -------------------------------------------------------------------------------------
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", THEME.read_text(encoding="utf-8")))
TONES = ("success", "warning", "danger", "info", "neutral")
INKS = ("ink", "ink-muted", "link", "accent", "brand", "danger")
ON_GROUND = [
    *[(text, ground) for text in INKS for ground in ("paper", "surface")],
    *[("ink", f"{tone}-tint") for tone in ("brand", *TONES)],
    *[("ink-muted", ground) for ground in ("surface-sunk", "brand-tint")],
    *[(tone, f"{tone}-tint") for tone in TONES],
    *[("on-brand", ground) for ground in ("brand", "brand-strong", "danger")],
    ("on-brand-muted", "brand"),
    ("brand-strong", "brand-tint"),
]
EDGES = [
    ("line-strong", "surface"),
    ("accent", "paper"),
    ("accent-light", "brand"),
    ("accent-light", "brand-strong"),
]


def luminance(colour):
    def linear(part):
        share = int(part, 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), ON_GROUND)
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_borders_of_fields_and_the_focus_are_visible(edge, ground):
    assert contrast(edge, ground) >= 3


def test_the_theme_uses_no_colour_beside_its_tokens():
    css = THEME.read_text(encoding="utf-8")
    rules = re.sub(r":root \{.*?\}", "", css, count=1, flags=re.DOTALL)
    screen = rules[: rules.index("@media print")]
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", screen)) == {"#7d1410"}
