"""Saving only what nobody else has changed since it was shown.

Rows that two people may have open at once carry a `version`. A save names the version its author
saw; when it is no longer the stored one nothing is written, and the author gets both texts.
"""

from django.db import transaction


class Stale(Exception):
    """Somebody else saved first. `current` is the row as it is stored now."""

    def __init__(self, current):
        super().__init__(current)
        self.current = current


def save(instance, values, *, seen, by, **expected):
    """Write `values` (field -> value) to the stored row of `instance`, with its history.

    Only when its version is still `seen` and it still fits `expected` (filters): one statement, so
    that no other save can come between. Raises Stale. `instance` then holds what is stored.
    """
    model = type(instance)
    with transaction.atomic():
        changed = model.objects.filter(pk=instance.pk, version=seen, **expected).update(
            **values, version=seen + 1
        )
        if not changed:
            raise Stale(model.objects.get(pk=instance.pk))
        instance.refresh_from_db()
        model.history.bulk_history_create([instance], update=True, default_user=by)
