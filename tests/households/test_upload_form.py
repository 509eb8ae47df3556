"""The upload form: what each person is asked, and how each mistake is explained."""

import datetime
import uuid
from functools import partial

import pytest
from django.urls import reverse

from campaign.models import JobRun
from households.choices import ReviewState
from households.models import ImportBatch, Review
from households.sentences import REFUSALS
from tests.households.uploading import (
    BINH,
    DAT,
    fields,
    open_review,
    send,
    workbook,
)


@pytest.fixture
def review(ground):
    return open_review(ground.province)


@pytest.fixture
def sent(client, cast, ground, review):
    """sent(*rows): Lan uploads a list of commune A and it is checked; gives the batch."""
    return partial(send, client, cast.lan, ground.a, review)


def test_lan_is_asked_for_nothing_but_the_file(client, cast, ground, review):
    client.force_login(cast.lan)
    form = client.get(reverse("import_create")).context["form"]
    assert form["unit"].is_hidden and form["unit"].value() == str(ground.a.pk)
    assert form["review"].value() == review.pk and "year" not in form.fields
    assert form["kind"].value() == "households"
    assert form.place == ground.a


def test_a_province_officer_chooses_among_the_units_that_stood_on_the_day(
    client, cast, ground, review
):
    client.force_login(cast.dung)
    form = client.get(reverse("import_create")).context["form"]
    assert set(form.places.values()) == {ground.province, ground.a, ground.b}
    old = open_review(ground.old_province, 2024)
    form = client.get(reverse("import_create"), {"review": old.pk}).context["form"]
    assert set(form.places.values()) == {
        ground.old_province,
        ground.district,
        ground.old_a1,
        ground.old_a2,
        ground.old_b,
    }
    groups = dict(form.fields["unit"].choices[1:])
    assert {name for _, name in groups["Huyện Suối Bạc"]} == {
        "Thị trấn An Hòa",
        "Xã An Phú",
        "Xã Đắk Bình",
    }


def test_the_unit_of_the_address_is_chosen_already(client, cast, ground, review):
    client.force_login(cast.dung)
    form = client.get(reverse("import_create"), {"unit": ground.b.pk}).context["form"]
    assert form["unit"].value() == ground.b.pk
    form = client.get(reverse("import_create"), {"unit": ground.other_commune.pk}).context["form"]
    assert form["unit"].value() is None


def test_without_an_open_review_an_officer_is_told_whom_to_ask(client, cast, review):
    Review.objects.update(state=ReviewState.LOCKED)
    client.force_login(cast.lan)
    text = client.get(reverse("import_create")).content.decode()
    assert "Đề nghị cấp tỉnh mở kỳ rà soát" in text and '<input type="file"' not in text


@pytest.mark.parametrize("who", ["minh", "quang", "son"])
def test_who_may_only_look_is_refused_the_upload_with_the_reason(client, cast, review, who):
    client.force_login(getattr(cast, who))
    for method in (client.get, client.post):
        answer = method(reverse("import_create"))
        assert answer.status_code == 403
        assert "Vai trò của bạn không được tải lên danh sách hộ." in answer.content.decode()
    assert client.get(reverse("import_list")).status_code == 200


def errors(client, values):
    answer = client.post(reverse("import_create"), values)
    assert answer.status_code in {413, 422} and not ImportBatch.objects.exists()
    return answer.context["form"].errors, answer.content.decode()


def test_a_form_without_a_file_says_so(client, cast, ground, review):
    client.force_login(cast.lan)
    values = fields(ground.a, review, b"")
    values.pop("file")
    found, text = errors(client, values)
    assert found == {"file": ["Chọn tệp cần tải lên."]} and "Chọn tệp cần tải lên." in text


def test_an_empty_file_is_refused_in_words(client, cast, ground, review):
    client.force_login(cast.lan)
    found, _ = errors(client, fields(ground.a, review, b""))
    assert "Tệp rỗng" in found["file"][0]


def test_a_file_over_the_limit_is_refused_while_it_arrives(client, cast, ground, review, settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    client.force_login(cast.lan)
    found, text = errors(client, fields(ground.a, review, b"x" * (2**20 + 70_000)))
    assert list(found) == ["file"] and "lớn hơn 1 MB" in found["file"][0]
    assert f'name="unit" value="{ground.a.pk}"' in text


def test_one_upload_too_many_in_a_day_is_refused_in_words(client, ground, review, settings, sent):
    settings.UPLOADS_PER_DAY = 1
    sent(BINH)
    answer = client.post(reverse("import_create"), fields(ground.a, review, workbook(DAT)))
    assert answer.status_code == 422
    assert "Hôm nay bạn đã tải lên 1 tệp" in answer.content.decode()
    assert ImportBatch.objects.count() == 1


def test_lan_cannot_upload_for_another_commune(client, cast, ground, review):
    client.force_login(cast.lan)
    for unit in (ground.b, ground.province, ground.a_villages[0], ground.other_commune):
        found, _ = errors(client, fields(unit, review, workbook(BINH)))
        assert list(found) == ["unit"]


def test_a_locked_review_takes_nothing(client, cast, ground, review):
    locked = Review.objects.create(
        unit=ground.province,
        year=2024,
        as_of=datetime.date(2025, 7, 2),
        standard="national-2022",
        state=ReviewState.LOCKED,
    )
    client.force_login(cast.lan)
    found, _ = errors(client, fields(ground.a, locked, workbook(BINH)))
    assert list(found) == ["review"]


def test_a_review_locked_while_the_form_was_open_is_told_as_locked(client, cast, ground, review):
    client.force_login(cast.lan)
    open_review(ground.old_province, 2024)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.LOCKED)
    answer = client.post(
        reverse("import_create"), fields(ground.a, review, workbook(BINH)), follow=True
    )
    sentence = str(REFUSALS["review_closed"]) % {"state": "Đã khóa"}
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert answer.context["form"].errors == {"review": [sentence]}
    assert not ImportBatch.objects.exists()


def test_sending_the_form_twice_gives_one_upload(client, cast, ground, review):
    client.force_login(cast.lan)
    key = str(uuid.uuid4())
    places = [
        client.post(
            reverse("import_create"), fields(ground.a, review, workbook(BINH), submit_key=key)
        )["Location"]
        for _ in range(2)
    ]
    assert places[0] == places[1] == reverse("import_detail", args=[ImportBatch.objects.get().pk])
    assert JobRun.objects.count() == 1


def test_the_province_opens_the_review_of_a_year_with_the_first_upload(client, cast, ground):
    client.force_login(cast.dung)
    values = fields(ground.a, None, workbook(BINH), year="2025")
    assert client.post(reverse("import_create"), values).status_code == 302
    review = Review.objects.get()
    assert (review.unit, review.year, review.opened_by) == (ground.province, 2025, cast.dung)
    assert ImportBatch.objects.get().review == review


@pytest.mark.parametrize(
    ("year", "field"), [("1990", "year"), ("20255", "year"), ("nay", "year"), ("2024", "unit")]
)
def test_a_year_that_cannot_be_opened_is_explained_at_its_field(client, cast, ground, year, field):
    client.force_login(cast.dung)
    values = fields(ground.a, None, workbook(BINH), year=year)
    found, _ = errors(client, values)
    assert field in found and not Review.objects.exists()


def test_without_javascript_another_review_is_shown_by_a_button(client, cast, ground, review):
    client.force_login(cast.dung)
    values = {"switch": "1", "review": review.pk, "unit": ground.b.pk, "kind": "totals"}
    answer = client.post(reverse("import_create"), values)
    assert answer.status_code == 302
    form = client.get(answer["Location"]).context["form"]
    assert (form.shown, form.place, form["kind"].value()) == (review, ground.b, "totals")
