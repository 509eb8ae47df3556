"""The minutes of a village meeting on the results (biên bản họp thôn)."""

from campaign.papers import Paper, draw, in_sentence, place_of
from households.models import VillageMeeting
from households.papers import people

KIND = "village-minutes"
_RELATED = ("progress__review", "progress__unit", "village")


def html(pk):
    """The minutes of the meeting `pk`. Raises VillageMeeting.DoesNotExist."""
    meeting = VillageMeeting.objects.select_related(*_RELATED).get(pk=pk)
    review, commune = meeting.progress.review, meeting.progress.unit
    found = people.groups(review, village=meeting.village)
    return draw(
        "papers/village_minutes.html",
        {
            "title": f"Biên bản họp {meeting.village.name}",
            "agency": f"Ủy ban nhân dân\n{commune.name}\n{meeting.village.name}",
            "number": "/BB",
            "place": place_of(commune.name),
            "date": meeting.date,
            "doc_type": "Biên bản",
            "subject": f"Họp {in_sentence(meeting.village.name)} về kết quả "
            f"{people.occasion(review)}",
            "meeting": meeting,
            "village": in_sentence(meeting.village.name),
            "commune": in_sentence(commune.name),
            "abstained": meeting.attendees - meeting.agreed - meeting.disagreed,
            "groups": found,
            "counted": people.counted(found),
        },
    )


def _candidates():
    meetings = VillageMeeting.objects.select_related("progress__unit", "village")
    for meeting in meetings.order_by("pk"):
        yield meeting.pk, f"{meeting} · {meeting.progress.unit.name}"


PAPER = Paper(KIND, _candidates, html)
