"""Who may take which step from where: every combination, from the one table."""

import re
from pathlib import Path

import pytest

from awards import drafts, regimes, workflow
from awards.choices import Stage
from awards.models import Nomination
from campaign.models import Event
from campaign.roles import PERMISSIONS, Permission, Role
from campaign.versions import Stale
from tests import factories
from tests.awards.conftest import TEXTS

REASON = "Thiếu số, ngày của quyết định khen thưởng năm trước."
# How each stage is reached by walking: (verb, who).
WALKS = {
    Stage.DRAFT: [],
    Stage.SUBMITTED: [("submit", "lan")],
    Stage.RETURNED: [("submit", "lan"), ("return", "minh")],
    Stage.ACCEPTED: [("submit", "lan"), ("accept", "minh")],
}


@pytest.fixture
def reach(years, written, cast):
    """A function that brings the nomination to a stage by its proper steps."""

    def walk(stage):
        for verb, who in WALKS[stage]:
            workflow.perform(written, verb, by=getattr(cast, who), comment=REASON)
        assert written.stage == stage
        return written

    return walk


def expected(transition, stage, role, *, inside, own):
    return (
        inside
        and transition.needs in PERMISSIONS[role]
        and stage in transition.sources
        and not (transition.four_eyes and own)
    )


@pytest.mark.parametrize("stage", Stage, ids=str)
def test_every_step_from_every_stage_for_every_role_and_place(stage, reach, ground):
    nomination = reach(stage)
    people = {}
    for role in Role:
        everywhere = role == Role.ADMINISTRATOR
        inside = None if everywhere else ground.province
        people[role, True] = factories.user(f"{role}-trong", "Người Trong", role, inside)
        if not everywhere:
            people[role, False] = factories.user(f"{role}-ngoai", "Người Ngoài", role, ground.b)
    for (role, inside), person in people.items():
        for transition in workflow.TRANSITIONS:
            for own in (False, True):
                # As if the person had made the nomination: not saved.
                nomination.created_by_id = person.pk if own else nomination.submitted_by_id or 0
                reason = workflow.why_not(nomination, transition.verb, person)
                wanted = expected(transition, stage, role, inside=inside, own=own)
                assert (reason is None) is wanted, (stage, transition.verb, role, inside, own)
                assert reason is None or reason.endswith((".", "”."))


@pytest.mark.parametrize("stage", Stage, ids=str)
@pytest.mark.parametrize("verb", workflow.BY_VERB)
def test_a_step_changes_the_stage_as_the_table_says_or_nothing(stage, verb, reach, cast):
    nomination = reach(stage)
    transition = workflow.BY_VERB[verb]
    by = cast.lan if transition.needs == Permission.NOMINATION_EDIT else cast.minh
    before = Event.objects.count()
    if stage in transition.sources:
        workflow.perform(nomination, verb, by=by, comment=REASON)
        assert nomination.stage == transition.target
        event = Event.objects.first()
        assert (event.verb, event.actor) == (f"nomination.{verb}", by)
        assert nomination.history.first().stage == transition.target
        assert nomination.history.first().history_user == by
    else:
        with pytest.raises(workflow.Refused):
            workflow.perform(nomination, verb, by=by, comment=REASON)
        assert Nomination.objects.get().stage == stage
        assert Event.objects.count() == before


def test_a_return_needs_its_reason(reach, cast):
    nomination = reach(Stage.SUBMITTED)
    with pytest.raises(workflow.Refused) as refusal:
        workflow.perform(nomination, "return", by=cast.minh, comment="  ")
    assert "lý do" in str(refusal.value)
    workflow.perform(nomination, "return", by=cast.minh, comment=REASON)
    assert nomination.return_reason == REASON


def test_whoever_submitted_does_not_accept(reach, cast):
    nomination = reach(Stage.DRAFT)
    workflow.perform(nomination, "submit", by=cast.admin)
    assert "người khác" in workflow.why_not(nomination, "accept", cast.admin)
    assert workflow.why_not(nomination, "accept", cast.minh) is None


def test_an_unready_nomination_is_not_submitted(nomination, cast):
    with pytest.raises(workflow.Refused) as refusal:
        workflow.perform(nomination, "submit", by=cast.lan)
    assert "còn thiếu 6 mục" in str(refusal.value)


def test_the_second_of_two_steps_at_once_changes_nothing(reach, cast):
    nomination = reach(Stage.SUBMITTED)
    other = Nomination.objects.get()
    workflow.perform(nomination, "withdraw", by=cast.lan)
    with pytest.raises(Stale) as stale:
        workflow.perform(other, "accept", by=cast.minh)
    assert stale.value.current.stage == Stage.DRAFT
    assert Nomination.objects.get().accepted_by is None
    assert not Event.objects.filter(verb="nomination.accept").exists()


def test_a_step_on_a_page_that_is_out_of_date_changes_nothing(reach, cast):
    nomination = reach(Stage.DRAFT)
    seen = nomination.version
    drafts.revise(nomination, TEXTS | {"summary": "Bản mới"}, seen=seen, by=cast.lan)
    with pytest.raises(Stale):
        workflow.perform(nomination, "submit", by=cast.lan, version=seen)
    assert Nomination.objects.get().stage == Stage.DRAFT


def test_the_regime_is_frozen_on_the_day_of_receipt(reach):
    nomination = reach(Stage.ACCEPTED)
    today = nomination.received_at.date()
    assert regimes.get(nomination.regime) == regimes.on(today)


def test_a_withdrawn_nomination_loses_its_frozen_figures(reach, cast):
    nomination = reach(Stage.SUBMITTED)
    assert nomination.evidence["years"]
    workflow.perform(nomination, "withdraw", by=cast.lan)
    assert nomination.evidence == {} and nomination.submitted_by is None


def test_the_diagram_in_the_docs_is_drawn_from_the_table():
    path = Path(__file__).parents[2] / "docs" / "nomination-workflow.md"
    assert path.read_text() == workflow.diagram()
    arrows = re.findall(r"^    (\w+) --> (\w+): ", workflow.diagram(), re.MULTILINE)
    assert len(arrows) == sum(len(transition.sources) for transition in workflow.TRANSITIONS)
