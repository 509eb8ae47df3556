"""The table of docs/dirty-lists.md, written from the patterns."""

from tests.households.dirt.pattern import ASK, FIX, REFUSE, REJECT, WARN
from tests.households.dirt.patterns import ALL

_OUTCOMES = {
    FIX: "mended or read as it is meant",
    WARN: "taken in, with a warning",
    ASK: "asked of the officer before it goes in",
    REJECT: "an error at the cell; the list waits until it is mended",
    REFUSE: "the whole file refused, with a sentence",
}
_UPLOADS = {"households": "list", "totals": "totals", "aggregates": "aggregate table"}


def text():
    """The document, in Markdown."""
    lines = [
        "# Dirty lists and what becomes of them",
        "",
        "Each line is a small file made by code in `tests/households/dirt/`, sent through the same",
        "pipeline as an upload and through the import commands; the table is written from there.",
        "Codes are those of `households/sentences.py`. D37 was never given out.",
        "",
        "| | Pattern | Upload | Outcome | Codes told |",
        "|---|---|---|---|---|",
    ]
    for pattern in ALL:
        codes = [pattern.refusal] if pattern.refusal else sorted(pattern.codes)
        told = ", ".join(f"`{code}`" for code in codes) or "—"
        lines.append(
            f"| {pattern.number} | {pattern.what} | {_UPLOADS[pattern.kind]} "
            f"| {_OUTCOMES[pattern.outcome]} | {told} |"
        )
    return "\n".join(lines) + "\n"
