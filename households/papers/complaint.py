"""The note on a complaint about a result (phiếu tiếp nhận và trả lời khiếu nại)."""

from campaign.papers import Paper, draw, paragraphs, signing_lines
from households.choices import ComplaintOutcome
from households.models import Complaint
from households.papers import people

KIND = "complaint-note"
_OUTCOMES = {
    ComplaintOutcome.UPHELD: "khiếu nại đúng, kết quả của hộ được sửa lại",
    ComplaintOutcome.REJECTED: "khiếu nại không đúng, giữ nguyên kết quả của hộ",
    ComplaintOutcome.WITHDRAWN: "người khiếu nại đã rút khiếu nại",
}
_RELATED = ("progress__review", "progress__unit", "village")


def html(pk):
    """The note on the complaint `pk`. Raises Complaint.DoesNotExist."""
    complaint = Complaint.objects.select_related(*_RELATED).get(pk=pk)
    review, unit = complaint.progress.review, complaint.progress.unit
    return draw(
        "papers/complaint_note.html",
        people.head(unit)
        | {
            "title": f"Phiếu khiếu nại {complaint.pk}",
            "number": "/PTL-UBND",
            "date": complaint.answered_date or review.year,
            "doc_type": "Phiếu tiếp nhận và trả lời khiếu nại",
            "subject": f"Về kết quả {people.occasion(review)}",
            "complaint": complaint,
            "outcome": _OUTCOMES.get(complaint.outcome, ""),
            "content": paragraphs(complaint.content),
            "answer": paragraphs(complaint.answer),
            "authority": signing_lines("Chủ tịch"),
            "signer": "",
            "recipients": ["Người khiếu nại", "Thôn, tổ dân phố liên quan", "Lưu: VT"],
        },
    )


def _candidates():
    complaints = Complaint.objects.select_related("progress__unit")
    for complaint in complaints.order_by("pk"):
        yield complaint.pk, f"{complaint.progress.unit.name} · {complaint.received_date:%d/%m/%Y}"


PAPER = Paper(KIND, _candidates, html)
