"""The rollup benchmark: a province through five yearly reviews, at three numbers of households.

Portal: `rebuild` all summaries of all years, `refresh` them after one commune's list, and read
them in a figures page and in the official table R1. Loop: what a Django developer would write
first, a count a unit and measure; too slow to be run whole, so it is run on one unit of each
level and year and multiplied by the number of units there (`measured_units` says of how many).
It counts no movements, and the portal does.
"""

import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from campaign.choices import Level
from campaign.models import AdminUnit
from households import counts, rollup
from households.models import Household, ReviewProgress, Status, Summary, UnitTotals
from reporting.bench import province, scratch
from reporting.bench.measure import Case, counts_server, measure, median

SIZES = (10_000, 100_000, 2_250_000)
_READS = 5
# name -> the route of a page of the province, and what else is in its address
_PAGES = {"page": ("figures",), "table": ("table_detail", "r1")}


def run(size=None, tell=lambda _text: None):
    """The figures as a dict; `size` is the largest number of statuses, all years together."""
    sizes = [rows for rows in SIZES if rows < (size or SIZES[-1])] + [size or SIZES[-1]]
    cases = []
    with scratch.database(), override_settings(**_settings()), _one_process():
        ground = province.ground()
        for rows in sizes:
            _empty()
            province.fill(ground, rows)
            _analyze()
            for case in _cases(ground):
                case |= {"name": f"{case['name']}@{rows}", "rows": rows}
                cases.append(case)
                tell(f"{case['name']}: {case['cpu_s']:.3f} s CPU, {case['wall_s']:.3f} s")
        with_server = counts_server()
    return {
        "bench": "rollup",
        "size": sizes[-1],
        "server_cpu_counted": with_server,
        "cases": cases,
        "ratios": _ratios({case["name"]: case["cpu_s"] for case in cases}, sizes),
    }


def _settings():
    """Pages can be asked for here too, where no name of a server and no static file is set up."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": plain}
    return {"ALLOWED_HOSTS": ["testserver"], "STORAGES": storages}


def _cases(ground):
    """The cases at one size as dicts, in the order in which they build on each other."""
    yield measure(
        "rebuild", lambda: [rollup.rebuild(review) for review in ground.reviews]
    ).as_dict()
    _analyze()
    last, commune = ground.reviews[-1], ground.communes[0]
    rollup.refresh(last, [commune.pk])
    rows = Status.objects.filter(review=last, commune=commune).count()
    done = [measure("refresh", lambda: rollup.refresh(last, [commune.pk])) for _ in range(_READS)]
    yield median(done).as_dict() | {"commune_rows": rows}
    first = ground.reviews[0]
    # The reviews that follow are told too: who was listed here may have relapsed there.
    yield measure("refresh_first_year", lambda: rollup.refresh(first, [commune.pk])).as_dict()
    client = Client()
    client.force_login(ground.person)
    for name, (route, *rest) in _PAGES.items():
        address = reverse(route, args=[ground.province.pk, *rest])
        yield _read(name, client, f"{address}?review={last.pk}")
    yield from _loop(ground)


def _read(name, client, address):
    """A page that a person opens: the middle of some readings, after one that warms up."""
    found = []
    for _ in range(_READS + 1):
        asked = []
        with connection.execute_wrapper(_noting(asked)):
            case = measure(name, lambda: _get(client, address))
        found.append((case, asked))
    case, asked = sorted(found[1:], key=lambda pair: pair[0].cpu_s)[_READS // 2]
    return case.as_dict() | {"queries": len(asked), "database_s": round(sum(asked), 4)}


def _get(client, address):
    answer = client.get(address, secure=True)
    if answer.status_code != 200:
        raise AssertionError(address, answer.status_code)


def _noting(asked):
    def note(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append(time.perf_counter() - began)

    return note


def _loop(ground):
    """The page of a province without summaries, and all summaries, as a loop would count them."""
    review, whole = ground.reviews[-1], Case("loop", 0, 0, None)
    sample = (ground.province, ground.districts[0], ground.communes[0], ground.villages[0])
    for unit in sample:
        case = measure("loop_page", lambda unit=unit: _count(unit, review))
        if unit == ground.province:
            yield case.as_dict()
        times = AdminUnit.objects.filter(level=unit.level).count() * len(ground.reviews)
        whole.cpu_s += case.cpu_s * times
        whole.wall_s += case.wall_s * times
    yield whole.as_dict() | {"measured_units": len(sample)}


def _count(unit, review):
    statuses = Status.objects.filter(review=review, **{Level(unit.level).value: unit})
    for count in counts.counts(review.standard).values():
        if count.code.startswith(counts.STORED_CLASSES):
            rows = statuses.filter(count.q)
            if count.weight == counts.HOUSEHOLDS:
                rows.count()
            else:
                rows.aggregate(people=Sum("members"))


def _ratios(cpu, sizes):
    small, large = sizes[0], sizes[-1]
    found = {
        f"{slow}/{quick}@{rows}": cpu[f"{slow}@{rows}"] / cpu[f"{quick}@{rows}"]
        for rows in sizes
        for slow, quick in (("loop", "rebuild"), ("loop_page", "page"))
    }
    if small != large:
        found |= {
            f"{name}@{large}/{name}@{small}": cpu[f"{name}@{large}"] / cpu[f"{name}@{small}"]
            for name in _PAGES
        }
    return {name: round(ratio, 2) for name, ratio in found.items()}


@contextmanager
def _one_process():
    """PostgreSQL without parallel workers: their CPU could not be read."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    yield


def _analyze():
    """As the database's own housekeeping would soon do."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _empty():
    tables = (Summary, ReviewProgress, UnitTotals, Status, Household)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(f'"{model._meta.db_table}"' for model in tables)
            cursor.execute(f"TRUNCATE {names} CASCADE")
            return
        for model in tables:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608
