"""Answers to "is this the same household?" are given once: the next list is not asked again.

A row is remembered by a keyed hash of its name, birth year, village, citizen id and code, so the
memory says nothing of anybody. What the answer led to is remembered: also of a household that was
answered to be new, the household that it became.
"""

from collections import Counter

from campaign.lib import crypto
from households.imports import reversal
from households.imports.cleaning import person_spelling
from households.models import IdentityRuling


def key(name, birth, village, citizen_id, code):
    """The key of a row; `village` is the village it is today, negative before it has a number."""
    if village is None or village < 0:
        return ""
    parts = ("ruling", person_spelling(name), birth, village, citizen_id, code)
    return crypto.blind_index("\x1f".join(map(str, parts)))


def load(communes):
    """{key: household id} of what was ruled in these communes; the latest ruling counts."""
    ruled = IdentityRuling.objects.filter(commune__in=communes, household__isnull=False)
    return dict(ruled.order_by("decided_at", "pk").values_list("key", "household"))


def keep(content, *, by):
    """Remember what the questions of a written list were answered with; return what stood before.

    Rows of one list that nothing tells apart are not remembered: each has its own answer.
    """
    asked = content.get("questions", ())
    rows = Counter(question["ruling"] for question in asked)
    columns, found = content["columns"], content["households"]
    ruled = {}
    for question in asked:
        index = question["index"]
        if question["ruling"] and rows[question["ruling"]] == 1 and found[index]:
            ruled[columns["commune_id"][index], question["ruling"]] = found[index]
    if not ruled:
        return {}
    communes, keys = ({pair[part] for pair in ruled} for part in (0, 1))
    before = reversal.rulings(communes, keys)
    IdentityRuling.objects.bulk_create(
        [
            IdentityRuling(commune_id=commune, key=ruling, household_id=household, decided_by=by)
            for (commune, ruling), household in ruled.items()
        ],
        update_conflicts=True,
        unique_fields=["commune", "key"],
        update_fields=["household", "decided_by", "decided_at"],
    )
    return {"rulings": before}
