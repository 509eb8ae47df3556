"""The portal's own way of a list, and the least that any way costs."""

from django.db import transaction

from campaign.lib import sql
from campaign.models import JobRun
from households import ethnicities
from households.choices import BatchKind, BatchState
from households.imports import batches, check, commit
from households.models import Household, Status
from reporting.bench.lists import CLASSES, HEADINGS, SEXES

_AT = {heading: position for position, heading in enumerate(HEADINGS)}


def whole(path, ground):
    """Guard, encrypted storage, limited child, cleaning, matching, staging, commit, summaries."""
    batch = batches.receive(
        path,
        path.name,
        kind=BatchKind.HOUSEHOLDS,
        unit=ground.district,
        review=ground.review,
        by=ground.person,
    )
    batch = check.run(batch, _job(batch, ground))
    batch = commit.apply(batch, by=ground.person, job=_job(batch, ground))
    if batch.state != BatchState.COMMITTED or batch.rejected:
        raise AssertionError(batch.state, batch.refusal)


def _job(batch, ground):
    return JobRun.objects.create(kind="bench", subject_id=batch.pk, requested_by=ground.person)


@transaction.atomic
def floor(path, ground):
    """Fast read in this process, look-ups, one set-based write; no check, no seal, no summary."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - slow to import

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    villages = {unit.name: unit for unit in ground.villages}
    named = {name: ethnicities.find(name) for name in {row[_AT["Dân tộc"]] for row in sheet[1:]}}
    dep, cause = _AT["Thiếu hụt 1"], _AT["Nguyên nhân 1"]
    shared, household, status = [], [], []
    for row in sheet[1:]:
        village = villages[row[_AT["Thôn"]]]
        place = (village.pk, village.commune_id, village.district_id, village.province_id)
        name, birth = row[_AT["Họ và tên chủ hộ"]], int(row[_AT["Năm sinh"]])
        shared.append((row[_AT["Mã hộ"]], name, birth, SEXES[row[_AT["Giới tính"]]], *place))
        household.append((name.lower(), row[_AT["Số CCCD"]][-4:]))
        ethnicity = named[row[_AT["Dân tộc"]]]
        status.append((
            CLASSES[row[_AT["Phân loại"]]], ethnicity, ethnicity != "Kinh",
            int(row[_AT["Số khẩu"]]), int(row[_AT["Điểm B1"]]), int(row[_AT["Điểm B2"]]),
            sum(1 << n for n in range(12) if row[dep + n]),
            sum(1 << n for n in range(5) if row[cause + n]),
        ))  # fmt: skip
    fields = ("code", "head_name", "head_birth_year", "head_sex")
    fields += ("village_id", "commune_id", "district_id", "province_id")
    both = dict(zip(fields, zip(*shared, strict=True), strict=True))
    ids = sql.reserve_ids(Household, len(shared))
    own = dict(zip(("head_key", "citizen_id_tail"), zip(*household, strict=True), strict=True))
    sql.insert_columns(Household, {"id": ids} | both | own, len(ids))
    names = ("poverty_class", "ethnicity", "is_minority", "members", "b1", "b2")
    own = dict(zip((*names, "deprivations", "causes"), zip(*status, strict=True), strict=True))
    key = {"household_id": ids, "review_id": ground.review.pk, "area": "rural"}
    sql.insert_columns(Status, key | both | own, len(ids))
