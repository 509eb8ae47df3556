"""The details of an event, in words: what each known key is called, and how its value reads.

Keys that nobody named here are for the portal itself and are not shown. Values that are words of
another app are found by its model and field, as texts: this app knows the others' tables, not
their code; words that are in no table are brought by `bring`.
"""

import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.lib.numbers import integer
from campaign.roles import Role

LABELS = {
    "year": gettext_lazy("Năm"),
    "fields": gettext_lazy("Mục đã sửa"),
    "source": gettext_lazy("Từ"),
    "target": gettext_lazy("Đến"),
    "role": gettext_lazy("Vai trò"),
    "alias": gettext_lazy("Tên gọi khác"),
    "names": gettext_lazy("Tên"),
    "headings": gettext_lazy("Tiêu đề cột"),
    "created": gettext_lazy("Mới"),
    "updated": gettext_lazy("Thay đổi"),
    "removed": gettext_lazy("Đưa ra khỏi danh sách"),
    "rows": gettext_lazy("Số dòng"),
    "lines": gettext_lazy("Số dòng"),
    "answers": gettext_lazy("Số câu trả lời"),
    "table": gettext_lazy("Danh mục"),
    "kind": gettext_lazy("Loại"),
    "format": gettext_lazy("Định dạng"),
    "outcome": gettext_lazy("Kết quả"),
    "day": gettext_lazy("Ngày"),
    "code": gettext_lazy("Mốc"),
    "value": gettext_lazy("Giá trị"),
    "paper": gettext_lazy("Văn bản"),
    "late": gettext_lazy("Gửi muộn"),
}
# key -> the fields whose choices its value is one of
_CHOICES = {
    "source": ("households.reviewprogress.step", "households.review.state"),
    "outcome": ("households.complaint.outcome",),
    "kind": ("households.importbatch.kind",),
}
_CHOICES["target"] = _CHOICES["source"]
_BROUGHT = {}


def bring(key, words):
    """Say what the values of `key` are called: {value: its name}."""
    _BROUGHT[key] = words


def lines(event):
    """[(label, text)] of what is known of `event`, in the order it was written."""
    found = []
    for key, value in event.detail.items():
        if key in LABELS and (text := _text(event, key, value)):
            found.append((LABELS[key], text))
    return found


def _text(event, key, value):
    """The value in words; "" when it says nothing to a person."""
    if key in _READERS:
        return _READERS[key](event, value)
    if key in _BROUGHT:
        return str(_BROUGHT[key].get(value, ""))
    if key in _CHOICES:
        return _choice(event, key, value)
    return _plain(value)


def _plain(value):
    if isinstance(value, bool):
        return _("Có") if value else ""
    if isinstance(value, int):
        return integer(value) if value else ""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value) if isinstance(value, str) else ""


def _choice(event, key, value):
    paths = _CHOICES[key]
    if event.object_type == "awards.nomination":
        paths = ("awards.nomination.stage",)
    for path in paths:
        table, _dot, name = path.rpartition(".")
        choices = dict(apps.get_model(table)._meta.get_field(name).flatchoices)
        if value in choices:
            return str(choices[value])
    return ""


def _fields(event, names):
    """The fields of the event's own table, by what its forms call them."""
    try:
        meta = apps.get_model(event.object_type)._meta
    except (LookupError, ValueError):
        return ""
    found = []
    for name in names:
        try:
            found.append(str(meta.get_field(name).verbose_name))
        except FieldDoesNotExist:  # a field of an earlier version
            continue
    return ", ".join(found)


def _rows(event, rows):
    """How many rows in all: a number, or the numbers by kind."""
    return _plain(sum(rows.values()) if isinstance(rows, dict) else rows)


def _table(event, name):
    try:
        return str(apps.get_model("campaign", name)._meta.verbose_name)
    except LookupError:
        return ""


def _day(event, text):
    return f"{datetime.date.fromisoformat(text):%d/%m/%Y}"


def _value(event, text):
    """A number of days, or a date as it is stored."""
    try:
        return _day(event, text)
    except ValueError:
        return text


_READERS = {
    "year": lambda event, year: str(year),
    "fields": _fields,
    "role": lambda event, role: str(dict(Role.choices).get(role, "")),
    "rows": _rows,
    "table": _table,
    "day": _day,
    "value": _value,
}
