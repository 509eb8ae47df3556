"""From a received file to a checked batch: read, clean, place, match, compare, stage.

Nothing but the batch, its problems and its job is written here. Checking again is always safe.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from campaign import jobs
from campaign.lib import sql
from campaign.lib.numbers import integer
from campaign.lib.workbook.refusals import UploadRefused
from households import openings, sayings
from households.choices import BatchKind, BatchState
from households.imports import (
    aggregates,
    checks,
    difference,
    encodings,
    gathering,
    matching,
    meanings,
    outlines,
    places,
    revisions,
    staged,
    storage,
    tables,
    totals,
)
from households.imports.memory import collector_paused
from households.imports.problems import ListRefused, Tally
from households.models import ImportBatch, ImportProblem

KEPT_A_CODE = 1000
_PROBLEM_FIELDS = ("severity", "code", "params", "sheet", "row", "column", "letter", "value")
_ONLY_READ = frozenset(("sequence", "commune", "village"))
OPEN_STATES = (BatchState.RECEIVED, BatchState.CHECKED, BatchState.UNCHANGED)


@collector_paused()
def run(batch, job=None):
    """Check `batch` and return it: CHECKED, UNCHANGED when it would change nothing, or REFUSED.

    A batch that has ended is returned as it is. `job` is told how far the work is and may raise
    `jobs.JobCancelled`.
    """
    if batch.state not in OPEN_STATES:
        return batch
    try:
        if refused := openings.refusal_of_unit(batch.review, batch.unit, of_list=batch.of_list):
            raise ListRefused(refused[0], **refused[1])
        seen = _READERS[batch.kind](batch, job)
    except (ListRefused, UploadRefused) as refusal:
        return refuse(batch, refusal)
    return _keep(batch, seen)


def refuse(batch, refusal):
    """End a batch whose file is not opened, or is no list: code and sentence, nothing staged."""
    batch.state, batch.staged = BatchState.REFUSED, None
    batch.refusal_code, batch.refusal_values = refusal.code, sayings.pack(refusal.values)
    batch.save(update_fields=["state", "staged", "refusal_code", "refusal_values"])
    return batch


def _read(batch, layout, other, job, place_of=None):
    jobs.beat(job, phase=_("Đọc tệp"), done=0, total=0)
    with storage.opened(batch.stored_name) as path:
        return tables.read(
            path,
            batch.file_kind,
            layout,
            other,
            chosen=batch.choices.get("sheets"),
            rulings=meanings.of(batch),
            place_of=place_of,
            beat=lambda done: jobs.beat(job, done=done),
        )


def _households(batch, job):
    """Everything found in a list of households, as the fields of a batch to set."""
    review, tally = batch.review, Tally()
    ground = places.Ground.load(batch.unit, review.as_of)
    layout = gathering.layout(review.standard)
    content = _read(batch, layout, gathering.member_layout(), job, ground.kind_of)
    count = sum(len(table.rows) for table in content.tables)
    headings = {table.sheet: table.heading_row for table in (*content.tables, *content.others)}
    encodings.tell(content, tally)
    jobs.beat(job, phase=_("Kiểm tra"), done=0, total=count)
    classes = batch.choices.get("classes")
    roster = gathering.gather(content, review, batch.file_name, tally, classes=classes)
    seen = {"rows_read": count, "tally": tally, "headings": headings}
    if roster:
        places.resolve(roster, ground, tally, chosen=batch.choices.get("villages", {}))
        checks.run(roster, ground.communes, review.standard, tally)
        members = gathering.gather_members(content, roster, tally)
    seen |= outlines.of(content, layout, roster, tally)
    if tally.has_errors:
        return seen
    jobs.beat(job, phase=_("Đối chiếu"), done=0, total=count)
    scope = matching.Scope.of(roster["commune_id"])
    # Read before what is compared: a commit in between makes the check stale, never unseen.
    seen["revisions"] = revisions.of(scope.related)
    difference.complete(roster, ground.communes)
    matches = matching.match(roster, members, scope, review, batch.answers)
    found = difference.compute(
        roster, members, matches, scope=scope, review=review, ground=ground, tally=tally
    )
    if found.removed:
        tally.add("removes", count=integer(len(found.removed)))
    jobs.beat(job, done=count, total=count)
    return seen | {
        "created": len(found.new),
        "updated": len(found.changed),
        "unchanged": found.unchanged,
        "removed": len(found.removed),
        "missing": len(found.missing),
        "is_empty": found.is_empty and not matches.put_to_the_person,
        "content": {
            "communes": sorted(scope.communes),
            "sheets": roster.sheets,
            "numbers": roster.numbers,
            "columns": _staged_columns(roster, matches),
            "newcomers": roster.newcomers,
            "households": matches.households,
            "people": members,
            **{name: value for name, value in vars(found).items()},
            "questions": [vars(question) for question in matches.questions],
        },
    }


def _staged_columns(roster, matches):
    """What a commit or a page asks of the rows: not what places and members were found by."""
    columns = {key: column for key, column in roster.values.items() if key not in _ONLY_READ}
    return columns | {"citizen_id_index": matches.indexes}


def _totals(batch, job):
    tally = Tally()
    content = _read(batch, totals.layout(), None, job)
    count = sum(len(table.rows) for table in content.tables)
    jobs.beat(job, phase=_("Kiểm tra"), done=0, total=count)
    headings = {table.sheet: table.heading_row for table in content.tables}
    encodings.tell(content, tally)
    seen = {"rows_read": count, "tally": tally, "headings": headings}
    seen |= outlines.of(content, totals.layout(), None, tally)
    return seen | totals.check(content, batch, tally)


def _aggregates(batch, job):
    jobs.beat(job, phase=_("Đọc tệp"), done=0, total=0)
    return aggregates.check(batch, Tally())


_READERS = {
    BatchKind.HOUSEHOLDS: _households,
    BatchKind.TOTALS: _totals,
    BatchKind.AGGREGATES: _aggregates,
}


def _keep(batch, seen):
    tally = seen["tally"]
    rejected = sum(place is not None for place in tally.error_rows)
    unchanged = seen.get("is_empty", False) and not tally.has_errors
    content = {} if unchanged else seen.get("content", {})
    content["headings"] = seen["headings"]
    content["samples"] = seen.get("samples", {})
    content["problems"] = tally.in_order()
    values = {
        "state": BatchState.UNCHANGED if unchanged else BatchState.CHECKED,
        "staged": staged.save(content),
        "rows_read": seen["rows_read"],
        "rejected": rejected,
        # Rows of the sheet of members are rejected too, but not counted as read.
        "accepted": max(seen["rows_read"] - rejected, 0),
        "warnings": tally.warnings,
        "problem_counts": tally.counts,
        "outline": seen.get("outline", {}),
        "revisions": seen.get("revisions", {}),
        **{
            name: seen.get(name, 0)
            for name in ("created", "updated", "unchanged", "removed", "missing")
        },
    }
    with transaction.atomic():
        # Cancelled or confirmed in the meantime: then the result is nobody's.
        if ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN_STATES).update(**values):
            _write_problems(batch, tally)
            for name, value in values.items():
                setattr(batch, name, value)
        else:
            batch.refresh_from_db()
    return batch


def _write_problems(batch, tally):
    """The first of each code; `staged` has all."""
    ImportProblem.objects.filter(batch=batch).delete()
    counts, rows = {}, []
    for problem in tally.in_order():
        code = problem[1]
        counts[code] = counts.get(code, 0) + 1
        if counts[code] <= KEPT_A_CODE:
            rows.append((batch.pk, *problem))
    if rows:
        sql.insert_rows(ImportProblem, ("batch_id", *_PROBLEM_FIELDS), rows)
