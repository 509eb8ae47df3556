from households.models.batches import ImportBatch, ImportChange, ImportProblem
from households.models.households import Household, Member
from households.models.reviews import Review, ReviewProgress, UnitTotals
from households.models.statuses import Status, Summary

__all__ = [
    "Household",
    "ImportBatch",
    "ImportChange",
    "ImportProblem",
    "Member",
    "Review",
    "ReviewProgress",
    "Status",
    "Summary",
    "UnitTotals",
]
