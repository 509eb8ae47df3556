"""What a list says of the review itself: on which days, and by whose standard."""

from dataclasses import replace

from campaign.lib.numbers import integer
from households import standards
from households.imports import words
from households.schedule import Schedule


def check_days(days, table, review, tally):
    """Warn of households that were visited before or after the days of this review."""
    if "reviewed_on" not in table.heading.positions:
        return
    first, last = Schedule(review).window
    for index, day in enumerate(days):
        if day and not first <= day <= last:
            tally.add(
                "reviewed_outside",
                place=(table.sheet, table.numbers[index]),
                column=table.heading.labels["reviewed_on"],
                value=f"{day:%d/%m/%Y}",
                first=f"{first:%d/%m/%Y}",
                last=f"{last:%d/%m/%Y}",
            )


def of_this_standard(table, values, standard_code, tally):
    """The rows that speak of the review's standard, where a column says of which each speaks.

    Rows of the other standard belong to the review of that standard: they are left out and told
    in one line.
    """
    said = values.pop("standard")
    if "standard" not in table.heading.positions:
        return table, values
    own = words.LOCAL if standards.get(standard_code).is_local else words.NATIONAL
    kept = [index for index, word in enumerate(said) if word in (own, "", None)]
    gone = len(said) - len(kept)
    if not gone:
        return table, values
    tally.add(
        "other_standard" if kept else "only_other_standard",
        place=(table.sheet, None),
        column=table.heading.labels["standard"],
        count=integer(gone),
        standard=standards.get(standard_code).name,
    )
    parts = {
        name: [getattr(table, name)[index] for index in kept]
        for name in ("numbers", "rows", "contexts")
    }
    values = {key: [column[index] for index in kept] for key, column in values.items()}
    return replace(table, **parts), values
