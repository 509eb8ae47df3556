"""Dates and numbers as Vietnamese offices write them, in either language of the portal."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import engines
from django.utils import formats, translation

from campaign.templatetags import portal


class DayForm(forms.Form):
    day = forms.DateField(required=False)
    share = forms.DecimalField(required=False, localize=True)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2026", datetime.date(2026, 4, 3)),
        ("25/12/2026", datetime.date(2026, 12, 25)),
        ("3/4/2026", datetime.date(2026, 4, 3)),
        ("03-04-2026", datetime.date(2026, 4, 3)),
        ("03.04.2026", datetime.date(2026, 4, 3)),
        ("2026-04-03", datetime.date(2026, 4, 3)),
        ("12/25/2026", None),
        ("31/02/2026", None),
    ],
)
def test_the_day_comes_first(language, text, day):
    with translation.override(language):
        form = DayForm({"day": text})
        assert form.is_valid() is (day is not None)
        assert form.cleaned_data.get("day") == day


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_date_is_shown_as_it_is_typed(language):
    with translation.override(language):
        day = datetime.date(2025, 11, 30)
        assert formats.date_format(day, "SHORT_DATE_FORMAT") == "30/11/2025"
        assert 'value="30/11/2025"' in str(DayForm(initial={"day": day})["day"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_comma_parts_the_decimals(language):
    with translation.override(language):
        form = DayForm({"share": "8,6"})
        assert form.is_valid() and form.cleaned_data["share"] == Decimal("8.6")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_counts_are_grouped_by_the_filter_and_years_are_left_whole(language):
    page = engines["django"].from_string("{{ year }} {{ count|integer }} {{ share|rate }}")
    with translation.override(language):
        shown = page.render({"year": 2025, "count": 1234567, "share": Decimal("8.6")})
    assert shown == "2025 1.234.567 8,60"


def test_the_tail_of_a_citizen_id_is_all_a_page_shows():
    assert portal.citizen_tail("1234") == "••••••••1234"
    assert portal.citizen_tail("") == "—"
