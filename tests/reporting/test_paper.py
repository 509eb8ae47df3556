"""manage.py paper."""

import io
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from campaign.lib import pdf
from reporting import assembly, papers


def printed(*args, **options):
    out = StringIO()
    call_command("paper", *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def report(ground, cast, plan):
    return assembly.create(plan=plan, unit=ground.a, year=2025, by=cast.lan)


def test_every_kind_lists_what_can_be_printed(written, report):
    assert set(papers.KINDS) >= {"dossier", "annual-report"}
    (line,) = printed("dossier", list=True).splitlines()
    assert line.startswith(f"{written.pk}\t") and "Nhân dân và cán bộ xã An Hòa" in line
    (line,) = printed("annual-report", list=True).splitlines()
    assert line.startswith(f"{report.pk}\t") and "Xã An Hòa" in line


@pytest.mark.parametrize(("kind", "words"), [("dossier", "TỜ TRÌNH"), ("annual-report", "BÁO CÁO")])
def test_a_paper_is_written_to_the_file(kind, words, written, report, tmp_path):
    out = tmp_path / "giay.pdf"
    pk = written.pk if kind == "dossier" else report.pk
    printed(kind, pk, out=out)
    assert words in PdfReader(io.BytesIO(out.read_bytes())).pages[0].extract_text()


@pytest.mark.parametrize(
    ("args", "status"),
    [(("dossier", "999", "--out", "x.pdf"), 2), (("dossier",), 2), (("dossier", "1"), 2)],
)
def test_a_wrong_call_is_refused(args, status, db):
    with pytest.raises(CommandError) as refusal:
        printed(*args)
    assert refusal.value.returncode == status


def test_a_paper_that_cannot_be_drawn_says_why(written, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "MEMORY_BYTES", 64 * 1024**2)
    with pytest.raises(CommandError) as refusal:
        printed("dossier", written.pk, out=tmp_path / "giay.pdf")
    assert refusal.value.returncode == 1
    assert not (tmp_path / "giay.pdf").exists()


def test_an_unknown_kind_ends_with_status_2():
    answer = subprocess.run(
        [sys.executable, "manage.py", "paper", "nothing", "1"], capture_output=True, check=False
    )
    assert answer.returncode == 2
