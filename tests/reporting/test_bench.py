"""The benchmark itself: its shape, and that it leaves the person's data alone."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


def bench(*arguments):
    """What the command prints: one JSON object a benchmark."""
    done = subprocess.run(
        [sys.executable, "manage.py", "bench", *arguments, "--json"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_the_benches_answer_in_one_run():
    imports, rollups = bench("import", "rollup", "--size", "300")

    assert (imports["bench"], imports["size"]) == ("import", 300)
    names = [case["name"] for case in imports["cases"]]
    assert names == ["floor", "portal", "tuned", "default"]
    assert set(imports["ratios"]) == {"default/portal", "tuned/portal", "portal/floor"}
    assert imports["ratios"]["default/portal"] > 3

    assert (rollups["bench"], rollups["size"]) == ("rollup", 300)
    cases = {case["name"].removesuffix("@300"): case for case in rollups["cases"]}
    read = {"page", "table"}
    assert set(cases) == {"rebuild", "refresh", "refresh_first_year", "loop", "loop_page"} | read
    assert all(cases[name]["queries"] < 20 for name in read)
    assert rollups["ratios"]["loop/rebuild@300"] > 3
    for case in (*imports["cases"], *cases.values()):
        assert case["cpu_s"] > 0 and case["wall_s"] > 0 and {"peak_mib"} <= set(case)


def test_a_bench_of_another_name_is_refused():
    with pytest.raises(CommandError) as refused:
        call_command("bench", "import", "paint")
    assert "paint" in str(refused.value)
    assert refused.value.returncode == 2
