"""Filters of official papers: dates and numbers as Nghị định 30/2020/NĐ-CP writes them."""

import datetime

from django import template

register = template.Library()
_BLANK = "\u00a0" * 6


@register.filter
def official_date(day):
    """ "ngày 05 tháng 02 năm 2026": zeros before days under 10 and months 1 and 2.

    A number stands for a year whose day and month are written in by hand at signing; a text is
    taken as it is.
    """
    if isinstance(day, datetime.date):
        month = f"{day.month:02}" if day.month < 3 else day.month
        return f"ngày {day.day:02} tháng {month} năm {day.year}"
    if isinstance(day, int):
        return f"ngày{_BLANK}tháng{_BLANK}năm {day}"
    return day or ""


@register.filter
def official_number(number):
    """ "Số: 05/TTr-UBND"; room for the clerk's number when it begins with the stroke."""
    number = str(number)
    return f"Số:{_BLANK}{number}" if number.startswith("/") else f"Số: {number}"
