"""The import benchmark: one file of 10,000 rows and 30 columns, four ways into the same tables."""

from dataclasses import dataclass

from django.db import connection

from campaign.models import JobRun
from households.models import (
    Household,
    ImportBatch,
    ImportProblem,
    ReviewProgress,
    Status,
    Summary,
)
from reporting.bench import lists, portal, resources, scratch
from reporting.bench.measure import counts_server, measure, median

SIZE = 10_000
_RUNS, _LONG_RUNS = 5, 3
_WARM_ROWS = 50
# A case that would take longer is measured on some of the rows and says so.
_LONGEST_S = 240
_SAMPLE = 1000
RATIOS = (("default", "portal"), ("tuned", "portal"), ("portal", "floor"))


def run(size=None, tell=lambda _text: None):
    """The figures as a dict; every case writes the same rows into an emptied database.

    Portal and floor are run in turns, and the median of each counts, so that a busy machine
    troubles both alike. `one_pass_cpu_s` is what the library takes without its preview.
    """
    size = size or SIZE
    with scratch.database() as folder:
        ground = lists.ground()
        desk = _Desk(
            ground,
            tell,
            {
                rows: lists.write(folder / f"{rows}.xlsx", rows)
                for rows in {_WARM_ROWS, _sample(size), size}
            },
        )
        cases = desk.in_turns({"floor": portal.floor, "portal": portal.whole}, size)
        cases += [
            desk.in_two_passes("tuned", resources.tuned, size),
            desk.in_two_passes("default", resources.default, size),
        ]
        with_server = counts_server()
    cpu = {case["name"]: case["cpu_s"] for case in cases}
    return {
        "bench": "import",
        "size": size,
        "server_cpu_counted": with_server,
        "cases": cases,
        "ratios": {f"{a}/{b}": round(cpu[a] / cpu[b], 2) for a, b in RATIOS},
    }


@dataclass
class _Desk:
    """The ground and the files of one run; every piece of work starts from empty tables."""

    ground: object
    tell: object
    files: dict

    def in_turns(self, works, size):
        for work in works.values():
            # Modules, prepared statements and caches belong to a server that runs all day.
            self._once("", work, _WARM_ROWS)
        found = {name: [] for name in works}
        for _run in range(_RUNS if size <= SIZE else _LONG_RUNS):
            for name, work in works.items():
                found[name].append(self._once(name, work, size))
        return [self._told(median(runs).as_dict()) for runs in found.values()]

    def in_two_passes(self, name, work, size):
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX IF NOT EXISTS bench_code ON households_household (code)")
        self._once("", work, _WARM_ROWS)
        rows = _sample(size)
        case = self._once(name, work, rows)
        if 3 * case.wall_s * size / rows <= _LONGEST_S:
            rows, case = size, self._once(name, work, size)
        one_pass, scale = case.cpu_s, size / rows
        case = self._once(name, resources.previewed(work), rows)
        case.cpu_s, case.wall_s = case.cpu_s * scale, case.wall_s * scale
        figures = {"measured_rows": rows, "one_pass_cpu_s": round(one_pass * scale, 3)}
        return self._told(case.as_dict() | figures)

    def _told(self, case):
        self.tell(f"{case['name']}: {case['cpu_s']:.2f} s CPU")
        return case

    def _once(self, name, work, rows):
        case = measure(name, lambda: work(self.files[rows], self.ground))
        written = (Household.objects.count(), Status.objects.count())
        if written != (rows, rows):
            raise AssertionError(name, written)
        _empty()
        return case


def _sample(size):
    return max(min(size // 10, _SAMPLE), 1)


def _empty():
    """Bare tables: on PostgreSQL deleted rows would weigh on the next case."""
    if connection.vendor == "postgresql":
        tables = ", ".join(f'"{model._meta.db_table}"' for model in _WRITTEN)
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
    else:
        for model in _WRITTEN:
            model.objects.all().delete()


_WRITTEN = (ImportProblem, Status, Household, Summary, ReviewProgress, ImportBatch, JobRun)
