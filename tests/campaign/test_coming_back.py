"""Where a person lands whose session ended under a button, and what a button's address says."""

from urllib.parse import parse_qs, urlsplit

import pytest

LOGIN = "/accounts/login/"
BUTTON = "/imports/7/confirm/"


def back(answer):
    """The address in `next` of a redirect to the sign-in page, None when it has none."""
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    assert parts.path == LOGIN
    return parse_qs(parts.query).get("next", [None])[0]


def test_a_page_is_come_back_to_itself(client, db):
    assert back(client.get("/imports/7/?show=removed")) == "/imports/7/?show=removed"


def test_after_a_button_the_page_that_held_it_is_come_back_to(client, db):
    page = "http://testserver/imports/7/?show=removed"
    assert back(client.post(BUTTON, headers={"Referer": page})) == "/imports/7/?show=removed"


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://example.com/imports/7/",
        "https://testserver/imports/7/",
        "http://testserver.example.com/imports/7/",
        "http://testserver//example.com/",
    ],
)
def test_a_page_of_somebody_else_is_not(client, db, referer):
    assert back(client.post(BUTTON, headers={"Referer": referer})) is None


def test_the_address_of_a_button_opened_as_a_page_says_what_to_do(client, cast):
    client.force_login(cast.lan)
    answer = client.get(BUTTON)
    text = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Trang này chỉ nhận lệnh từ nút bấm. Hãy quay lại và bấm lại." in text
    assert '<a class="btn btn-primary"' in text and 'href="/"' in text


def test_a_wrong_method_of_a_program_is_refused_without_a_page(client, cast):
    client.force_login(cast.lan)
    answer = client.delete("/imports/")
    assert (answer.status_code, answer.content) == (405, b"")
