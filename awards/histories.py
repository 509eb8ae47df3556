"""What happened to a nomination: its events, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import pgettext

from awards.models import Nomination
from awards.workflow import BY_VERB
from campaign.models import Event


@dataclass(frozen=True)
class Step:
    at: datetime
    actor: str
    position: str
    words: str
    reason: str


def steps(nomination):
    """All Steps of `nomination`, latest first. One query."""
    events = Event.objects.filter(
        object_type=Nomination._meta.label_lower, object_id=str(nomination.pk)
    ).select_related("actor")
    words = {
        "create": pgettext("việc đã làm", "Lập hồ sơ"),
        "revise": pgettext("việc đã làm", "Sửa nội dung"),
    }
    words |= {verb: transition.label for verb, transition in BY_VERB.items()}
    return [
        Step(
            at=event.at,
            actor=str(event.actor or ""),
            position=event.actor.position if event.actor else "",
            words=words.get(event.verb.partition(".")[2], event.verb),
            reason=event.reason,
        )
        for event in events
    ]
