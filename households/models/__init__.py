from households.models.batches import ImportBatch, ImportChange, ImportProblem
from households.models.households import Household, Kinship, Member
from households.models.reviews import EnteredCounts, Review, ReviewProgress, UnitTotals
from households.models.rulings import HeadingRuling, IdentityRuling
from households.models.standards import LocalStandard
from households.models.statuses import Status, Summary

__all__ = [
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
    "Review",
    "ReviewProgress",
    "Status",
    "Summary",
    "UnitTotals",
]
