"""The only writer of events."""

from campaign.models import Event


def record(verb, *, by, subject=None, unit=None, reason="", **detail):
    """Write that `by` (a user, or None for the portal itself) did `verb`.

    `subject` is any saved model instance; `detail` must be JSON and hold no personal data.
    """
    return Event.objects.create(
        verb=verb,
        actor=by,
        unit=unit,
        object_type=subject._meta.label_lower if subject is not None else "",
        object_id=str(subject.pk) if subject is not None else "",
        reason=reason,
        detail=detail,
    )
