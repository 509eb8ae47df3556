"""Blank templates, drawn from the declared columns, with what is known already filled in.

Last year's households stand in the list with everything but their class and citizen id: the class
is this year's to decide, and a file is no place to hand out citizen ids (a blank one on the way
back leaves the stored one as it is).
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.choices import Level
from campaign.lib.workbook import writing
from campaign.models import AdminUnit
from households import reviews
from households.choices import PovertyClass, Sex
from households.imports import aggregate_columns, sheets
from households.imports.matching import Scope
from households.imports.tables import GUIDE_SHEET
from households.models import Status

ROOM = 200
_TEXTS = frozenset(("citizen_id", "code", "head_name", "name", "village", "commune"))
_PARENTS = {"dep_": "Thiếu hụt", "cause_": "Nguyên nhân nghèo"}
_LIST, _MEMBERS, _TOTALS = "Danh sách hộ", "Thành viên", "Tổng số hộ"
_AGGREGATES = "Biểu tổng hợp"


def household_template(unit, review):
    """An .xlsx for the list of `unit` (province, district or commune) at `review`, as bytes."""
    with override("vi"):
        columns = _chosen(sheets.household(review.standard), unit)
        book = writing.Book({"mau": "danh-sach-ho", "phien-ban": "1"}, subject=_LIST)
        page = book.sheet(_LIST, landscape=True)
        _title(page, len(columns), "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", unit, review)
        page.heading([_drawn(column, unit, review) for column in columns])
        for number, known in enumerate(_last_year(unit, review), 1):
            page.row([(known | {"sequence": number}).get(column.key) for column in columns])
        page.room(ROOM)
        members = book.sheet(_MEMBERS)
        members.heading([_drawn(column, unit, review) for column in sheets.members()])
        members.room(ROOM)
        _guide(book, (*columns, *sheets.members()))
        return book.content()


def totals_template(unit, review):
    """An .xlsx for the totals of what lies below `unit` at `review`, as bytes."""
    with override("vi"):
        columns = _chosen(sheets.totals(), unit)
        below = "village" if unit.level == Level.COMMUNE else "commune"
        columns = [c for c in columns if c.key not in {"village", "commune"} or c.key == below]
        book = writing.Book({"mau": "tong-so-ho", "phien-ban": "1"}, subject=_TOTALS)
        page = book.sheet(_TOTALS)
        _title(page, len(columns), "TỔNG SỐ HỘ, SỐ NHÂN KHẨU", unit, review)
        page.heading([_drawn(column, unit, review) for column in columns])
        for name in _names(unit, review, below):
            page.row([name if column.key == below else None for column in columns])
        page.room(10)
        _guide(book, columns)
        return book.content()


def aggregates_template(unit, review):
    """An .xlsx for the aggregate table of `unit` at `review`, as bytes: its communes, or districts
    with their communes, to be filled in at whichever level the numbers are known."""
    keys = ("households", "people", "minority_households", "poor", "poor_people")
    keys += ("poor_minority", "near_poor", "near_poor_people", "near_poor_minority", "average")
    with override("vi"):
        known = aggregate_columns.layout().by_key()
        book = writing.Book({"mau": "bieu-tong-hop", "phien-ban": "1"}, subject=_AGGREGATES)
        page = book.sheet(_AGGREGATES, landscape=True)
        _title(page, len(keys) + 2, "BIỂU TỔNG HỢP KẾT QUẢ RÀ SOÁT", unit, review)
        page.heading(
            [
                writing.Column("TT", kind="text", width=6),
                writing.Column("Đơn vị", kind="text", width=26),
                *(writing.Column(known[key].heading, kind="integer", width=12) for key in keys),
            ]
        )
        for number, name, is_group in _tree(unit, review):
            page.row([number, name, *[None] * len(keys)], bold=is_group)
        page.row([None, "Tổng cộng", *[None] * len(keys)], bold=True)
        return book.content()


def _tree(unit, review):
    """(number, name, whether it is a district) of the districts and communes below `unit`."""
    if unit.level == Level.COMMUNE:
        yield "1", unit.name, False
        return
    below = AdminUnit.objects.within(unit).on(review.as_of).exclude(pk=unit.pk)
    units = list(below.filter(level__in=[Level.DISTRICT, Level.COMMUNE]))
    for number, top in enumerate([u for u in units if u.parent_id == unit.pk], start=1):
        yield str(number), top.name, top.level == Level.DISTRICT
        children = [u for u in units if u.parent_id == top.pk]
        for place, child in enumerate(children, start=1):
            yield f"{number}.{place}", child.name, False


def _chosen(columns, unit):
    """The columns of our template; the commune only where the upload does not fix it."""
    fixed = unit.level == Level.COMMUNE
    return [c for c in columns if c.in_template and not (fixed and c.key == "commune")]


def _title(page, width, text, unit, review):
    page.line(text, last=width, bold=True, align="center")
    place = f"{unit.name} - {review}"
    page.line(place, last=width, align="center")


def _drawn(column, unit, review):
    """A declared column as the writer draws it, with its drop-down."""
    parent = next((name for key, name in _PARENTS.items() if column.key.startswith(key)), "")
    choices = column.choices
    if column.key in {"commune", "village"}:
        choices = _names(unit, review, column.key)
    elif column.example == "x":
        choices = ("x",)
    return writing.Column(
        column.heading.rpartition(" ")[2] if parent else column.heading,
        kind="text" if column.key in _TEXTS else "general",
        width=column.width,
        choices=choices,
        help=column.help,
        parent=parent,
        strict=column.key not in {"commune", "village", "ethnicity"},
    )


def _names(unit, review, level):
    """The names to choose from: communes of the unit, or villages where they are those of one."""
    if level == Level.VILLAGE and unit.level != Level.COMMUNE:
        return ()
    units = AdminUnit.objects.within(unit).filter(level=level).on(review.as_of)
    return tuple(units.values_list("name", flat=True))


def _last_year(unit, review):
    """Households listed at the review before, as {column key: value}, at their place of today."""
    before = reviews.previous(review)
    if not before:
        return
    places = AdminUnit.objects.within(unit).filter(level=Level.VILLAGE).on(review.as_of)
    scope = Scope.of(places.order_by().values_list("commune", flat=True).distinct())
    here = {scope.life(place.pk): place for place in places.select_related("commune")}
    statuses = Status.objects.listed().filter(review__in=before, commune__in=scope.related)
    for status in statuses.order_by("village__sort_key", "head_name", "pk"):
        place = here.get(scope.life(status.village_id))
        if place:
            yield {
                "commune": place.commune.name,
                "village": place.name,
                "code": status.code,
                "head_name": status.head_name,
                "birth": status.head_birth_year,
                "sex": str(Sex(status.head_sex).label) if status.head_sex else None,
                "ethnicity": status.ethnicity,
                "members": status.members,
                "former": str(PovertyClass(status.poverty_class).label),
            }


def _guide(book, columns):
    page = book.sheet(GUIDE_SHEET)
    page.heading(
        [
            writing.Column(_("Cột"), width=30),
            writing.Column(_("Cách ghi"), width=70),
            writing.Column(_("Ví dụ"), width=20),
        ]
    )
    for column in columns:
        if column.help or column.example:
            page.row([column.heading, column.help, column.example])
