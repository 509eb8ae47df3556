"""Writing a nomination: opening one, and saving its texts while it may still be changed."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.choices import AwardForm, Stage, SubjectKind
from awards.models import Nomination
from campaign import audit, versions
from campaign.choices import Level
from campaign.models import AdminUnit, Plan
from campaign.papers import in_sentence
from campaign.roles import Permission

# The texts of the collective report, in the order in which it prints them.
TEXTS = (
    "subject_name",
    "features",
    "achievements",
    "measures_taken",
    "past_awards",
    "summary",
    "head_name",
    "head_position",
)
# Where texts may still be written.
EDITABLE = (Stage.DRAFT, Stage.RETURNED)


class AlreadyOpen(Exception):
    """The subject is already nominated for this award and year: `nomination`."""

    def __init__(self, nomination):
        super().__init__(nomination)
        self.nomination = nomination


def units(user):
    """Communes of today for which `user` may write nominations."""
    communes = AdminUnit.objects.on(timezone.localdate()).filter(level=Level.COMMUNE)
    return user.reach(Permission.NOMINATION_EDIT).units(communes)


def plans(user):
    """Plans of the provinces, or their predecessors, in which `user` writes nominations."""
    provinces = set()
    for unit in AdminUnit.objects.filter(pk__in=units(user).order_by().values("province")):
        provinces |= {unit.pk, *(u.pk for u in unit.predecessors_in_reach)}
    return Plan.objects.filter(unit__province__in=provinces)


def create(*, plan, unit, year, by, award_form=AwardForm.PROVINCE_CERTIFICATE):
    """Open a nomination of the collective of `unit`. Raises AlreadyOpen."""
    key = {"plan": plan, "award_form": award_form, "unit": unit, "year": year}
    try:
        with transaction.atomic():
            nomination = Nomination.objects.create(
                **key,
                subject_kind=SubjectKind.COLLECTIVE,
                subject_name=f"Nhân dân và cán bộ {in_sentence(unit.name)}",
                head_position="Chủ tịch",
                created_by=by,
            )
            audit.record("nomination.create", by=by, subject=nomination, unit=unit)
    except IntegrityError:
        # Opened already, perhaps by a second click a moment ago.
        raise AlreadyOpen(Nomination.objects.get(**key)) from None
    return nomination


def revise(nomination, texts, *, seen, by):
    """Save `texts` (field -> text) when nobody has saved since version `seen`.

    Returns whether anything was changed. Raises `versions.Stale` with the stored nomination.
    """
    changed = {field: text for field, text in texts.items() if getattr(nomination, field) != text}
    if not changed and nomination.version == seen:
        return False
    with transaction.atomic():
        versions.save(nomination, texts, seen=seen, by=by, stage__in=EDITABLE)
        audit.record(
            "nomination.revise",
            by=by,
            subject=nomination,
            unit=nomination.unit,
            fields=sorted(changed),
        )
    return True


def why_not_edit(nomination):
    """None while the texts may be changed, else the sentence that says why not."""
    if nomination.stage in EDITABLE:
        return None
    return _("Hồ sơ ở giai đoạn “%(stage)s” nên không sửa được.") % {
        "stage": nomination.get_stage_display()
    }
