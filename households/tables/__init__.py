"""The official tables R1 to R15, the summary of 2016-2020 and the publication of a result.

Owns: which tables there are (one file a family), what stands in their rows (`ground`), how the two
become plain data (`building`, `shapes`). `households.exports` draws them. Read `building` first.
"""

from django.utils import translation

from campaign.choices import Level
from households.standings import stood
from households.tables import (
    causes,
    children,
    deprivations,
    ethnicity,
    flows,
    groups,
    period,
    summary,
)
from households.tables.building import build as _build
from households.tables.ground import Ground, TodayGround, numbers_of

__all__ = ["KINDS", "build", "fits", "numbers_of", "offered"]

KINDS = {
    kind.code.lower(): kind
    for kind in (
        summary.R1,
        flows.R2,
        flows.R3,
        deprivations.R4,
        deprivations.R5,
        deprivations.R6,
        deprivations.R7,
        groups.R8,
        ethnicity.R9,
        causes.R10,
        children.R11,
        ethnicity.R12,
        ethnicity.R13,
        period.POOR_2016,
        period.NEAR_POOR_2016,
        period.PUBLISHED,
    )
}


def offered(review):
    """The Kinds of table that there are under the standard of `review`."""
    return [
        kind for kind in KINDS.values() if not kind.standards or review.standard in kind.standards
    ]


def fits(unit, review, *, today=False):
    """Whether tables of `unit` can be made: it stood on the day, or stands on today's map."""
    if unit.level == Level.VILLAGE:
        return False
    return unit.valid_to is None if today else stood(unit, review.as_of)


def build(code, unit, review, *, today=False):
    """The OfficialTable `code` ("r1") of `unit` at `review`, on the review's map or on today's.

    In Vietnamese whatever language the page is in. Raises KeyError for a code there is none of.
    """
    kind = KINDS[code]
    ground = (TodayGround if today else Ground)(unit, review, kind.by_area)
    with translation.override("vi"):
        return _build(kind, ground)
