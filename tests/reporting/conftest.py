"""The year-ends and the nomination of the awards' tests stand here too."""

from tests.awards.conftest import nomination, plan, written, years

__all__ = ["nomination", "plan", "written", "years"]
