"""Small builders of rows that tests stand on; they fill in what a test does not care about."""

import datetime

from campaign.choices import Level, UnitKind
from campaign.models import AdminUnit, Assignment, Plan, UnitChange, User

MERGER = datetime.date(2025, 7, 1)
LAST_DAY = datetime.date(2025, 6, 30)
_KINDS = {
    "Tỉnh": UnitKind.PROVINCE,
    "Huyện": UnitKind.RURAL_DISTRICT,
    "Xã": UnitKind.COMMUNE,
    "Phường": UnitKind.WARD,
    "Thị trấn": UnitKind.TOWNSHIP,
    "Thôn": UnitKind.VILLAGE,
    "Khối": UnitKind.NEIGHBOURHOOD,
}


def unit(name, code, level, parent=None, *, ended=False, begun=None):
    kind = next(kind for prefix, kind in _KINDS.items() if name.startswith(prefix))
    return AdminUnit.objects.create(
        name=name,
        code=code,
        level=level,
        kind=kind,
        parent=parent,
        valid_from=begun,
        valid_to=LAST_DAY if ended else None,
    )


def village(name, commune):
    number = commune.children.count() + 1
    return unit(
        name,
        f"{commune.code}-{number:03}",
        Level.VILLAGE,
        commune,
        ended=commune.valid_to is not None,
        begun=commune.valid_from,
    )


def change(source, target, extent="whole", kind="merge"):
    return UnitChange.objects.create(
        source=source, target=target, extent=extent, kind=kind, date=MERGER
    )


def user(username, full_name, role=None, unit=None, *, password=None):
    person = User(username=username, full_name=full_name)
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    if role:
        Assignment.objects.create(
            user=person, role=role, unit=unit, valid_from=datetime.date(2020, 1, 1)
        )
    return person


def plan(unit, **fields):
    values = {
        "slug": "thi-diem",
        "title": "Vì người nghèo - Không để ai bị bỏ lại phía sau",
        "start_year": 2021,
        "end_year": 2025,
    }
    return Plan.objects.create(unit=unit, **values | fields)
