"""How far the communes of the demonstration are: the past years to the end, this one on its way."""

import datetime

from django.utils import timezone

from households import hearings, process, snapshots
from households.cases import Case
from households.choices import ReviewVersion, Step
from households.models import ReviewProgress
from reporting.demo import ground as grounds
from reporting.demo import population

# What the chair of a commune signed in the second week of December.
_PLACES = "Nhà văn hóa các thôn; trụ sở Ủy ban nhân dân xã"
_CHAIRS = ("Trần Văn Thuận", "Nguyễn Thị Hạnh", "Lê Văn Phú", "Đặng Thị Lộc")


def close(reviews):
    """Every commune of the past years recognised, every past year approved by the province."""
    for year, review in reviews.items():
        if year == population.LAST:
            continue
        rows = list(ReviewProgress.objects.filter(review=review).order_by("unit"))
        for number, row in enumerate(rows):
            _sign(row, year, number)
        ReviewProgress.objects.bulk_update(rows, _SIGNED)
        review.decision_number = f"{3400 + year % 100}/QĐ-UBND"
        review.decision_date = datetime.date(year, 12, 28)
        review.decision_signer, review.decision_position = "Phạm Văn Tuấn", "Phó Chủ tịch"
        review.approved_at = _moment(review.decision_date)
        review.officialised_at = _moment(datetime.date(year, 12, 16))
        review.save()
        snapshots.take(review, ReviewVersion.OFFICIAL)


_SIGNED = [
    "step",
    "step_date",
    "posted_from",
    "posted_until",
    "posted_places",
    "opinion_number",
    "opinion_date",
    "opinion",
    "decision_number",
    "decision_date",
    "decision_signer",
    "decision_position",
]


def _sign(row, year, number):
    row.step, row.step_date = Step.RECOGNISED, datetime.date(year, 12, 13)
    row.posted_from, row.posted_until = datetime.date(year, 12, 1), datetime.date(year, 12, 3)
    row.posted_places = _PLACES
    row.opinion_number = f"{210 + number}/UBND-LĐTBXH"
    row.opinion_date = datetime.date(year, 12, 9)
    row.opinion = "Thống nhất với kết quả rà soát của xã."
    row.decision_number, row.decision_date = f"{180 + number}/QĐ-UBND", row.step_date
    row.decision_signer, row.decision_position = _CHAIRS[number % len(_CHAIRS)], "Chủ tịch"


def _moment(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9, 30)))


def walk(ground, review, *, by):
    """This year: each commune but the newcomer's somewhere else, by the steps an officer takes."""
    ends = (Step.POSTED, Step.RECOGNISED, Step.MET, Step.LISTED)
    others = [code for code in sorted(ground.communes) if code != grounds.COMMUNE]
    # Hoa's commune comes first: it has a complaint to answer.
    others.sort(key=lambda code: code != grounds.OTHER_COMMUNE)
    for number, code in enumerate(others):
        _walk(review, ground.communes[code], ends[number % len(ends)], by=by)
    _complain(Case(review, ground.other_commune), by=by)


def _walk(review, unit, to, *, by):
    year = review.year
    for verb, values in (
        ("list", {"step_date": datetime.date(year, 9, 12)}),
        ("classify", {"step_date": datetime.date(year, 11, 18), "nobody_listed": False}),
        ("meet", {"step_date": datetime.date(year, 11, 26)}),
        ("post", {"posted_from": datetime.date(year, 12, 1), "posted_places": _PLACES}),
        (
            "recognise",
            {
                "decision_number": "214/QĐ-UBND",
                "decision_date": datetime.date(year, 12, 10),
                "decision_signer": _CHAIRS[0],
                "decision_position": "Chủ tịch",
            },
        ),
    ):
        case = Case(review, unit)
        if case.standing == to:
            return
        if verb == "meet":
            _meet(case, by=by)
        process.perform(Case(review, unit), verb, values, by=by)


def _meet(case, *, by):
    for number, village in enumerate(case.villages_without_minutes):
        attendees = 32 + 7 * number % 25
        minutes = {
            "date": datetime.date(case.review.year, 11, 20 + number % 6),
            "place": f"Nhà văn hóa {village.name[:1].lower()}{village.name[1:]}",
            "chair": _CHAIRS[number % len(_CHAIRS)],
            "secretary": _CHAIRS[(number + 1) % len(_CHAIRS)],
            "attendees": attendees,
            "agreed": attendees - number % 3,
            "disagreed": number % 3,
            "remarks": "",
        }
        hearings.save_meeting(case, village, minutes, by=by)


def _complain(case, *, by):
    complaint = {
        "name": "Huỳnh Văn Kính",
        "village": case.villages[0],
        "about": "",
        "received_date": datetime.date(case.review.year, 12, 2),
        "content": "Đề nghị xem lại điểm nhà ở của gia đình vì mái đã hư hỏng từ mùa mưa.",
        "outcome": "",
        "answered_date": None,
        "answer": "",
    }
    hearings.save_complaint(case, complaint, by=by)
