"""The benchmark itself: its shape, and that it leaves the person's data alone."""

import json
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.slow
def test_the_import_bench_answers_in_one_run():
    done = subprocess.run(
        [sys.executable, "manage.py", "bench", "import", "--json", "--size", "300"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    assert (figures["bench"], figures["size"]) == ("import", 300)
    names = [case["name"] for case in figures["cases"]]
    assert names == ["floor", "portal", "tuned", "default"]
    for case in figures["cases"]:
        assert case["cpu_s"] > 0 and case["wall_s"] > 0 and {"peak_mib"} <= set(case)
    assert set(figures["ratios"]) == {"default/portal", "tuned/portal", "portal/floor"}
    assert figures["ratios"]["default/portal"] > 3
