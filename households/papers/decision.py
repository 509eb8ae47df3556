"""The commune's decision that recognises the households (quyết định công nhận), with its annex."""

from campaign.papers import (
    BLANK,
    DRAFT_MARK,
    Paper,
    committee_of,
    draw,
    official_date,
    signing_lines,
)
from households import standards
from households.papers import people

KIND = "commune-decision"
_PROCEDURE = "Quyết định số 24/2021/QĐ-TTg về quy trình rà soát hộ nghèo, hộ cận nghèo"
_PROCEDURES = {
    standards.NATIONAL_2016.code: "Thông tư số 17/2016/TT-BLĐTBXH hướng dẫn quy trình rà soát "
    "hộ nghèo, hộ cận nghèo"
}


def html(pk):
    """The decision of the commune whose progress is `pk`. Raises ReviewProgress.DoesNotExist."""
    progress = people.progress(pk)
    review, unit = progress.review, progress.unit
    head = people.head(unit)
    found = people.groups(review, commune=unit)
    stands = progress.is_recognised
    number = progress.decision_number if stands else "/QĐ-UBND"
    day = progress.decision_date if stands else review.year
    position = progress.decision_position if stands else "Chủ tịch"
    return draw(
        "papers/commune_decision.html",
        head
        | {
            "title": f"Quyết định công nhận hộ nghèo, hộ cận nghèo {unit.name} {review.year}",
            # Until it is signed, or after it was taken back, it decides nothing.
            "watermark": "" if stands else DRAFT_MARK,
            "number": number,
            "date": day,
            "doc_type": "Quyết định",
            "subject": "Công nhận danh sách hộ nghèo, hộ cận nghèo theo kết quả "
            f"{people.occasion(review)}",
            "office": f"Chủ tịch {head['committee']}",
            "bases": _bases(review, progress, unit),
            "groups": found,
            "counted": people.counted(found),
            "nobody": people.nobody(review),
            "occasion": people.occasion(review),
            "as_of": review.as_of,
            "attached_to": f"(Kèm theo Quyết định số {number if stands else BLANK} "
            f"{official_date(day)} của Chủ tịch {head['committee']})",
            "recipients": [
                "Như Điều 3",
                "Ủy ban nhân dân cấp trên",
                "Đảng ủy, Hội đồng nhân dân, Mặt trận Tổ quốc cùng cấp",
                "Lưu: VT",
            ],
            # The chairman decides in his own name, not in the committee's.
            "authority": signing_lines(position)[1:],
            "signer": progress.decision_signer if stands else "",
        },
    )


def _bases(review, progress, unit):
    """The legal bases; the law on local government is the clerk's to name, as it has changed."""
    yield "Căn cứ Luật Tổ chức chính quyền địa phương ngày …… tháng …… năm ……"
    # The act that set the standard comes first; what amended it may be younger than the decision.
    yield f"Căn cứ {standards.get(review.standard).source.split('; ')[0]}"
    yield f"Căn cứ {_PROCEDURES.get(review.standard, _PROCEDURE)}"
    if progress.is_heard:
        district = unit.district.name if unit.district else ""
        when = f" {official_date(progress.opinion_date)}" if progress.opinion_date else ""
        yield f"Căn cứ Văn bản số {progress.opinion_number}{when} của {committee_of(district)}"
    yield "Theo đề nghị của Ban Chỉ đạo rà soát hộ nghèo, hộ cận nghèo"


PAPER = Paper(KIND, people.candidates, html)
