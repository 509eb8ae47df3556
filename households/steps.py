"""The steps of a review in a commune and the deadlines that surround them, as a table.

The order is that of Quyết định 24/2021/QĐ-TTg; the opinion of the district belongs to the time of
three levels. Deadlines and numbers of days are defaults: a province sets its own for each year
(`ProcessRule`), and one that has not been compared with the text of the law says so.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from campaign import hierarchy
from campaign.choices import Level
from households.choices import ReviewKind, Step

_LAW = "Quyết định 24/2021/QĐ-TTg"
_PLAN = _("Phân bổ của cổng, không phải quy định")
_YEARLY = frozenset({ReviewKind.OPENING, ReviewKind.ANNUAL})


@dataclass(frozen=True)
class Rule:
    """A default: `days`, or a `date` as (month, day) of the review's year. `kinds`: of which
    reviews; `working`: the days are working days."""

    code: str
    label: str
    kinds: frozenset
    days: int | None = None
    date: tuple | None = None
    working: bool = True
    source: str = _LAW
    confirmed: bool = False


_ALL = frozenset(ReviewKind)
RULES = (
    Rule("window_from", _("Rà soát từ ngày"), _YEARLY, date=(9, 1), confirmed=True),
    Rule("window_to", _("Rà soát đến hết ngày"), _YEARLY, date=(12, 14), confirmed=True),
    Rule("preliminary_by", _("Báo cáo sơ bộ, hạn cuối"), _YEARLY, date=(11, 14), confirmed=True),
    Rule("official_by", _("Báo cáo chính thức, hạn cuối"), _YEARLY, date=(12, 19), confirmed=True),
    Rule(
        "adhoc_day",
        _("Rà soát thường xuyên: ngày bắt đầu trong tháng"),
        frozenset({ReviewKind.ADHOC}),
        days=15,
        working=False,
        confirmed=True,
    ),
    Rule(
        "adhoc_days",
        _("Rà soát thường xuyên: số ngày đến khi có kết quả"),
        frozenset({ReviewKind.ADHOC}),
        days=15,
        working=False,
        confirmed=True,
    ),
    Rule(
        "midyear_from",
        _("Rà soát giữa năm từ ngày"),
        frozenset({ReviewKind.MIDYEAR}),
        date=(6, 1),
        source=_PLAN,
    ),
    Rule(
        "midyear_to",
        _("Rà soát giữa năm đến hết ngày"),
        frozenset({ReviewKind.MIDYEAR}),
        date=(7, 15),
        source=_PLAN,
    ),
    Rule("posting_days", _("Số ngày làm việc niêm yết"), _ALL, days=3),
    Rule("complaint_days", _("Số ngày làm việc phúc tra khiếu nại"), _ALL, days=3),
    Rule("reposting_days", _("Số ngày làm việc niêm yết kết quả phúc tra"), _ALL, days=3),
    Rule("opinion_days", _("Số ngày làm việc cấp huyện cho ý kiến"), _ALL, days=5),
    Rule("meeting_days", _("Số ngày làm việc để các thôn họp"), _ALL, days=5, source=_PLAN),
    Rule("listing_days", _("Số ngày làm việc để lập danh sách"), _YEARLY, days=10, source=_PLAN),
)
BY_CODE = {rule.code: rule for rule in RULES}


def rules(review):
    """The rules that a review of its kind and time has, in order."""
    consulted = Step.CONSULTED in order(review)
    return [
        rule
        for rule in RULES
        if review.kind in rule.kinds and (consulted or rule.code != "opinion_days")
    ]


def default(rule, year):
    """The default of `rule` in `year`: a number of days or a date."""
    return rule.days if rule.date is None else datetime.date(year, *rule.date)


def order(review):
    """The steps of `review` in their order: with the district's opinion where districts stood."""
    has_districts = Level.DISTRICT in hierarchy.levels_on(review.as_of)
    return tuple(step for step in Step if has_districts or step != Step.CONSULTED)


def previous(review, step):
    """The step before `step`; None before the first."""
    found = order(review)
    place = found.index(step)
    return found[place - 1] if place else None


def following(review, step):
    """The step after `step`; None after the last."""
    found = order(review)
    place = found.index(step) + 1
    return found[place] if place < len(found) else None
