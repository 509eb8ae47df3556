"""The pages on which an officer says how a file is read."""

import pytest
from django.urls import reverse

from campaign.models import UnitAlias
from households.models import HeadingRuling, ImportBatch
from tests.households.uploading import (
    BINH,
    CAN,
    DAT,
    HEAD,
    detail,
    fields,
    open_review,
    run_jobs,
    workbook,
)


@pytest.fixture
def send(client, cast, ground):
    """send(rows, head): Lan uploads such a list of commune A and it is checked."""
    review = open_review(ground.province)

    def upload(*rows, head=HEAD):
        client.force_login(cast.lan)
        content = workbook(*rows, head=head)
        client.post(reverse("import_create"), fields(ground.a, review, content))
        run_jobs()
        return ImportBatch.objects.first()

    return upload


@pytest.fixture
def guide(client):
    def post(batch, **data):
        answer = client.post(reverse("import_guide", args=[batch.pk]), data, follow=True)
        run_jobs()
        batch.refresh_from_db()
        return answer

    return post


HEADINGS = ["STT", "Đứng tên", *HEAD[2:]]


def test_a_missing_column_is_shown_with_what_it_may_be(client, send, guide):
    batch = send(BINH, DAT, head=HEADINGS)
    text = detail(client, batch).content.decode()
    assert "Đọc tệp này thế nào" in text
    assert "Cột B: Đứng tên" in text and "Ví dụ trong cột: Hồ Văn Bình; Đinh Thị Đạt" in text
    guide(batch, heading_0="head_name")
    assert (batch.rejected, batch.created) == (0, 2)
    text = client.get(reverse("heading_list")).content.decode()
    assert "dung ten" in text and "Họ và tên chủ hộ" in text
    client.post(reverse("heading_forget", args=[HeadingRuling.objects.get().pk]))
    assert not HeadingRuling.objects.exists()


GUESSED = ["Họ tên, bí danh chủ hộ" if heading == HEAD[1] else heading for heading in HEAD]
GUESS = "— Đang hiểu là “Họ và tên chủ hộ” —"


def test_a_guessed_column_is_told_and_confirmed_on_the_page(client, send, guide):
    batch = send(BINH, DAT, head=GUESSED)
    assert (batch.rejected, batch.problem_counts["column_guessed"]) == (0, 1)
    text = detail(client, batch).content.decode()
    assert GUESS in text and "Cột B: Họ tên, bí danh chủ hộ" in text
    guide(batch, heading_0="")
    assert batch.problem_counts["column_guessed"] == 1
    guide(batch, heading_0="head_name")
    assert "column_guessed" not in batch.problem_counts and batch.created == 2
    assert GUESS not in detail(client, batch).content.decode()


def test_a_misspelt_village_is_confirmed_on_the_page(client, send, guide, ground):
    batch = send(BINH, [*CAN[:5], "Thôn Hòa Sơ", *CAN[6:]])
    text = detail(client, batch).content.decode()
    assert "Trả lời các câu hỏi ngay dưới đây trước." in text
    assert "“Thôn Hòa Sơ” (Xã An Hòa, 1 dòng)" in text
    village = next(v for v in ground.a_villages if v.name == "Thôn Hòa Sơn")
    guide(batch, village_0=str(village.pk))
    assert (batch.rejected, batch.created) == (0, 2)
    alias = UnitAlias.objects.get()
    assert (alias.unit, alias.alias) == (village, "Thôn Hòa Sơ")
    page = client.get(reverse("unit_detail", args=[village.pk])).content.decode()
    assert reverse("alias_delete", args=[village.pk, alias.pk]) in page
    client.post(reverse("alias_delete", args=[village.pk, alias.pk]))
    assert not UnitAlias.objects.exists()


def test_others_can_neither_guide_nor_forget(client, cast, ground, send, guide):
    batch = send(BINH, head=HEADINGS)
    guide(batch, heading_0="head_name")
    ruling = HeadingRuling.objects.get()
    village = ground.a_villages[0]
    alias = UnitAlias.objects.create(unit=village, alias="Xóm Trên")
    addresses = [
        reverse("import_guide", args=[batch.pk]),
        reverse("heading_forget", args=[ruling.pk]),
        reverse("alias_delete", args=[village.pk, alias.pk]),
    ]
    client.force_login(cast.hoa)
    assert [client.post(address).status_code for address in addresses] == [404, 404, 404]
    assert "dung ten" not in client.get(reverse("heading_list")).content.decode()
    client.force_login(cast.quang)
    assert [client.post(address).status_code for address in addresses] == [403, 403, 403]
    assert HeadingRuling.objects.exists() and UnitAlias.objects.exists()


def test_a_wrong_choice_changes_nothing(client, send, guide):
    batch = send(BINH, head=HEADINGS)
    answer = guide(batch, heading_0="nonsense")
    assert "Có lựa chọn không hợp lệ" in answer.content.decode()
    assert batch.choices == {}


def test_the_page_of_a_file_of_many_questions_asks_the_database_no_more(
    client, send, django_assert_max_num_queries
):
    few = send(BINH, [*CAN[:5], "Thôn Hòa Sơ", *CAN[6:]])
    rows = [[f"Tên {n}", *CAN[1:4], "", f"Thôn Hòa Sơ {n}", *CAN[6:]] for n in range(30)]
    many = send(BINH, *rows)
    counts = []
    for batch in (few, many):
        with django_assert_max_num_queries(60) as asked:
            detail(client, batch)
        counts.append(len(asked))
    assert len(set(counts)) == 1
