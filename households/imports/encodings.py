"""One warning a sheet whose cells were in an encoding of before Unicode, or broken on their way."""

from campaign.lib.legacy_encodings import MOJIBAKE, TCVN3, VNI
from campaign.lib.numbers import integer

_NAMES = {TCVN3: "TCVN3 (ABC)", VNI: "VNI"}


def tell(content, tally):
    """Add to `tally` what reading the tables of `content` (`tables.Content`) has converted."""
    for sheet in dict.fromkeys(table.sheet for table in (*content.tables, *content.others)):
        tell_sheet(sheet, content.converted.get(sheet, {}), tally)


def tell_sheet(sheet, converted, tally):
    """The same of one sheet, by its name; `converted` is {encoding: cells that were in it}."""
    for encoding, name in _NAMES.items():
        if converted.get(encoding):
            count = integer(converted[encoding])
            tally.add("legacy_encoding", place=(sheet, None), name=name, count=count)
    if converted.get(MOJIBAKE):
        count = integer(converted[MOJIBAKE])
        tally.add("mojibake_repaired", place=(sheet, None), count=count)
