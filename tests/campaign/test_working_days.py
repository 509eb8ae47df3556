"""Working days: what a posting of three working days ends on, whatever lies in between."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from campaign import holidays
from campaign.lib.working_days import Calendar, public
from campaign.models import Event, Holiday
from campaign.roles import Role
from tests import factories

FRIDAY = datetime.date(2025, 12, 5)
MONDAY = datetime.date(2025, 12, 8)
PLAIN = Calendar()


def test_a_weekend_is_stepped_over_in_both_directions():
    assert PLAIN.add(FRIDAY, 1) == MONDAY
    assert PLAIN.add(MONDAY, -1) == FRIDAY
    assert PLAIN.add(FRIDAY, 0) == FRIDAY


def test_the_first_day_of_a_posting_counts_when_it_is_worked():
    assert PLAIN.last_of(FRIDAY, 3) == datetime.date(2025, 12, 9)
    saturday = FRIDAY + datetime.timedelta(days=1)
    assert PLAIN.last_of(saturday, 3) == datetime.date(2025, 12, 10)


def test_days_are_counted_with_both_ends():
    assert PLAIN.count(FRIDAY, MONDAY) == 2
    assert PLAIN.count(MONDAY, FRIDAY) == 0


def test_a_day_off_is_left_out_and_a_saturday_worked_for_it_counts():
    off, on = datetime.date(2025, 5, 2), datetime.date(2025, 4, 26)
    known = Calendar(off=frozenset([off]), on=frozenset([on]))
    assert (known.is_working(off), known.is_working(on)) == (False, True)
    assert known.count(datetime.date(2025, 4, 25), on) == 2


def test_adding_and_counting_agree_on_every_day_of_a_year():
    off, on = public(2025)
    known = Calendar(frozenset(off), on)
    for number in range(366):
        day = datetime.date(2025, 1, 1) + datetime.timedelta(days=number)
        for count in (1, 3, 5):
            assert known.count(day, known.last_of(day, count)) == count


def test_the_library_knows_the_days_off_of_the_years_of_the_campaign():
    tet = {2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29)}
    tet |= {2026: (2, 17), 2027: (2, 6)}
    for year, (month, day) in tet.items():
        off, _on = public(year)
        assert off[datetime.date(year, month, day)] == "Tết Nguyên Đán"
        assert {datetime.date(year, m, d) for m, d in holidays.FIXED} <= set(off)


def test_lunar_days_are_unconfirmed_until_the_board_says_otherwise(ground, cast):
    days = {day.day: day for day in holidays.of(ground.province, [2025])}
    assert {(d.month, d.day) for d, day in days.items() if day.confirmed} == holidays.FIXED
    hung_kings = datetime.date(2025, 4, 7)
    values = {"day": hung_kings, "name": "Giỗ Tổ Hùng Vương", "is_off": True}
    values |= {"source": "Thông báo 6150/TB-BLĐTBXH", "confirmed": True}
    holidays.save(ground.province, values, by=cast.minh)
    now = {day.day: day for day in holidays.of(ground.province, [2025])}
    assert now[hung_kings].confirmed and now[hung_kings].source == "Thông báo 6150/TB-BLĐTBXH"
    assert Event.objects.first().verb == "holiday.save"
    elsewhere = {day.day: day for day in holidays.of(ground.other_province, [2025])}
    assert not elsewhere[hung_kings].confirmed


def test_the_board_makes_a_day_worked_and_takes_its_word_back(ground, cast):
    day = datetime.date(2025, 9, 1)
    assert not holidays.calendar(ground.province, [2025]).is_working(day)
    values = {"day": day, "name": "Làm bù", "is_off": False, "source": "", "confirmed": False}
    row = holidays.save(ground.province, values, by=cast.minh)
    holidays.save(ground.province, values | {"name": "Làm việc"}, by=cast.minh)
    assert Holiday.objects.get().name == "Làm việc"
    assert holidays.calendar(ground.province, [2025]).is_working(day)
    holidays.remove(row, by=cast.minh)
    assert not holidays.calendar(ground.province, [2025]).is_working(day)


def test_days_off_are_the_boards_alone(ground, cast):
    values = {"day": FRIDAY, "name": "Nghỉ", "is_off": True, "source": "", "confirmed": False}
    stranger = factories.user("xa", "Người Xa", Role.BOARD, ground.other_province)
    for person in (cast.lan, cast.quang, stranger):
        with pytest.raises(PermissionDenied):
            holidays.save(ground.province, values, by=person)
    assert not Holiday.objects.exists()
