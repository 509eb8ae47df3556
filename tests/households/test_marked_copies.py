"""The marked copy of a long file is made in the background and kept until it is asked for."""

import io
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from households.choices import BatchState
from households.imports import copies
from tests.households.uploading import BINH, detail, open_review, run_jobs, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def long(client, cast, ground):
    """A long list of Lan's commune with one bad class, checked; its copy is not made yet."""
    rows = [[f"Nguyễn Văn {n}", 1970, "Nam", "Kinh", "", *BINH[5:]] for n in range(copies.AT_ONCE)]
    faulty = ["Nguyễn Văn Cuối", 1970, "Nam", "Kinh", "", *BINH[5:9], "giàu có"]
    return send(client, cast.lan, ground.a, open_review(ground.province), *rows, faulty)


def address(batch):
    return reverse("import_annotated", args=[batch.pk])


def test_a_long_file_is_marked_after_its_check_and_kept_encrypted(client, long, settings):
    assert (long.state, long.rejected) == (BatchState.CHECKED, 1)
    assert detail(client, long).context["copy"] == copies.Copy.UNDER_WAY
    early = client.get(address(long), follow=True)
    assert "Tệp đã đánh dấu lỗi chưa có." in early.text

    run_jobs()
    assert detail(client, long).context["copy"] == copies.Copy.READY
    kept = Path(settings.MEDIA_ROOT) / "uploads" / copies.name(long)
    assert not kept.read_bytes().startswith(b"PK")
    book = load_workbook(io.BytesIO(b"".join(client.get(address(long)).streaming_content)))
    assert "giàu có" in str([row for row in book.worksheets[0].values])

    # Checked again, the kept copy may speak of what is gone: another one is made.
    client.post(reverse("import_retry", args=[long.pk]))
    assert copies.copy_of(long, checked=None) == copies.Copy.READY
    run_jobs()
    assert detail(client, long).context["copy"] == copies.Copy.UNDER_WAY

    # Lost with the disk: the page offers to make it once more.
    run_jobs()
    kept.unlink()
    assert detail(client, long).context["copy"] == copies.Copy.MISSING
    assert client.post(address(long)).status_code == 302
    assert detail(client, long).context["copy"] == copies.Copy.UNDER_WAY
    run_jobs()
    assert detail(client, long).context["copy"] == copies.Copy.READY
