from campaign.models.events import Event
from campaign.models.groups import Participant, ParticipantGroup
from campaign.models.holidays import Holiday
from campaign.models.jobs import JobRun
from campaign.models.people import Assignment, User
from campaign.models.plans import Plan
from campaign.models.units import AdminUnit, UnitAlias, UnitChange, UnitName

__all__ = [
    "AdminUnit",
    "Assignment",
    "Event",
    "Holiday",
    "JobRun",
    "Participant",
    "ParticipantGroup",
    "Plan",
    "UnitAlias",
    "UnitChange",
    "UnitName",
    "User",
]
