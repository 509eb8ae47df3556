"""The catalogues are complete, and no page in Vietnamese shows a library's English."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import translation
from django.utils.html import strip_tags

from campaign import verbs
from campaign.lib import catalogues
from campaign.management.commands import catalogue
from tests import factories

# Words of the libraries' English that would stand out on a page; names of formats do not count.
ENGLISH = re.compile(
    r"\b(the|this|you|your|please|password|enter|value|required|field|home|import|export|submit|"
    r"select|choose|history|change|delete|save|add|search|action|results?|total|error|file|format|"
    r"object|login|username|toggle|theme|page|with|from|must|not|skip)\b",
    re.IGNORECASE,
)
MARKED = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_catalogue_is_complete(language):
    keys = catalogue.wanted()[language]
    assert len(keys) > 100
    assert catalogues.problems(catalogue.path_of(language), keys, language) == []


def test_the_check_finds_what_lacks(tmp_path):
    path = tmp_path / "django.po"
    keys = {(None, "Xã %(name)s", None): ["a.py"], (None, "Tỉnh", None): ["b.py"]}
    catalogues.update(path, keys, "en")
    assert sorted(catalogues.problems(path, keys, "en")) == [
        "en: not translated: 'Tỉnh'",
        "en: not translated: 'Xã %(name)s'",
    ]
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "Tỉnh"\nmsgstr ""', 'msgid "Tỉnh"\nmsgstr "Province"')
    text = text.replace(
        'msgid "Xã %(name)s"\nmsgstr ""', 'msgid "Xã %(name)s"\nmsgstr "Commune %(nom)s"'
    )
    path.write_text(text, encoding="utf-8")
    assert sorted(catalogues.problems(path, keys, "en")) == [
        "en: not compiled: django.mo",
        "en: placeholders differ: 'Xã %(name)s' / 'Commune %(nom)s'",
    ]
    fewer = {(None, "Tỉnh", None): ["b.py"], (None, "Huyện", None): ["b.py"]}
    found = catalogues.problems(path, fewer, "en")
    assert "en: missing: 'Huyện' (b.py)" in found
    assert "en: stale: 'Xã %(name)s'" in found


def test_an_update_keeps_translations_and_lets_strings_come_back(tmp_path):
    path = tmp_path / "django.po"
    keys = {(None, "Tỉnh", None): ["b.py"]}
    catalogues.update(path, keys, "en")
    path.write_text(
        path.read_text(encoding="utf-8").replace('"Tỉnh"\nmsgstr ""', '"Tỉnh"\nmsgstr "Province"'),
        encoding="utf-8",
    )
    catalogues.update(path, {}, "en")
    assert catalogues.problems(path, {}, "en") == []
    catalogues.update(path, keys, "en")
    assert catalogues.problems(path, keys, "en") == []


def test_strings_are_found_in_code_and_in_templates(tmp_path):
    (tmp_path / "a.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext as p\n"
        "x = _('Một ' 'hai'), ngettext('%d xã', '%d các xã', 2), p('nơi', 'Bản'), str('Không')\n",
        encoding="utf-8",
    )
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "b.html").write_text(
        '{% load i18n %}{% translate "Ba" %}{% include \'x\' with text=_("Bốn") %}'
        "{% blocktranslate trimmed %}\n Năm {{ n }}\n{% endblocktranslate %}<p>Không</p>",
        encoding="utf-8",
    )
    assert set(catalogues.strings(tmp_path)) == {
        (None, "Một hai", None),
        (None, "%d xã", "%d các xã"),
        ("nơi", "Bản", None),
        (None, "Ba", None),
        (None, "Bốn", None),
        (None, "Năm %(n)s", None),
    }


@pytest.mark.slow
def test_the_command_says_that_all_is_well(capsys):
    call_command("catalogue", "--check")
    assert "complete" in capsys.readouterr().out


def words(answer):
    page = answer.content.decode()
    page = re.sub(r"<(script|svg|style|code)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = page.replace(">English<", "><")
    return set(map(str.lower, ENGLISH.findall(strip_tags(page))))


def test_pages_of_signing_in_are_vietnamese_throughout(client, ground):
    factories.user("lan", "Lan", "commune_officer", ground.a, password="mot cau rat dai 2026")
    assert words(client.get("/accounts/login/")) == set()
    assert words(client.post("/accounts/login/", {})) == set()
    assert words(client.post("/accounts/login/", {"login": "lan", "password": "sai"})) == set()
    client.post("/accounts/login/", {"login": "lan", "password": "mot cau rat dai 2026"})
    change = "/accounts/password/change/"
    assert words(client.get(change)) == set()
    for fields in (
        {},
        {"oldpassword": "sai", "password1": "ngắn", "password2": "khác"},
        {"oldpassword": "mot cau rat dai 2026", "password1": "lan", "password2": "lan"},
        {"oldpassword": "x", "password1": "123456789012345", "password2": "123456789012344"},
    ):
        assert words(client.post(change, fields)) == set()
    assert words(client.get("/accounts/logout/")) == set()


def test_pages_of_the_admin_are_vietnamese_throughout(client, cast):
    client.force_login(cast.admin)
    base = "/admin/campaign/"
    alias = base + "unitalias/"
    for path in (
        "/admin/",
        base,
        alias,
        alias + "add/",
        alias + "import/",
        alias + "export/",
        base + "adminunit/",
        f"{base}user/{cast.lan.pk}/change/",
        f"{base}user/{cast.lan.pk}/history/",
        base + "assignment/add/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert words(answer) == set(), path
    assert words(client.post(alias + "add/", {"valid_from": "x"})) == set()
    assert words(client.post(alias + "import/", {})) == set()
    file = SimpleUploadedFile("a.csv", "Mã số;Tên gọi khác\n00;x\n21808;Làng\n".encode())
    page = client.post(alias + "import/", {"import_file": file, "format": "0", "resource": "0"})
    assert words(page) == set()


def test_errors_of_forms_are_vietnamese(client, cast):
    client.force_login(cast.admin)
    assert words(client.post("/people/new/", {})) == set()
    fields = {"role": "x", "valid_from": "y", "valid_to": "z"}
    assert words(client.post(f"/people/{cast.lan.pk}/assign/", fields)) == set()


def test_english_pages_are_english(client, cast):
    client.cookies["django_language"] = "en"
    client.force_login(cast.admin)
    for path in ("/", "/roles/", "/people/", "/people/new/", "/events/"):
        with translation.override("en"):
            page = client.get(path).content.decode()
        page = re.sub(r"<(script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
        page = page.replace(">Tiếng Việt<", "><").replace("Nguyễn Thị Lan", "")
        labels = re.findall(r"<(?:th|label|h1|h2|button|legend|summary)\b[^>]*>\s*([^<]+)", page)
        vietnamese = [text for text in labels if MARKED.search(text)]
        people = {str(person) for person in vars(cast).values()}
        assert [text.strip() for text in vietnamese if text.strip() not in people] == []


def test_a_button_and_the_deed_it_does_have_their_own_words_in_english():
    with translation.override("en"):
        assert verbs.label("nomination.create") == "Nomination made"
        assert translation.gettext("Lập hồ sơ khen thưởng") == "Make a nomination"
        assert translation.gettext("Lập hồ sơ") == "Make the nomination"
        assert verbs.label("report.create") == "Annual report made"
        assert translation.gettext("Lập báo cáo năm") == "Write an annual report"
    with translation.override("vi"):
        assert verbs.label("nomination.create") == "Lập hồ sơ khen thưởng"


def test_no_word_of_the_journal_is_that_of_a_button_too():
    """Vietnamese says both alike; a language with tenses does not."""
    strings = catalogue.wanted()["en"]
    journal = {"campaign/verbs.py", "awards/histories.py"}
    shared = {
        msgid
        for (context, msgid, _plural), files in strings.items()
        if context is None and journal & set(files) and set(files) - journal
    }
    assert shared == set()
