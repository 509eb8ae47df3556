"""What one household was at each review, in words: the table of its page."""

from dataclasses import dataclass, field

from households import standards
from households.choices import Cause, Flag, numbers
from households.models import ImportBatch, Status


@dataclass(frozen=True)
class Entry:
    """One review of one household: the stored status, its masks spelled out."""

    status: Status
    standard: str
    deprivations: list = field(default_factory=list)
    causes: list = field(default_factory=list)
    flags: list = field(default_factory=list)


def of(household, user):
    """Entries of the reviews that `user` may see, latest first.

    A household that moved shows each commune only the years it was listed there.
    """
    statuses = (
        Status.objects.visible_to(user)
        .filter(household=household)
        .select_related("review", "village", "commune", "batch__uploaded_by")
        .defer("batch__staged", "batch__reversal")
        .order_by("-review__as_of", "-review__kind", "-pk")
    )
    return [_entry(status) for status in statuses]


def _entry(status):
    try:
        standard = standards.get(status.review.standard)
        names = {indicator.number: indicator.name for indicator in standard.indicators}
        title = standard.name
    except standards.NoStandard:
        names, title = {}, status.review.standard
    return Entry(
        status=status,
        standard=title,
        deprivations=[names.get(number, str(number)) for number in numbers(status.deprivations)],
        causes=_labels(Cause, status.causes),
        flags=_labels(Flag, status.flags),
    )


def _labels(choices, mask):
    known = dict(choices.choices)
    return [known[number] for number in numbers(mask) if number in known]


def uploads(household, user):
    """The uploads, latest first, that wrote or changed a status of the household."""
    wrote = household.statuses.exclude(batch=None).values_list("batch", flat=True)
    changed = household.changes.values_list("batch", flat=True)
    return (
        ImportBatch.objects.light()
        .visible_to(user)
        .filter(pk__in={*wrote, *changed})
        .select_related("unit", "review", "uploaded_by")
        .order_by("-pk")
    )
