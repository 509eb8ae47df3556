"""Where a household came from and what came of it, on its page."""

import re

import pytest
from django.urls import reverse

from households.models import Kinship
from tests.households.processing import listed
from tests.households.uploading import open_review


@pytest.fixture
def review(ground):
    return open_review(ground.province)


@pytest.fixture
def homes(ground, review):
    """Two households of commune A and one of commune B."""
    places = (ground.a_villages[0], ground.a_villages[1], ground.b_villages[0])
    names = ("Hồ Văn Bình", "Hồ Thị Con", "Hồ Văn Xa")
    return [
        listed(review, place, head=name).household
        for place, name in zip(places, names, strict=True)
    ]


def relation(client, user, household):
    """The lines below "Tách, nhập hộ" as plain text, and the pages they lead to."""
    client.force_login(user)
    page = client.get(reverse("household_detail", args=[household.pk])).content.decode()
    if "Tách, nhập hộ" not in page:
        return [], []
    part = page.split("Tách, nhập hộ</h2>")[1].split("</ul>")[0]
    rows = re.findall(r"<li>(.*?)</li>", part, re.DOTALL)
    lines = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    return lines, re.findall(r'href="([^"]+)"', part)


def akin(kind, source, target, review, by):
    return Kinship.objects.create(
        kind=kind, source=source, target=target, review=review, decided_by=by
    )


@pytest.mark.parametrize(
    ("kind", "of_source", "of_target"),
    [
        ("split", "Tách ra thành hộ", "Tách từ hộ"),
        ("merged", "Nhập vào hộ", "Nhận hộ nhập vào"),
    ],
)
def test_both_ends_name_each_other_and_the_review(  # noqa: PLR0917
    client, cast, ground, review, homes, kind, of_source, of_target
):
    one, other, _far = homes
    akin(kind, one, other, review, cast.lan)
    assert relation(client, cast.lan, one) == (
        [f"{of_source} Hồ Thị Con · Định kỳ hằng năm 2025"],
        [reverse("household_detail", args=[other.pk])],
    )
    assert relation(client, cast.lan, other) == (
        [f"{of_target} Hồ Văn Bình · Định kỳ hằng năm 2025"],
        [reverse("household_detail", args=[one.pk])],
    )


def test_a_household_of_another_commune_is_named_only_to_who_sees_both(
    client, cast, ground, review, homes
):
    one, _other, far = homes
    akin("merged", one, far, review, cast.dung)
    hidden = "Nhập vào hộ ở địa bàn bạn không phụ trách · Định kỳ hằng năm 2025"
    assert relation(client, cast.lan, one) == ([hidden], [])
    lines, links = relation(client, cast.dung, one)
    assert lines == ["Nhập vào hộ Hồ Văn Xa · Định kỳ hằng năm 2025"]
    assert links == [reverse("household_detail", args=[far.pk])]


def test_a_household_without_any_has_no_such_part(client, cast, ground, review, homes):
    assert relation(client, cast.lan, homes[0]) == ([], [])
