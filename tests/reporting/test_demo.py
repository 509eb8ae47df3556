"""The demonstration: plausible, whole, the same every time, and nobody's real data."""

from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from awards.models import Nomination
from campaign.models import AdminUnit, ParticipantGroup, Plan, User
from campaign.roles import Role
from households import citizen_ids, measures, standards
from households.choices import Change, PovertyClass, numbers
from households.imports import batches, check, commit
from households.models import Household, Review, Status, UnitTotals
from reporting.demo import campaign, people, population, registers, samples, territory
from reporting.models import AnnualReport

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def homes():
    return registers.households()


def count(homes, year):
    found = Counter(h.findings[year].poverty_class for h in homes if year in h.findings)
    return found[PovertyClass.POOR], found[PovertyClass.NEAR_POOR]


def test_the_opening_is_of_the_published_order(homes):
    assert count(homes, 2021) == (2432, 3685)
    assert sum(commune.households for commune in territory.COMMUNES) == 38_364


def test_poverty_falls_every_year_and_to_well_under_half(homes):
    listed = [sum(count(homes, year)) for year in registers.YEARS]
    assert listed == sorted(listed, reverse=True)
    assert listed[-1] < 0.45 * listed[0]


def test_households_persist_escape_fall_back_and_appear(homes):
    for year in (2023, 2024, 2025):
        changes = Counter(h.findings[year].change for h in homes if year in h.findings)
        kinds = {Change.OLD, Change.ESCAPED, Change.RELAPSED, Change.NEW, Change.MOVED_OUT}
        assert set(changes) == kinds
        assert changes[Change.OLD] > changes[Change.ESCAPED] > changes[Change.RELAPSED]


def test_every_build_has_the_same_households(homes):
    assert registers.households() == homes


def test_no_commune_depends_on_another(homes):
    ids = population.names.CitizenIds()
    alone = population.settle(territory.COMMUNES[3], ids, urban_until=0)
    code = territory.COMMUNES[3].code
    together = [home for home in homes if home.village[0] == code]
    assert [(h.head_name, h.findings) for h in alone] == [
        (h.head_name, h.findings) for h in together
    ]


def test_the_points_of_every_finding_agree_with_its_class(homes):
    for home in homes:
        for year, found in home.findings.items():
            urban = home.village[0] in registers.TOWNSHIPS and year <= registers.LAST_URBAN_YEAR
            area = "urban" if urban else "rural"
            points = standards.NATIONAL_2022.classify(area, found.b1, found.b2)
            assert points == found.poverty_class
            assert found.b2 == 10 * len(numbers(found.deprivations))


def test_citizen_ids_have_the_right_form_and_no_two_are_alike(homes):
    ids = [home.citizen_id for home in homes if home.citizen_id]
    assert len(set(ids)) == len(ids) > 0.8 * len(homes)
    assert {len(citizen_ids.normalise(one)) for one in ids} == {12}
    assert {one[:3] for one in ids} == {"052"} <= citizen_ids.PROVINCE_DIGITS
    for home in homes[:500]:
        if home.citizen_id:
            assert int(home.citizen_id[4:6]) == home.birth_year % 100
            assert int(home.citizen_id[3]) % 2 == (home.sex == "female")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, built once (with the units of its own province) and rolled back."""
    told, folder = [], tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        parts = campaign.build(lambda *step: told.append(step), folder, provinces=["52"])
        yield SimpleNamespace(told=told, folder=folder, ground=parts["ground"])
        transaction.set_rollback(True)


@pytest.fixture
def demo(built, db):
    return built


def test_progress_is_told_step_by_step(demo):
    total = demo.told[0][1]
    assert [number for number, _total, _words in demo.told] == list(range(1, total + 1))


def test_there_is_a_review_for_each_year_on_the_map_of_its_day(demo):
    reviews = Review.objects.order_by("year").values_list("year", "kind", "unit__name", "state")
    assert list(reviews) == [
        (2021, "opening", "Tỉnh Bình Định", "locked"),
        (2022, "annual", "Tỉnh Bình Định", "locked"),
        (2023, "annual", "Tỉnh Bình Định", "locked"),
        (2024, "annual", "Tỉnh Bình Định", "locked"),
        (2025, "annual", "Tỉnh Gia Lai", "open"),
    ]


def test_the_figures_of_the_opening_are_those_of_the_district(demo):
    district = AdminUnit.objects.get(code="547", level="district")
    found = {v.code: v for v in measures.figures(district, Review.objects.get(year=2021))}
    shown = [found[code].display for code in ("households", "poor", "near_poor", "poor_rate")]
    assert shown == ["38.364", "2.432", "3.685", "6,34"]


def test_every_village_of_the_old_map_stands_on_today_s(demo):
    old = AdminUnit.objects.filter(level="village", district__code="547")
    new = AdminUnit.objects.filter(level="village", province__valid_to=None)
    assert old.count() == new.count() == sum(len(c.villages) for c in territory.COMMUNES)
    edges = old.values_list("changes_out__target", "changes_out__extent")
    assert {target for target, _extent in edges} == set(new.values_list("pk", flat=True))
    assert {extent for _target, extent in edges} == {"whole"}


def test_one_commune_s_list_and_totals_of_the_last_year_are_left_to_be_uploaded(demo):
    communes = AdminUnit.objects.filter(level="commune", province__valid_to=None)
    within = {u.name for u in communes if u.children.exists()}
    for model, place in ((Status, "commune__name"), (UnitTotals, "unit__commune__name")):
        there = set(model.objects.filter(review__year=2025).values_list(place, flat=True))
        assert within - there == {"Xã Bình Hiệp"}


def test_no_village_has_more_poor_households_than_households(demo):
    totals = {(t.review_id, t.unit_id): t.households for t in UnitTotals.objects.all()}
    listed = Counter(Status.objects.listed().values_list("review_id", "village_id"))
    assert [key for key, number in listed.items() if number > totals[key]] == []


def test_whoever_signs_in_with_the_printed_password_has_the_printed_role(demo):
    rows = {name: role for name, _who, role in people.logins()}
    assert set(rows) == {person.username for person in people.PEOPLE}
    assert {user.check_password(people.PASSWORD) for user in User.objects.all()} == {True}
    held = {a.role for user in User.objects.all() for a in user.assignments.all()}
    assert held == set(Role)


def test_the_district_officer_s_time_is_over(demo):
    assert User.objects.get(username="hung").current_assignments == []


def test_lan_sees_her_commune_s_households_and_no_others(demo):
    lan = User.objects.get(username="lan")
    seen = Household.objects.visible_to(lan).values_list("commune__code", flat=True)
    assert set(seen) == {"21811", "21817", "21826"}


def test_nominations_stand_in_every_stage(demo):
    assert Counter(Nomination.objects.values_list("stage", flat=True)) == {
        "draft": 1,
        "submitted": 1,
        "returned": 1,
        "accepted": 1,
    }


def test_one_annual_report_is_sent_and_one_is_being_written(demo):
    reports = AnnualReport.objects.values_list("unit__name", "state")
    assert set(reports) == {("Xã Bình An", "submitted"), ("Xã Bình Hiệp", "draft")}


def test_the_plan_has_participants_of_its_own_province(demo):
    plan = Plan.objects.get()
    assert plan.unit.name == "Tỉnh Gia Lai"
    assert plan.unit.valid_to is None
    assert ParticipantGroup.objects.filter(plan=plan).count() == 7
    assert timezone.localdate() >= plan.unit.valid_from


def upload(demo, content, *, kind="households"):
    """Check a workbook as Lan would; the batch."""
    lan = User.objects.get(username="lan")
    review = Review.objects.get(year=2025)
    path = demo.folder / "upload.xlsx"
    path.write_bytes(content)
    unit = demo.ground.commune
    batch = batches.receive(path, "upload.xlsx", kind=kind, unit=unit, review=review, by=lan)
    return check.run(batch)


def test_the_sample_list_has_the_planted_mistakes_and_no_others(demo):
    batch = upload(demo, (demo.folder / samples.LIST).read_bytes())
    found = {
        (problem.column, problem.value, problem.code)
        for problem in batch.problems.all()
        if problem.code != "near_poor_many_deprivations"
    }
    # A number that was meant for a citizen id is repeated masked.
    planted = {
        (heading, "" if cell is None else str(cell).replace("05209599", "••••••••9599"), code)
        for heading, cell, code in samples.MISTAKES.values()
    }
    assert found == planted
    assert (batch.state, batch.rejected) == ("checked", 7)


def test_the_mended_list_and_its_totals_complete_the_year(demo, homes):
    """What the import writes for a household is what the demonstration writes for the others."""
    lan = User.objects.get(username="lan")
    commit.apply(upload(demo, samples.household_list(demo.ground, homes, mistakes=False)), by=lan)
    totals = (demo.folder / samples.TOTALS).read_bytes()
    commit.apply(upload(demo, totals, kind="totals"), by=lan)
    review = Review.objects.get(year=2025)
    found = {v.code: v for v in measures.figures(demo.ground.province, review)}
    assert (found["poor"].value, found["near_poor"].value) == count(homes, 2025)
    assert found["mv_poor_gap"].value == 0
    assert found["poor_rate"].value is not None
    stored = {
        status.household.code: (
            status.village,
            status.poverty_class,
            status.members,
            status.b1,
            status.b2,
            status.deprivations,
            status.causes,
            status.flags,
            status.ethnicity,
            status.is_minority,
        )
        for status in Status.objects.filter(
            review=review, commune=demo.ground.commune
        ).select_related("household", "village")
    }
    written = {
        home.code: (
            demo.ground.new[home.village],
            home.findings[2025].poverty_class,
            home.findings[2025].members,
            home.findings[2025].b1,
            home.findings[2025].b2,
            home.findings[2025].deprivations,
            home.findings[2025].causes,
            home.flags,
            home.ethnicity,
            home.is_minority,
        )
        for home in samples.listed(demo.ground, homes)
        if min(home.findings) < 2025  # the others have no code in the list
    }
    assert {code: row for code, row in stored.items() if code} == written
