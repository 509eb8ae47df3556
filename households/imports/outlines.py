"""What a check saw of a file, for the person to choose from: sheets, headings, villages, class.

The outline is stored in the open, so it holds no cell; the first values of a column that nobody
knows are staged with the rows, encrypted.
"""

from campaign.lib.workbook.names import ERROR_COLUMN
from households.imports import cleaning
from households.imports.headings import fold, path_key

_EXAMPLES, _LONGEST = 3, 30
_NAMED = 60
# Of so many names that nobody knows the first are asked about, then the next.
_STRANGERS = 100


def of(content, layout, roster, tally):
    """{"outline": JSON of what may be chosen, "samples": {path of a heading: [first values]}}."""
    headings, samples, known = {}, {}, layout.by_key()
    for table in content.tables:
        asked = [(*one, None) for one in table.heading.unused]
        # What is guessed may be said to be something else.
        for texts, letter, position, guess in (*table.heading.guessed, *asked):
            key = path_key([fold(text) for text in texts])
            if texts == [ERROR_COLUMN] or not key or len(headings) >= _NAMED:
                continue
            entry = {"key": key, "text": cleaning.shown(" › ".join(texts))[:120],
                     "letter": letter, "sheet": table.sheet}  # fmt: skip
            entry |= {"guess": known[guess].heading} if guess else {}
            headings.setdefault(key, entry)
            samples.setdefault(key, _first(table, position))
    missing = tally.sheets_with("columns_missing")
    outline = {
        "sheets": [sheet.as_dict() for sheet in content.sheets],
        "headings": list(headings.values()),
        "classless": sorted(_classless(content, roster, missing)),
        "villages": roster.strangers[:_STRANGERS] if roster else [],
        "unplaced": roster.unplaced if roster else 0,
    }
    return {"outline": outline, "samples": samples}


def _first(table, position):
    """The first different values of a column, citizen ids masked."""
    values = []
    for row in table.sample:
        text = cleaning.shown(row[position]) if position < len(row) else ""
        if text and text[:_LONGEST] not in values:
            values.append(text[:_LONGEST])
    return values[:_EXAMPLES]


def _classless(content, roster, missing):
    """Sheets of which a person may say the class as a whole."""
    for table in content.tables:
        keys = table.heading.positions.keys()
        if table.sheet in missing and not keys & {"class", "class_poor", "class_near"}:
            yield table.sheet
