"""The printed papers of a review: posting, village minutes, commune decision, complaint note.

Wording is the portal's own and the numbers of the forms are left out: the forms annexed to Quyết
định 24/2021/QĐ-TTg and its circulars were not at hand. None of these papers holds a citizen id.
"""

from campaign.roles import Permission
from households.models import Complaint, ReviewProgress, VillageMeeting
from households.papers import complaint, decision, minutes, posting

KINDS = {
    paper.kind: paper for paper in (posting.PAPER, minutes.PAPER, decision.PAPER, complaint.PAPER)
}
# kind -> (what its primary key is of, the way from there to the commune)
_SUBJECTS = {
    posting.KIND: (ReviewProgress, "unit"),
    decision.KIND: (ReviewProgress, "unit"),
    minutes.KIND: (VillageMeeting, "progress__unit"),
    complaint.KIND: (Complaint, "progress__unit"),
}


def find(kind, pk, user):
    """(subject, commune) of a paper that `user` may read, None when there is none."""
    model, way = _SUBJECTS[kind]
    rows = model.objects.select_related(way).filter(pk=pk)
    found = user.reach(Permission.HOUSEHOLD_VIEW).units(rows, prefix=f"{way}__").first()
    if found is None:
        return None
    return found, (found if way == "unit" else found.progress).unit
