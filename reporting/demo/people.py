"""The people of the demonstration: one of each role, with the same password."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from campaign.hierarchy import THREE_LEVEL_TO, TWO_LEVEL_FROM
from campaign.models import Assignment, User
from campaign.roles import Role

PASSWORD = "khong-ai-bi-bo-lai"  # noqa: S105 - of a demonstration that listens on this machine only
BEGINNING = datetime.date(2021, 1, 1)


@dataclass(frozen=True)
class Person:
    """`place` names a unit of `ground.Ground`; None reaches the whole country."""

    username: str
    full_name: str
    position: str
    role: str
    place: str | None


PEOPLE = (
    Person("admin", "Quản trị hệ thống", "", Role.ADMINISTRATOR, None),
    Person("minh", "Lê Văn Minh", "Chuyên viên Sở Nội vụ", Role.BOARD, "province"),
    Person(
        "dung",
        "Phạm Thị Dung",
        "Chuyên viên Sở Nông nghiệp và Môi trường",
        Role.POVERTY_DEPARTMENT,
        "province",
    ),
    Person("lan", "Nguyễn Thị Lan", "Công chức giảm nghèo", Role.COMMUNE_OFFICER, "commune"),
    Person("hoa", "Trần Thị Hoa", "Công chức giảm nghèo", Role.COMMUNE_OFFICER, "other_commune"),
    Person(
        "thao",
        "Võ Thị Thảo",
        "Cán bộ Hội Liên hiệp Phụ nữ tỉnh",
        Role.ORGANISATION_OFFICER,
        "province",
    ),
    Person("mai", "Bùi Thị Mai", "Ủy viên Hội đồng", Role.COUNCIL_MEMBER, "province"),
    Person("quang", "Đỗ Quang", "Lãnh đạo Ủy ban nhân dân tỉnh", Role.LEADER, "province"),
    Person("son", "Vũ Sơn", "Thanh tra viên", Role.AUDITOR, "province"),
    Person(
        "hung",
        "Huỳnh Văn Hùng",
        "Phòng Lao động - Thương binh và Xã hội huyện (đến hết 30/06/2025)",
        Role.DISTRICT_OFFICER,
        "district",
    ),
)


def settle(ground):
    """Make the accounts and their assignments; return the users by user name."""
    password = make_password(PASSWORD)
    users = {
        person.username: User.objects.create(
            username=person.username,
            full_name=person.full_name,
            position=person.position,
            password=password,
            is_staff=person.role == Role.ADMINISTRATOR,
        )
        for person in PEOPLE
    }
    for person in PEOPLE:
        ended = person.place == "district"
        Assignment.objects.create(
            user=users[person.username],
            role=person.role,
            unit=getattr(ground, person.place) if person.place else None,
            valid_from=BEGINNING if ended or person.place is None else TWO_LEVEL_FROM,
            valid_to=THREE_LEVEL_TO if ended else None,
        )
    return users


def logins():
    """(user name, full name, role and area) of every account, for the table on the screen."""
    assignments = Assignment.objects.select_related("user", "unit")
    return [
        (a.user.username, a.user.full_name, f"{a.get_role_display()}, {a.unit or 'toàn quốc'}")
        for a in assignments.filter(user__username__in=[p.username for p in PEOPLE]).order_by("pk")
    ]
