"""Citizen ids (số định danh cá nhân): sealed, found again by a keyed index, shown masked.

Only `reveal` gives a whole id back: to a person with the right, for a reason, on the record, and
not more than `REVEALS_PER_HOUR` times.
"""

import datetime
import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign import access, audit
from campaign.lib import crypto
from campaign.models import Event, User
from campaign.roles import Permission

REVEALS_PER_HOUR = 30
REVEAL_VERB = "citizen_id.reveal"
LENGTH, OLD_LENGTH = 12, 9
MASK = "•" * 8
_RUNS = re.compile(r"(?<!\d)(\d{5}|\d{8})(\d{4})(?!\d)")
_LONG_RUNS = re.compile(r"\d(?: ?\d){7,}")
# The first three digits: the province, or from 100 on the country, of birth registration
# (Thông tư 59/2021/TT-BCA, phụ lục).
_PROVINCES = (
    "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 "
    "48 49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 "
    "96"
)
PROVINCE_DIGITS = frozenset("0" + code for code in _PROVINCES.split())


def normalise(text):
    """The digits of an id as a person types it: "049 090-001.234" is "049090001234"."""
    return "".join(char for char in str(text) if char.isdigit() and char.isascii())


def seal(text):
    """An id in digits as (ciphertext, blind index, last four digits)."""
    return crypto.encrypt(text.encode()), crypto.blind_index(text), text[-4:]


def index(text):
    """The blind index of an id in digits; nothing for nothing."""
    return crypto.blind_index(text) if text else ""


def indexes(texts):
    """The blind index of each of many ids; nothing for nothing."""
    known = crypto.blind_indexes([text for text in texts if text])
    if len(known) == len(texts):
        return known
    left = iter(known)
    return [next(left) if text else "" for text in texts]


def masked(tail):
    """What is shown of an id whose last four digits are `tail`; nothing for nothing."""
    return MASK + tail if tail else ""


def scrub(text):
    """`text` with every run of 9 or 12 digits masked: for notes, reasons, problems, file names."""
    return _RUNS.sub(lambda match: MASK + match[2], text)


def veil(text):
    """`text` with every run of 8 digits or more masked: for what a page repeats of a wrong cell.

    An id with a digit too few or too many is most of an id all the same.
    """
    return _LONG_RUNS.sub(lambda match: masked(match[0].replace(" ", "")[-4:]), text)


def reveal(holder, by, reason):
    """The whole id of `holder` (a Household or a Member), or "" when none is stored.

    Raises PermissionDenied with a sentence when `by` lacks the right in the household's commune
    or has asked too often, ValidationError when no reason is given.
    """
    household = getattr(holder, "household", holder)
    access.check(by, Permission.HOUSEHOLD_REVEAL, household.commune)
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Hãy ghi lý do xem đầy đủ số định danh cá nhân."))
    with transaction.atomic():
        # One reveal of a person at a time, or two would both be the thirtieth.
        User.objects.select_for_update().get(pk=by.pk)
        since = timezone.now() - datetime.timedelta(hours=1)
        recent = Event.objects.filter(actor=by, verb=REVEAL_VERB, at__gte=since).count()
        if recent >= REVEALS_PER_HOUR:
            raise PermissionDenied(
                _("Bạn đã xem %(count)s số định danh trong một giờ. Hãy đợi rồi xem tiếp.")
                % {"count": REVEALS_PER_HOUR}
            )
        audit.record(
            REVEAL_VERB,
            by=by,
            subject=holder,
            unit=household.commune,
            reason=scrub(reason)[:500],
        )
    if not holder.citizen_id_cipher:
        return ""
    return crypto.decrypt(holder.citizen_id_cipher).decode()
