"""How the tests of uploads send a file: the form's fields, the worker's turn, the confirmation."""

import datetime
import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.module_loading import import_string
from openpyxl import Workbook

from campaign.choices import JobState
from campaign.models import JobRun
from households import situations
from households.models import ImportBatch, Review

HEAD = ["STT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Thôn"]
HEAD += ["Số khẩu", "Điểm B1", "Điểm B2", "Phân loại"]
BINH = ["Hồ Văn Bình", 1970, "Nam", "Kinh", "052070000011", "Khối 1", 4, 110, 40, "Hộ nghèo"]
DAT = ["Đinh Thị Đạt", 1982, "Nữ", "Ba Na", "052182000022", "Khối 2", 3, 130, 20, "Hộ cận nghèo"]
CAN = ["Lò Văn Cẩn", 1991, "Nam", "Mông", "052091000033", "Thôn 1", 5, 120, 30, "Hộ nghèo"]


def open_review(province, year=2025, **fields):
    as_of = datetime.date(year, 12, 31)
    values = {"unit": province, "year": year, "as_of": as_of, "standard": "national-2022"}
    return Review.objects.create(**values | fields)


def workbook(*rows, head=HEAD):
    book = Workbook()
    book.active.append(head)
    for number, row in enumerate(rows, start=1):
        book.active.append([number, *row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def fields(unit, review, content, name="danh sách.xlsx", **more):
    return {
        "kind": "households",
        "unit": unit.pk,
        "review": review.pk if review else "",
        "submit_key": str(uuid.uuid4()),
        "file": SimpleUploadedFile(name, content),
    } | more


def run_jobs():
    """What the worker would do."""
    for job in JobRun.objects.filter(state=JobState.QUEUED).order_by("pk"):
        import_string(job.task).call(job.pk)


def detail(client, batch, **query):
    return client.get(reverse("import_detail", args=[batch.pk]), query)


def confirm(client, batch, **more):
    """As the person who read the page does: what it showed, and a tick where it asks for one."""
    batch = ImportBatch.objects.get(pk=batch.pk)
    data = {"seen": situations.fingerprint(batch)}
    if batch.removed:
        data["removal"] = "on"
    return client.post(reverse("import_confirm", args=[batch.pk]), data | more)


def send(client, person, unit, review, *rows, **more):
    """`person` uploads a list of `unit` and it is checked; gives the batch."""
    client.force_login(person)
    answer = client.post(reverse("import_create"), fields(unit, review, workbook(*rows), **more))
    assert answer.status_code == 302, answer.context["form"].errors
    run_jobs()
    return ImportBatch.objects.first()
