"""Signing in and staying signed in, on computers that offices share."""

import datetime
import time
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from campaign.models import Event, User
from tests import factories

# Hundreds of passwords are hashed as dearly as in production.
pytestmark = pytest.mark.slow

LOGIN = "/accounts/login/"
PASSWORD = "mot cau rat dai 2026"
NEXT_PASSWORD = "cau khac con dai hon 2026"


@pytest.fixture
def lan(ground):
    cache.clear()
    return factories.user("lan", "Nguyễn Thị Lan", "commune_officer", ground.a, password=PASSWORD)


def sign_in(client, name="lan", password=PASSWORD, **extra):
    return client.post(LOGIN + extra.pop("query", ""), {"login": name, "password": password})


def signed_in(client):
    return client.get("/roles/").status_code == 200


def test_the_right_password_opens_the_home_page(client, lan):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client)
    assert Event.objects.filter(verb="session.begin", actor=lan).count() == 1


def test_passwords_are_stored_with_scrypt(lan):
    assert lan.password.startswith("scrypt$")


def test_the_key_of_the_session_changes_at_sign_in(client, lan):
    session = client.session
    session["before"] = True
    session.save()
    old = session.session_key
    client.cookies["sessionid"] = old
    sign_in(client)
    assert client.cookies["sessionid"].value != old
    assert not Session.objects.filter(session_key=old).exists()


def test_a_signed_out_key_opens_nothing(client, lan):
    sign_in(client)
    key = client.cookies["sessionid"].value
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = key
    assert not signed_in(client)


def test_half_an_hour_of_silence_ends_the_session_and_work_keeps_it(client, lan):
    start = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client)
        for _ in range(4):
            clock.shift(datetime.timedelta(minutes=29))
            assert signed_in(client)
        clock.shift(datetime.timedelta(minutes=31))
        assert not signed_in(client)


def test_twelve_hours_end_it_however_busy(client, lan):
    start = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client)
        for _ in range(36):
            clock.shift(datetime.timedelta(minutes=20))
            assert signed_in(client)
        clock.shift(datetime.timedelta(minutes=1))
        assert not signed_in(client)


def test_the_cookie_is_for_this_browser_window_and_no_script(client, lan):
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_closing_an_account_ends_its_sessions(client, lan):
    sign_in(client)
    User.objects.filter(pk=lan.pk).update(is_active=False)
    assert not signed_in(client)


def test_an_assignment_that_ends_takes_its_rights_along(client, lan, ground):
    sign_in(client)
    assert client.get("/nominations/").status_code == 200
    lan.assignments.update(valid_to=datetime.date(2024, 12, 31))
    assert client.get("/nominations/").status_code == 403


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, lan):
    other = type(client)()
    sign_in(other)
    sign_in(client)
    fields = {"oldpassword": PASSWORD, "password1": NEXT_PASSWORD, "password2": NEXT_PASSWORD}
    answer = client.post("/accounts/password/change/", fields)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client) and not signed_in(other)
    assert Event.objects.filter(verb="password.change", actor=lan).count() == 1


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("ngắn", "ít nhất 12 ký tự"),
        ("123456789012", "hoàn toàn là số"),
        ("password1234", "phổ biến"),
    ],
)
def test_weak_passwords_are_refused_in_vietnamese(client, lan, new, sentence):
    sign_in(client)
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    page = client.post("/accounts/password/change/", fields)
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_ten_failures_lock_the_account_for_a_quarter_of_an_hour(client, lan):
    start = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(10):
            assert "không đúng" in sign_in(client, password="sai").content.decode()
        for password in ("sai", PASSWORD):
            page = sign_in(client, password=password).content.decode()
            assert "thử lại sau 15 phút" in page
        clock.shift(datetime.timedelta(minutes=15, seconds=1))
        assert sign_in(client).status_code == 302


def test_all_spellings_of_a_name_share_the_limit(client, lan):
    spellings = ["lan", "LAN", "Lan", "lAn", "ｌａｎ", "ＬＡＮ", "ʟan", " lan ", "ⓛⓐⓝ", "𝐥𝐚𝐧"]
    same = [name for name in spellings if name != "ʟan"]
    for name in (same * 2)[:10]:
        sign_in(client, name, "sai")
    assert "15 phút" in sign_in(client).content.decode()


def test_the_limit_of_one_account_does_not_lock_another(client, lan, ground):
    factories.user("hoa", "Trần Thị Hoa", "commune_officer", ground.b, password=PASSWORD)
    for _ in range(10):
        sign_in(client, password="sai")
    assert sign_in(client, "hoa").status_code == 302


def test_a_flood_of_names_does_not_push_the_count_out(client, lan):
    for _ in range(10):
        sign_in(client, password="sai")
    for number in range(400):
        cache.set(f"flood-{number}", number)
    assert "15 phút" in sign_in(client).content.decode()


def test_refusals_do_not_tell_which_names_exist(client, lan, ground):
    closed = factories.user("cu", "Người Cũ", "commune_officer", ground.a, password=PASSWORD)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    pages = []
    for name, password in [("lan", "sai"), ("khong-co", "sai"), ("cu", PASSWORD), ("cu", "sai")]:
        page = sign_in(client, name, password).content.decode()
        pages.append(
            page[page.index('role="alert"') : page.index("</ul>", page.index('role="alert"'))]
        )
    assert len(set(pages)) == 1


def test_names_are_refused_as_slowly_whether_they_exist_or_not(client, lan):
    def seconds(name):
        start = time.perf_counter()
        sign_in(client, name, "sai")
        return time.perf_counter() - start

    pairs = [(seconds("lan"), seconds(f"khong-{number}")) for number in range(5)]
    known, unknown = (sorted(times)[2] for times in zip(*pairs, strict=True))
    assert 0.4 < known / unknown < 2.5


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "\t//evil.example",
    ],
)
def test_nobody_is_led_away_after_signing_in(client, lan, target):
    answer = sign_in(client, query="?" + urlencode({"next": target}))
    assert "evil" not in answer["Location"]


def test_one_is_led_back_to_where_one_was_going(client, lan):
    answer = sign_in(client, query="?next=/roles/")
    assert answer["Location"] == "/roles/"


def test_a_first_password_must_be_changed_before_any_work(client, lan):
    User.objects.filter(pk=lan.pk).update(must_change_password=True)
    sign_in(client)
    for path in ("/", "/roles/", "/nominations/"):
        assert client.get(path)["Location"] == "/accounts/password/change/"
    fields = {"oldpassword": PASSWORD, "password1": NEXT_PASSWORD, "password2": NEXT_PASSWORD}
    client.post("/accounts/password/change/", fields)
    assert signed_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_reset_password",
        "account_set_password",
        "account_inactive",
        "account_reauthenticate",
    ],
)
def test_pages_of_the_library_that_we_do_not_want_are_absent(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "inactive/"])
def test_their_addresses_are_absent_too(client, lan, path):
    sign_in(client)
    assert client.get(f"/accounts/{path}").status_code == 404
