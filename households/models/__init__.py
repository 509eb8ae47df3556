from households.models.batches import ImportBatch, ImportChange, ImportProblem
from households.models.households import Household, Kinship, Member
from households.models.process import (
    Complaint,
    ProcessRule,
    Reopening,
    Snapshot,
    StepRecord,
    VillageMeeting,
)
from households.models.reviews import EnteredCounts, Review, ReviewProgress, UnitTotals
from households.models.rulings import HeadingRuling, IdentityRuling
from households.models.standards import LocalStandard
from households.models.statuses import Status, Summary

__all__ = [
    "Complaint",
    "EnteredCounts",
    "HeadingRuling",
    "Household",
    "IdentityRuling",
    "ImportBatch",
    "ImportChange",
    "ImportProblem",
    "Kinship",
    "LocalStandard",
    "Member",
    "ProcessRule",
    "Reopening",
    "Review",
    "ReviewProgress",
    "Snapshot",
    "Status",
    "StepRecord",
    "Summary",
    "UnitTotals",
    "VillageMeeting",
]
