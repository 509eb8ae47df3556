"""What the journal tells of an event: known keys in words, technical ones not at all."""

import pytest

from awards.models import Nomination
from campaign import audit, details
from campaign.models import Event, JobRun
from households import papers
from households.choices import ReviewPaper
from households.models import Complaint, ImportBatch, Review
from reporting.models import AnnualReport


def told(verb="x", subject=None, **detail):
    """The lines of an event about a row of the model `subject`."""
    kind = subject._meta.label_lower if subject else ""
    event = Event(verb=verb, object_type=kind, object_id="1", detail=detail)
    return [(str(label), text) for label, text in details.lines(event)]


@pytest.mark.parametrize(
    ("subject", "detail", "lines"),
    [
        (
            AnnualReport,
            {"fields": ["proposals", "results"]},
            [("Mục đã sửa", "đề xuất, kiến nghị, kết quả thực hiện")],
        ),
        (AnnualReport, {"fields": ["gone_since"]}, []),
        (AnnualReport, {"year": 2025, "late": True}, [("Năm", "2025"), ("Gửi muộn", "Có")]),
        (AnnualReport, {"late": False}, []),
        (Nomination, {"source": "draft", "target": "submitted"}, None),
        (
            Review,
            {"source": "met", "target": "posted"},
            [("Từ", "Đã họp thôn"), ("Đến", "Đang niêm yết công khai")],
        ),
        (
            Review,
            {"source": "open", "target": "approved"},
            [("Từ", "Đang mở"), ("Đến", "Đã phê duyệt")],
        ),
        (
            Review,
            {"code": "window_to", "value": "2025-12-10"},
            [("Mốc", "Rà soát đến hết ngày"), ("Giá trị", "10/12/2025")],
        ),
        (
            Review,
            {"code": "posting_days", "value": "5"},
            [("Mốc", "Số ngày làm việc niêm yết"), ("Giá trị", "5")],
        ),
        (Review, {"paper": "posting-list"}, [("Văn bản", "Danh sách niêm yết")]),
        (Complaint, {"outcome": "withdrawn"}, [("Kết quả", "Người khiếu nại rút")]),
        (
            ImportBatch,
            {"created": 1234, "updated": 0, "removed": 2, "sha256": "ab" * 32},
            [("Mới", "1.234"), ("Đưa ra khỏi danh sách", "2")],
        ),
        (None, {"role": "board"}, [("Vai trò", "Cán bộ cơ quan thi đua, khen thưởng tỉnh")]),
        (None, {"names": ["Thôn 1", "Thôn 2"]}, [("Tên", "Thôn 1, Thôn 2")]),
        (None, {"day": "2025-09-02"}, [("Ngày", "02/09/2025")]),
        (None, {"rows": {"AdminUnit": 1200, "UnitName": 34}}, [("Số dòng", "1.234")]),
        (None, {"table": "adminunit", "rows": {}}, None),
        (None, {"submit_key": "5f", "standard": "local-77-2016"}, []),
    ],
)
def test_an_event_is_told_in_words(subject, detail, lines):
    found = told(subject=subject, **detail)
    if lines is None:  # names that another file owns: they are words, and there is no raw key
        assert found and not {text for _label, text in found} & set(map(str, detail.values()))
    else:
        assert found == lines


def test_every_paper_of_a_review_has_its_name():
    assert set(ReviewPaper.values) == set(papers.KINDS)


def test_every_value_that_is_no_word_is_left_out_rather_than_shown_raw():
    raw = {"code": "x", "paper": "x", "outcome": "x", "source": "x", "role": "x", "table": "x"}
    assert told(subject=JobRun, fields=["x"], **raw) == []


def test_the_page_shows_words_and_no_raw_keys(client, cast, ground):
    audit.record(
        "report.revise", by=cast.lan, unit=ground.a, fields=["proposals"], sha256="ab" * 32
    )
    Event.objects.filter(verb="report.revise").update(object_type="reporting.annualreport")
    client.force_login(cast.admin)
    page = client.get("/events/").content.decode()
    assert "Mục đã sửa: đề xuất, kiến nghị" in page
    assert "fields" not in page and "proposals" not in page and "abab" not in page
