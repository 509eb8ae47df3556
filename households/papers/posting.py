"""The list for public posting (danh sách niêm yết): name and village, no other personal data."""

from campaign.papers import Paper, draw, signing_lines
from households.papers import people

KIND = "posting-list"


def html(pk):
    """The list of the commune whose progress is `pk`. Raises ReviewProgress.DoesNotExist."""
    progress = people.progress(pk)
    review, unit = progress.review, progress.unit
    return draw(
        "papers/posting_list.html",
        people.head(unit)
        | {
            "title": f"Danh sách niêm yết {unit.name} {review.year}",
            "number": "/TB-UBND",
            "date": progress.posted_from or review.year,
            "doc_type": "Thông báo",
            "subject": f"Niêm yết công khai kết quả {people.occasion(review)}",
            "groups": people.groups(review, commune=unit),
            "progress": progress,
            "recipients": [
                "Các thôn, tổ dân phố (để niêm yết)",
                "Trang thông tin, đài truyền thanh cơ sở",
                "Lưu: VT",
            ],
            "authority": signing_lines("Chủ tịch"),
            "signer": "",
        },
    )


PAPER = Paper(KIND, people.candidates, html)
