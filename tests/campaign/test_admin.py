"""Django's admin: behind one door, with sheets that come and go safely and leave history."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaign import exchange, resources
from campaign.choices import ChangeKind, Level
from campaign.models import AdminUnit, Assignment, Event, ParticipantGroup, UnitAlias, User
from campaign.roles import Role
from tests import factories

ALIAS_HEADINGS = ["Mã số", "Tên gọi khác", "Từ ngày", "Đến hết ngày"]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, model, data, name="danh muc.xlsx"):
    """Preview, then confirm; the answer of the step that ended it."""
    url = reverse(f"admin:campaign_{model}_import")
    file = SimpleUploadedFile(name, data)
    preview = client.post(url, {"import_file": file, "format": "0", "resource": "0"})
    form = preview.context.get("confirm_form") if preview.context else None
    if form is None:
        return preview
    return client.post(reverse(f"admin:campaign_{model}_process_import"), form.initial)


@pytest.mark.parametrize("name", ["lan", "hoa", "minh", "dung", "quang", "son"])
def test_only_administrators_enter(client, cast, name):
    client.force_login(getattr(cast, name))
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "Chỉ quản trị toàn hệ thống" in answer.content.decode()


def test_the_administrator_of_a_province_does_not_enter(client, ground):
    person = factories.user("qt", "Quản Trị Tỉnh", Role.ADMINISTRATOR, ground.province)
    client.force_login(person)
    assert client.get("/admin/", follow=True).status_code == 403
    assert "/admin/" not in client.get("/").content.decode()


def test_strangers_are_sent_to_the_portals_own_sign_in(client, db):
    for path in ("/admin/", "/admin/login/", "/admin/campaign/user/"):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    posted = client.post("/admin/login/", {"username": "admin", "password": "x" * 12})
    assert posted.status_code == 302


def test_every_table_opens_for_administrators(client, cast):
    client.force_login(cast.admin)
    index = client.get("/admin/")
    models = [model for app in index.context["app_list"] for model in app["models"]]
    assert {model["object_name"] for model in models} == {
        "AdminUnit",
        "Assignment",
        "Participant",
        "ParticipantGroup",
        "Plan",
        "UnitAlias",
        "UnitChange",
        "UnitName",
        "User",
    }
    for model in models:
        listing = model["admin_url"]
        assert client.get(listing).status_code == 200
        assert client.get(listing + "?q=an+hoa").status_code == 200
        if model["object_name"] != "Plan":
            assert client.get(listing + "import/").status_code == 200
            assert client.get(listing + "export/").status_code == 200


def test_an_import_writes_history_with_the_person_and_an_event(client, cast, ground):
    client.force_login(cast.admin)
    sheet = workbook(ALIAS_HEADINGS, [ground.a.code, "Làng Cũ", "01/07/2025", None])
    answer = upload(client, "unitalias", sheet)
    assert answer.status_code == 302
    alias = UnitAlias.objects.get(alias="Làng Cũ")
    assert alias.unit == ground.a
    assert [row.history_user for row in alias.history.all()] == [cast.admin]
    event = Event.objects.get(verb="reference.import")
    assert (event.actor, event.detail) == (
        cast.admin,
        {"table": "unitalias", "rows": {"new": 1}},
    )


def test_the_preview_writes_nothing(client, cast, ground):
    client.force_login(cast.admin)
    file = SimpleUploadedFile("a.xlsx", workbook(ALIAS_HEADINGS, [ground.a.code, "Làng Cũ"]))
    url = reverse("admin:campaign_unitalias_import")
    page = client.post(url, {"import_file": file, "format": "0", "resource": "0"})
    assert "Làng Cũ" in page.content.decode()
    assert UnitAlias.objects.count() == 0
    assert UnitAlias.history.count() == 0


def test_a_csv_is_read_too(client, cast, ground):
    client.force_login(cast.admin)
    text = "Mã số;Tên gọi khác\n" + f"{ground.b.code};Làng Mới\n"
    assert upload(client, "unitalias", text.encode("utf-8-sig"), "a.csv").status_code == 302
    assert UnitAlias.objects.get().unit == ground.b


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04 not really a zip", ""),
        (workbook(["Sai", "Cột"], ["a", "b"]), "Tệp thiếu cột"),
        (workbook(ALIAS_HEADINGS, ["99999", "Làng Cũ"]), "Không có đơn vị nào mang mã"),
        (
            workbook(ALIAS_HEADINGS, ["21808", "Làng", "31/02/2025"]),
            "không phải ngày theo dạng",
        ),
    ],
    ids=["empty", "pdf", "broken zip", "headings", "unknown unit", "impossible day"],
)
def test_a_bad_file_is_explained_and_writes_nothing(client, cast, data, sentence):
    client.force_login(cast.admin)
    answer = upload(client, "unitalias", data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert UnitAlias.objects.count() == 0


def test_wrong_headings_are_answered_in_one_sentence(client, cast):
    client.force_login(cast.admin)
    answer = upload(client, "unitalias", workbook(["Code", "Name"], ["a", "b"]))
    said = "Tệp thiếu cột: Mã số; Tên gọi khác. Danh mục này gồm các cột: "
    said += "; ".join(ALIAS_HEADINGS) + ". Xuất danh mục ra tệp để lấy đúng mẫu."
    assert answer.context["refusals"] == [said]
    shown = answer.content.decode()
    assert said in shown
    assert [word for word in ("Traceback", "site-packages", "[&#x27;") if word in shown] == []


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n"], ids=["empty", "pdf"])
def test_a_refused_file_is_told_the_columns(client, cast, data):
    client.force_login(cast.admin)
    shown = upload(client, "unitalias", data).content.decode()
    assert f"<code>{', '.join(ALIAS_HEADINGS)}</code>" in shown


@pytest.mark.parametrize("word", ["Thôn, tổ dân phố", "thôn", "village", "THÔN"])
def test_a_label_its_first_part_and_its_code_are_one_choice(word):
    assert resources.WordWidget(Level).clean(word) == Level.VILLAGE


def test_an_unknown_word_is_answered_with_all_labels_told_apart():
    with pytest.raises(ValueError, match="Cấp xã; Thôn, tổ dân phố") as refusal:
        resources.WordWidget(Level).clean("Ấp")
    assert "“Ấp” không có trong danh mục: Cấp tỉnh; Cấp huyện;" in str(refusal.value)
    assert resources.WordWidget(ChangeKind).clean("Chia") == ChangeKind.SPLIT


def test_a_preview_that_expired_says_so(client, cast):
    client.force_login(cast.admin)
    lost = {"import_file_name": "gone", "original_file_name": "a.xlsx", "format": "0"}
    answer = client.post(
        reverse("admin:campaign_unitalias_process_import"), lost | {"resource": "0"}, follow=True
    )
    assert "Bản xem trước đã hết hạn" in answer.content.decode()


def test_units_keep_their_place_and_their_zeros(client, cast, ground):
    client.force_login(cast.admin)
    headings = ["Mã số", "Cấp", "Loại", "Tên", "Mã trực thuộc", "Từ ngày", "Đến hết ngày"]
    new = ["00123", "Cấp xã", "Xã", "Xã Mới", "52", "01/07/2025", None]
    assert upload(client, "adminunit", workbook(headings, [123, *new[1:]])).status_code == 302
    unit = AdminUnit.objects.get(name="Xã Mới")
    assert (unit.code, unit.province, unit.commune) == ("00123", ground.province, unit)
    moved = [*new[:4], "40", *new[5:]]
    answer = upload(client, "adminunit", workbook(headings, moved))
    assert "Không đổi được nơi trực thuộc" in answer.content.decode()
    unit.refresh_from_db()
    assert unit.parent == ground.province


def test_accounts_come_in_without_any_password(client, cast):
    client.force_login(cast.admin)
    headings = ["Tên đăng nhập", "Họ và tên", "Chức vụ", "Đang dùng", "password"]
    sheet = workbook(headings, ["mai", "Bùi Mai", "Chuyên viên", "có", "pbkdf2_sha256$1$a$b"])
    assert upload(client, "user", sheet).status_code == 302
    mai = User.objects.get(username="mai")
    assert not mai.has_usable_password()
    own = workbook(headings[:4], ["admin", "Quản trị", "", "không"])
    assert "tự khóa tài khoản" in upload(client, "user", own).content.decode()


def test_assignments_come_in_by_code_and_role(client, cast, ground):
    client.force_login(cast.admin)
    headings = ["Tên đăng nhập", "Vai trò", "Mã địa bàn", "Từ ngày", "Đến hết ngày"]
    row = ["quang", "Cán bộ giảm nghèo cấp xã", ground.a.code, "01/01/2026", "31/12/2026"]
    assert upload(client, "assignment", workbook(headings, row)).status_code == 302
    assert Assignment.objects.filter(user=cast.quang, unit=ground.a).count() == 1
    nowhere = ["quang", "Lãnh đạo ký duyệt", "", "01/01/2026", ""]
    assert upload(client, "assignment", workbook(headings, nowhere)).status_code == 200
    assert Assignment.objects.filter(user=cast.quang, unit=None).count() == 0


def export(client, model, number):
    url = reverse(f"admin:campaign_{model}_export")
    return client.post(url, {"format": str(number), "resource": "0"})


PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+cmd|'/C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "\u00a0=1",
    "＝1",
    "a\n=2",
]


@pytest.mark.parametrize("number", [0, 1], ids=["xlsx", "csv"])
def test_nothing_exported_is_a_formula_and_it_all_comes_back(client, cast, ground, number):
    plan = factories.plan(ground.province)
    for index, payload in enumerate(PAYLOADS):
        ParticipantGroup.objects.create(plan=plan, code=f"g{index}", name=payload)
    client.force_login(cast.admin)
    data = export(client, "participantgroup", number).content
    if number == 0:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert {cell.data_type for row in sheet for cell in row} == {"s"}
        names = [row[2].value for row in sheet][1:]
    else:
        assert data.startswith(b"\xef\xbb\xbf")
        names = [row[2] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")]
        names = names[1:]
    assert len(names) == len(PAYLOADS)
    for name in names:
        assert not any(line.lstrip(" \t\u00a0")[:1] in tuple("=+-@＝") for line in name.split("\n"))
    assert sorted(map(exchange.restore, names)) == sorted(PAYLOADS)


def test_numbers_stay_numbers_on_their_way_out():
    assert [exchange.defuse(value) for value in (-1.5, 3, "-1,5", None)] == [-1.5, 3, "-1,5", None]


def test_exports_are_on_record_and_hold_no_password(client, cast):
    cast.lan.set_password("mot cau rat dai 2026")
    cast.lan.save()
    client.force_login(cast.admin)
    data = export(client, "user", 1).content.decode("utf-8-sig")
    assert data.splitlines()[0] == "Tên đăng nhập;Họ và tên;Chức vụ;Đang dùng"
    assert "scrypt" not in data
    assert [event.detail for event in Event.objects.filter(verb="reference.export")] == [
        {"table": "user"}
    ]
