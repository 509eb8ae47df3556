"""Builds the demonstration, step by step."""

import io

from django.core.management import call_command
from django.db import transaction

from campaign.models import Participant, ParticipantGroup, Plan
from reporting.demo import dossiers, people, population, registers, samples, stages
from reporting.demo import ground as grounds
from reporting.demo.database import PLAN_SLUG


def build(tell, folder, provinces=()):
    """Fill an empty, migrated database and put the workbooks into `folder`; return what was built.

    `tell(number, total, words)` is called before each step; `provinces` (codes) narrows the units
    that are loaded, the whole country when empty.
    """
    steps = (
        ("units of the whole country, before and after 01/07/2025", _units),
        ("people and their roles, the plan and its participants", _people),
        ("villages on both maps", _villages),
        ("households and five reviews, 2021 to 2025", _registers),
        ("figures of every unit and year, how far each commune is", _figures),
        ("nominations in each stage, annual reports", _dossiers),
        ("two workbooks to upload", _samples),
    )
    built = {"provinces": provinces, "folder": folder}
    for number, (words, step) in enumerate(steps, start=1):
        tell(number, len(steps), words)
        step(built)
    return built


def _units(built):
    narrowed = {"province": built["provinces"]} if built["provinces"] else {}
    call_command("load_units", verbosity=0, stdout=io.StringIO(), **narrowed)


@transaction.atomic
def _people(built):
    built["ground"] = grounds.find()
    built["users"] = people.settle(built["ground"])
    built["plan"] = _plan(built["ground"])


def _villages(built):
    grounds.enter_villages(built["ground"], by=built["users"]["admin"])


def _registers(built):
    ground = built["ground"]
    built["reviews"] = registers.open_reviews(ground, by=built["users"]["dung"])
    built["homes"] = registers.households()
    registers.write(ground, built["reviews"], built["homes"])
    registers.write_totals(ground, built["reviews"])


def _figures(built):
    registers.sum_up(built["reviews"])
    stages.close(built["reviews"])
    stages.walk(built["ground"], built["reviews"][population.LAST], by=built["users"]["dung"])


def _dossiers(built):
    dossiers.settle(built["ground"], built["users"], built["plan"])
    dossiers.report(built["ground"], built["users"], built["plan"])


def _samples(built):
    samples.write(built["folder"], built["ground"], built["homes"])


def _plan(ground):
    plan = Plan.objects.create(
        slug=PLAN_SLUG,
        title="Cả tỉnh chung tay vì người nghèo, không để ai bị bỏ lại phía sau",
        unit=ground.province,
        start_year=population.OPENING,
        end_year=population.LAST,
    )
    for code, name, participants in _groups(ground):
        group = ParticipantGroup.objects.create(plan=plan, code=code, name=name)
        Participant.objects.bulk_create(
            Participant(group=group, name=called, unit=unit) for called, unit in participants
        )
    return plan


def _groups(ground):
    """(code, name, [(participant, unit)]) of every kind of participant that plans know."""
    province = ground.province
    communes = sorted(ground.communes.values(), key=lambda unit: unit.sort_key)
    return (
        (
            "cap-xa",
            "Ủy ban nhân dân cấp xã",
            [(f"Ủy ban nhân dân {_inside(c)}", c) for c in communes],
        ),
        (
            "so-nganh",
            "Sở, ban, ngành cấp tỉnh",
            [(name, province) for name in ("Sở Nội vụ", "Sở Nông nghiệp và Môi trường", "Sở Y tế")],
        ),
        (
            "mat-tran-doan-the",
            "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội",
            [
                (name, province)
                for name in ("Hội Liên hiệp Phụ nữ tỉnh", "Hội Nông dân tỉnh", "Tỉnh Đoàn")
            ],
        ),
        (
            "doanh-nghiep",
            "Doanh nghiệp, hợp tác xã",
            [("Hợp tác xã nông nghiệp Bình An (ví dụ)", ground.other_commune)],
        ),
        ("thon-lang", "Thôn, làng, khối phố, cộng đồng dân cư", []),
        ("ho-gia-dinh", "Hộ gia đình", []),
        ("ca-nhan", "Cán bộ, công chức, viên chức, cá nhân", []),
    )


def _inside(unit):
    """The name inside a sentence: "Xã Bình An" is "xã Bình An"."""
    return unit.name[0].lower() + unit.name[1:]
