"""Which sheets of a file are read: what each of them fits, and those that a person ticked.

By default all that fit, but for hidden ones and for sheets that only sum the others up. A sheet
with people under a "relation" column is a list of its own with the members under their heads, or
the second sheet of a list that stands elsewhere in the file.
"""

import re
from dataclasses import asdict, dataclass

from campaign.lib.vietnamese import name_key

LIST, DETAILED, EXPORT, MEMBERS = "list", "detailed", "export", "members"
HIDDEN, SUMMARY, NO_HEADING = "hidden", "summary", "no_heading"
_SUMMARY = re.compile(r"(?:bieu |bang )?(?:th|tong hop|tong cong|tonghop)\b")
# What is said of a household only, so that its sheet is no mere list of members.
_OF_HOUSEHOLDS = ("class", "change_", "flag_", "support_", "dep_", "village", "member_sequence")
_OF_EXPORTS = frozenset(("reviewed_on", "quick_result", "reviewer"))


@dataclass
class Sheet:
    """`fits` is the layout, "" when none does; `why` an unchosen sheet is left out.

    `doubtful`: a sheet of members that may be the list itself when there is no other.
    """

    name: str
    rows: int
    hidden: bool
    fits: str
    chosen: bool = False
    why: str = ""
    doubtful: bool = False
    conceals: bool = False

    as_dict = asdict


def seen(sheet, rows, heading, second):
    """The Sheet, from its Heading as a list of households and that as one of members."""
    whole = bool(heading and not heading.missing)
    fits = _fit(heading, second if second and not second.missing else None, whole)
    return Sheet(
        sheet.name,
        len(rows),
        sheet.hidden,
        fits,
        doubtful=whole and fits == MEMBERS,
        conceals=sheet.conceals,
    )


def _fit(heading, second, whole):
    if second:
        if whole and any(key.startswith(_OF_HOUSEHOLDS) for key in heading.positions):
            return DETAILED
        return MEMBERS
    if not heading:
        return ""
    keys = set(heading.positions)
    if "relation" in keys:
        return DETAILED
    return EXPORT if keys & _OF_EXPORTS and not keys & {"birth", "birth_male"} else LIST


def settle(sheets, wanted):
    """Mark the sheets that are read: `wanted` by name, or (None) by default."""
    fitting = [sheet for sheet in sheets if sheet.fits]
    if not any(sheet.fits != MEMBERS for sheet in fitting):
        for sheet in fitting:
            sheet.fits = DETAILED if sheet.doubtful else MEMBERS
    for sheet in sheets:
        if not sheet.fits:
            sheet.why = HIDDEN if sheet.hidden else NO_HEADING
        elif wanted is not None:
            sheet.chosen = sheet.name in wanted
        elif sheet.hidden:
            sheet.why = HIDDEN
        elif _SUMMARY.match(name_key(sheet.name)):
            sheet.why = SUMMARY
        else:
            sheet.chosen = True
