"""A province's own standard beside the national one: made on its page, used, and then fixed."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from campaign.choices import Area
from campaign.models import Event
from households import local_standards, panels, reviews, standards
from households.choices import PovertyClass
from households.models import LocalStandard, Review, Status
from households.standings import reviews_of, standings
from tests.households import uploading

INCOMES = {"urban_income": "2.600.000", "rural_income": "2.100.000"}


def posted(province, **more):
    values = {
        "unit": province.pk,
        "name": "Chuẩn nghèo tỉnh Bình Minh 2025-2026",
        "base": "national-2022",
        "first_day": "2025-07-01",
        "last_day": "2026-12-31",
        "urban_b1": "185",
        "rural_b1": "150",
        "poor_b2": "20",
        "source": "Nghị quyết 12/2025/NQ-HĐND",
        "confirmed": "on",
    }
    return values | INCOMES | more


@pytest.fixture
def own(ground, cast):
    """A row, entered by the province's department."""
    row = LocalStandard(
        unit=ground.province,
        name="Chuẩn nghèo tỉnh Bình Minh",
        base="national-2022",
        first_day=datetime.date(2025, 7, 1),
        last_day=datetime.date(2026, 12, 31),
        urban_income=2_600_000,
        rural_income=2_100_000,
        urban_b1=185,
        rural_b1=150,
        poor_b2=20,
        source="Nghị quyết 12/2025/NQ-HĐND",
        confirmed=True,
    )
    return local_standards.save(row, by=cast.dung)


def run(command, *args, **options):
    out = StringIO()
    call_command(command, *args, json=True, stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue())


def test_the_department_enters_a_standard_of_its_province(client, cast, ground):
    client.force_login(cast.dung)
    answer = client.post(reverse("standard_create"), posted(ground.province))
    assert answer.status_code == 302
    (row,) = LocalStandard.objects.all()
    assert row.code == "local-52-2025"
    found = standards.get("local-52-2025")
    assert found.income == {Area.URBAN: 2_600_000, Area.RURAL: 2_100_000}
    assert found.classify(Area.RURAL, 150, 20) == PovertyClass.POOR
    assert found.classify(Area.RURAL, 150, 10) == PovertyClass.NEAR_POOR
    assert found.classify(Area.RURAL, 151, 120) == PovertyClass.NONE
    assert found.indicators == standards.NATIONAL_2022.indicators
    assert Event.objects.get(verb="standard.create").unit == ground.province
    # The national standard stays that of every day; the province's is offered beside it.
    day = datetime.date(2025, 12, 31)
    assert standards.on(day) is standards.NATIONAL_2022
    assert [s.code for s in local_standards.held([ground.province], day)] == ["local-52-2025"]
    assert local_standards.held([ground.other_province], day) == []
    assert local_standards.held([ground.province], datetime.date(2027, 12, 31)) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rural_income": "1.400.000"}, ("rural_income", "Thấp hơn mức 1.500.000 đồng")),
        ({"rural_income": "hai triệu"}, ("rural_income", "Ghi số đồng")),
        ({"last_day": "2025-01-01"}, ("last_day", "Ngày cuối phải sau ngày đầu")),
        ({"first_day": "2020-01-01"}, ("unit", "không tồn tại suốt thời gian này")),
        ({"poor_b2": "25"}, ("poor_b2", "số tròn chục")),
        ({"urban_b1": ""}, ("urban_b1", "cả hai khu vực")),
        ({"base": "national-2027", "rural_income": "2.300.000", "urban_income": "2.900.000"},
         ("urban_b1", "để trống điểm B1")),
    ],
)  # fmt: skip
def test_bad_input_is_explained_at_its_field(client, cast, ground, wrong, told):
    field, sentence = told
    client.force_login(cast.dung)
    answer = client.post(reverse("standard_create"), posted(ground.province, **wrong))
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert not LocalStandard.objects.exists()


def test_only_the_province_makes_its_standard(client, cast, ground, own):
    client.force_login(cast.lan)
    assert client.get(reverse("standard_create")).status_code == 403
    assert client.get(reverse("standard_edit", args=[own.pk])).status_code == 403
    page = client.get(reverse("standard_list"))
    assert page.status_code == 200 and own.name in page.content.decode()
    assert "2.100.000" in page.content.decode()
    client.force_login(cast.dung)
    answer = client.post(reverse("standard_create"), posted(ground.other_province))
    assert answer.status_code == 422


def test_the_page_marks_what_is_not_confirmed(client, cast, own, django_assert_max_num_queries):
    client.force_login(cast.quang)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("standard_list")).content.decode()
    future = page.partition('id="national-2027"')[2].partition("</section>")[0]
    assert "2.200.000" in future and "chưa đối chiếu văn bản" in future
    assert "Chưa biết cách chấm điểm" in future
    today = page.partition('id="national-2022"')[2].partition("</section>")[0]
    assert "1.500.000" in today and "chưa đối chiếu văn bản" not in today


def test_a_standard_changes_until_a_review_is_under_it(client, cast, ground, own):
    client.force_login(cast.dung)
    address = reverse("standard_edit", args=[own.pk])
    assert client.post(address, posted(ground.province, poor_b2="30")).status_code == 302
    assert standards.get(own.code).poor_b2 == 30
    review = reviews.find_or_open(ground.a, 2025, standard=own.code, by=cast.dung)
    assert str(review) == "Định kỳ hằng năm 2025 · Chuẩn nghèo tỉnh Bình Minh 2025-2026"
    answer = client.post(address, posted(ground.province, poor_b2="10"), follow=True)
    assert "Đã có kỳ rà soát theo chuẩn này" in answer.content.decode()
    own.refresh_from_db()
    assert own.poor_b2 == 30
    own.poor_b2 = 10
    with pytest.raises(local_standards.InUse):
        local_standards.save(own, by=cast.dung)
    client.post(reverse("standard_delete", args=[own.pk]))
    assert LocalStandard.objects.filter(pk=own.pk).exists()


def test_one_without_a_review_is_deleted_and_then_unknown(client, cast, own):
    client.force_login(cast.dung)
    assert standards.get(own.code).name == own.name
    assert client.get(reverse("standard_delete", args=[own.pk])).status_code == 200
    client.post(reverse("standard_delete", args=[own.pk]))
    with pytest.raises(standards.NoStandard):
        standards.get(own.code)


def test_a_standard_holds_in_its_province_and_time_alone(cast, ground, own):
    with pytest.raises(standards.NotHolding, match="của tỉnh khác"):
        reviews.find_or_open(ground.other_commune, 2025, standard=own.code, by=cast.admin)
    with pytest.raises(standards.NotHolding, match="chỉ áp dụng từ 01/07/2025 đến 31/12/2026"):
        reviews.find_or_open(ground.a, 2027, standard=own.code, by=cast.dung)


def test_the_upload_form_offers_it_where_the_province_has_one(client, cast, ground, own):
    client.force_login(cast.dung)
    shown = client.get(reverse("import_create")).content.decode()
    assert f'value="{own.code}"' in shown
    content = uploading.workbook(uploading.BINH)
    fields = uploading.fields(ground.a, None, content, year="2025", standard=own.code)
    assert client.post(reverse("import_create"), fields).status_code == 302
    assert (Review.objects.get().standard, Review.objects.get().kind) == (own.code, "annual")
    client.force_login(cast.lan)
    assert f'value="{own.code}"' not in client.get(reverse("import_create")).content.decode()


def test_both_standards_run_beside_each_other_from_the_command_line(
    client, cast, ground, own, tmp_path
):
    """Poor by the province's limits alone: in its review, not in the national one."""
    national, local, totals = (tmp_path / f"{n}.xlsx" for n in ("quoc-gia", "tinh", "tong"))
    national.write_bytes(uploading.workbook(uploading.BINH))
    local.write_bytes(uploading.workbook(uploading.BINH, uploading.DAT[:-1] + ["Hộ nghèo"]))
    totals.write_text("Xã/phường,Tổng số hộ\nXã An Hòa,200\n", encoding="utf-8")
    call = {"unit": ground.a.code, "year": 2025, "by": "dung", "confirm": True}
    for path, more in ((national, {}), (local, {"standard": own.code})):
        answer = run("import_households", str(path), **call, **more)
        assert (answer["state"], answer["rejected"]) == ("committed", 0)
        assert run("import_totals", str(totals), **call, **more)["state"] == "committed"
    assert {(s.head_name, s.review.standard) for s in Status.objects.select_related("review")} == {
        ("Hồ Văn Bình", "national-2022"),
        ("Hồ Văn Bình", own.code),
        ("Đinh Thị Đạt", own.code),
    }

    def poor(**more):
        found = run("figures", unit=ground.a.code, year=2025, **more)["measures"]
        return {m["code"]: m["display"] for m in found if m["code"] in {"poor", "poor_rate"}}

    assert poor() == {"poor": "1", "poor_rate": "0,50"}
    assert poor(standard=own.code) == {"poor": "2", "poor_rate": "1,00"}
    # Never both together: each is a standing of its own, and neither is drawn beside the other.
    found = standings(ground.a, reviews_of(ground.a))
    assert [s.review.standard for s in found] == [own.code, "national-2022"]
    assert [s.values(["poor"])[0].value for s in found] == [2, 1]
    assert panels.previous(found[1], found) is None
    client.force_login(cast.dung)
    page = client.get(reverse("figures", args=[ground.a.pk]))
    assert page.context["review"].standard == "national-2022"


def test_the_blank_of_its_review_is_its_own(client, cast, ground, own):
    reviews.find_or_open(ground.a, 2025, standard=own.code, by=cast.dung)
    client.force_login(cast.dung)
    query = client.get(reverse("import_create"), {"unit": ground.a.pk}).context["form"].blank_query
    assert f"standard={own.code}" in query
    assert client.get(reverse("totals_template_download") + query).status_code == 200
    elsewhere = query.replace(f"unit={ground.a.pk}", f"unit={ground.other_commune.pk}")
    assert client.get(reverse("totals_template_download") + elsewhere).status_code == 404


def test_an_unknown_standard_is_a_wrong_call(cast, ground, tmp_path):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(uploading.workbook(uploading.BINH))
    with pytest.raises(CommandError, match="Không có chuẩn nghèo “local-99”") as refused:
        run("import_households", str(path), unit="21808", year=2025, by="dung", standard="local-99")
    assert refused.value.returncode == 2
