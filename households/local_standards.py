"""Standards that provinces set beside the national one: found by code, made, changed, taken back.

A standard under which a review has been opened never changes, so that alone is kept in memory; one
without a review is read anew each time. `HouseholdsConfig.ready` registers `find` with `standards`.
"""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from campaign import access, audit
from campaign.choices import Area
from campaign.roles import Permission
from households import standards
from households.choices import ReviewKind
from households.models import LocalStandard, Review

_settled = {}


class InUse(Exception):
    """A review is under the standard, so it stays as it is; `str()` says what to do instead."""

    def __init__(self):
        super().__init__(
            _("Đã có kỳ rà soát theo chuẩn này nên không sửa, không xóa được. Hãy lập chuẩn mới.")
        )


def find(code):
    """The province's standard with this code, or None."""
    if code in _settled:
        return _settled[code]
    row = LocalStandard.objects.filter(code=code).first() if is_local(code) else None
    if row is None:
        return None
    found = as_standard(row)
    if is_used(row):
        _settled[code] = found
    return found


def is_local(code):
    """Whether a code is of the kind that provinces' standards have."""
    return str(code).startswith(LocalStandard.PREFIX)


@receiver([post_save, post_delete], sender=LocalStandard)
def _forget(**_event):
    _settled.clear()


def is_used(row):
    """Whether a review is under the standard."""
    return Review.objects.filter(standard=row.code).exists()


def as_standard(row):
    """A row as the `standards.Standard` that the rest of the portal knows.

    What points of the years 2016-2020 make poor by themselves is not asked of a province, so under
    that list no class is computed from points.
    """
    base = standards.STANDARDS[row.base]
    limits = {Area.URBAN: row.urban_b1, Area.RURAL: row.rural_b1}
    has_scoring = None not in limits.values() and base.has_scoring and not base.b1_poor_alone
    lacking = set() if row.confirmed else {standards.INCOME, standards.SCORING}
    lacking |= {standards.AVERAGE} | (base.unconfirmed & {standards.INDICATORS})
    return standards.Standard(
        code=row.code,
        name=row.name,
        first_day=row.first_day,
        last_day=row.last_day,
        indicators=base.indicators,
        income={Area.URBAN: row.urban_income, Area.RURAL: row.rural_income},
        b1_limits=limits if has_scoring else {},
        poor_b2=row.poor_b2 if has_scoring else None,
        poor_deprivations=row.poor_b2 // 10,
        source=row.source,
        unconfirmed=frozenset(lacking),
        base=row.base,
        province=row.unit_id,
    )


def held(provinces, day, *, kind=ReviewKind.ANNUAL):
    """The standards of their own that hold for these provinces (units or ids) on `day`."""
    rows = LocalStandard.objects.filter(unit__in=provinces)
    found = map(as_standard, rows)
    return [standard for standard in found if standard.holds_on(day, kind=kind)]


def secure(code):
    """Lock the standard of a review that is about to be opened, inside the transaction: whoever
    changes it at that moment comes before or after."""
    if is_local(code):
        list(LocalStandard.objects.select_for_update().filter(code=code).values_list("pk"))


@transaction.atomic
def save(row, *, by):
    """Enter a new standard, or change one that no review is under; return it.

    Raises InUse, PermissionDenied.
    """
    access.check(by, Permission.REVIEW_OPEN, row.unit)
    is_new = row.pk is None
    if is_new:
        row.code = _free_code(row)
    else:
        _check_unused(row)
    row.save()
    verb = "standard.create" if is_new else "standard.change"
    audit.record(verb, by=by, subject=row, unit=row.unit, standard=row.code)
    return row


@transaction.atomic
def delete(row, *, by):
    """Take a standard back that no review is under. Raises InUse, PermissionDenied."""
    access.check(by, Permission.REVIEW_OPEN, row.unit)
    _check_unused(row)
    audit.record("standard.delete", by=by, subject=row, unit=row.unit, standard=row.code)
    row.delete()


def _check_unused(row):
    secure(row.code)
    if is_used(row):
        raise InUse


def _free_code(row):
    """ "local-77-2016": the province's code and the first year; a number where that is taken."""
    stem = f"{LocalStandard.PREFIX}{row.unit.code}-{row.first_day.year}"
    taken = set(LocalStandard.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
