"""Evidence of a nomination: what the year's figures say of the nominee, with how it was computed.

Computed from what the unit was at the reviews of one poverty standard, never across two, also on
an earlier map; a number that cannot be attributed has a reason and no value. A snapshot is
plain JSON: it is frozen on the nomination when that is submitted, so that a signed dossier keeps
its figures whatever is uploaded later. What is frozen or printed is in Vietnamese; a page that
shows the figures of a draft asks for its own language.
"""

import datetime
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaign.choices import Level
from campaign.lib.numbers import decimal, integer
from households import measures, reviews, snapshots, standards
from households.choices import ReviewKind, ReviewVersion
from households.standings import reviews_of, standings

CODES = (
    "households",
    "poor",
    "near_poor",
    "multidim_poor",
    "poor_rate",
    "near_poor_rate",
    "multidim_poor_rate",
)
OFFICIAL = "vi"
_POINTS = gettext_noop("điểm phần trăm")
_PERCENT = "%"


def snapshot(nomination, language=OFFICIAL):
    """The evidence of `nomination` as it is now, in JSON's own types."""
    since = nomination.plan.start_year - 1
    return compute(nomination.unit, nomination.year, since=since, language=language)


def compute(unit, year, *, since, language=OFFICIAL):
    """Figures of `unit` for `year` and the years before it, back to the review year `since`.

    {"language", "standard", "standard_name", "computed_at", "years": [a year's figures],
    "table": [a measure's line], "facts": [what follows from them]}. Without a standard for the
    year, no years.
    """
    with translation.override(language):
        now = timezone.now().isoformat(timespec="seconds")
        try:
            standard = reviews.standard_of(year, ReviewKind.ANNUAL)
        except standards.NoStandard:
            nothing = {"years": [], "table": [], "facts": []}
            return {"language": language, "standard_name": "", "computed_at": now} | nothing
        years = _years(unit, year, since, standard)
        return {
            "language": language,
            "standard": standard.code,
            "standard_name": str(standard.name),
            "computed_at": now,
            "years": years,
            "table": _table(years, standard.code),
            "facts": _facts(years, year),
        }


def moment(facts):
    """When the evidence was computed, as a local moment; None when it never was."""
    text = (facts or {}).get("computed_at")
    return timezone.localtime(datetime.datetime.fromisoformat(text)) if text else None


def _years(unit, year, since, standard):
    held = reviews_of(unit).filter(
        standard=standard.code,
        kind__in=[ReviewKind.OPENING, ReviewKind.ANNUAL],
        year__range=(since, year),
    )
    if unit.valid_to:
        held = held.filter(as_of__lte=unit.valid_to)
    found = standings(unit, held)
    reviews = {review.pk for standing in found for review in standing.reviews}
    units = {pk for standing in found for pk in _added(standing)}
    changed = snapshots.changed_pairs(reviews, units) if found else set()
    return [_year(standing, changed) for standing in found]


def _added(standing):
    """The ids of the units whose figures a standing is made of."""
    parts = [standing.unit] if standing.pieces is None else standing.pieces + standing.divided
    return {part.pk for part in parts} | {summary.unit_id for summary in standing.came}


def _year(standing, changed):
    values = standing.values(CODES)
    review = standing.listing_review or standing.review
    named = {"year": review.year}
    opening = review.kind == ReviewKind.OPENING
    reason = _lacking(values)
    own = {r.pk for r in standing.reviews}
    has_changed = any(r in own and u in _added(standing) for r, u in changed)
    return {
        "year": review.year,
        "kind": review.kind,
        "label": (_("Đầu kỳ (cuối %(year)s)") if opening else _("Năm %(year)s")) % named,
        "as_of": review.as_of.isoformat(),
        "review": review.pk,
        "unit": standing.unit.pk,
        "source": " ".join(filter(None, [_source(standing, has_changed), reason])),
        "version": _version(standing).version,
        "changed": has_changed,
        "rebuilt": standing.is_rebuilt,
        "complete": standing.is_complete,
        "reason": reason,
        "values": {value.code: _cell(value) for value in values},
    }


def _version(standing):
    """The review whose version holds for all: a preliminary one, if there is any."""
    reviews = [standing.listing_review] if standing.listing_review else standing.reviews
    preliminary = [r for r in reviews if r.version != ReviewVersion.OFFICIAL]
    return (preliminary or reviews)[0]


def _source(standing, has_changed):
    review = _version(standing)
    said = _("rà soát thời điểm %(day)s (%(version)s)") % {
        "day": f"{review.as_of:%d/%m/%Y}",
        "version": review.get_version_display().lower(),
    }
    if has_changed:
        said += "; " + _("đã thay đổi sau phê duyệt")
    if standing.parts:
        said += _("; cộng lại theo địa giới hiện nay từ: %(units)s") % {
            "units": ", ".join(standing.parts)
        }
    if standing.unit.level == Level.COMMUNE:
        return f"{said}."
    return f"{said}. {standing.coverage}"


def _lacking(values):
    """Why values are missing, in words: each reason once, after the measures that it keeps back."""
    lacking = [value for value in values if value.value is None]
    reasons = {value.reason: [] for value in lacking}
    for value in lacking:
        reasons[value.reason].append(value.label)
    if len(lacking) == len(values) and len(reasons) == 1:
        return lacking[0].reason
    said = []
    for reason, labels in reasons.items():
        # A rate lacks what its count does; the count's sentence goes on to what is certain.
        if not any(other != reason and other.startswith(reason) for other in reasons):
            named = [labels[0], *(_lower(label) for label in labels[1:])]
            said.append(f"{', '.join(named)}: {reason}")
    return " ".join(said)


def _cell(value):
    return {
        "label": value.label,
        "unit": value.unit,
        "value": None if value.value is None else str(value.value),
        "display": value.display,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "reason": value.reason,
    }


def _table(years, standard_code):
    known = measures.measures(standard_code)
    return [
        {
            "code": code,
            "label": str(known[code].label),
            "unit": str(known[code].unit),
            "cells": [year["values"][code] for year in years],
        }
        for code in CODES
    ]


def _facts(years, year):
    """What is said of `year` against the year before and against the start of the period."""
    last = next((y for y in reversed(years) if y["year"] == year), None)
    if last is None:
        return []
    earlier = [y for y in years if y["as_of"] < last["as_of"]]
    before = earlier[-1] if earlier else None
    first = earlier[0] if earlier else None
    found = []
    for code in ("poor_rate", "multidim_poor_rate"):
        found.append(_drop(code, before, last, "year"))
        if first is not before:
            found.append(_drop(code, first, last, "period"))
    found.append(_stock(first, last))
    return found


def _drop(code, then, now, span):
    """Change of a rate in percentage points, a fall being positive."""
    label = now["values"][code]["label"]
    words = _("so với năm trước") if span == "year" else _("so với đầu kỳ")
    fact = {
        "code": f"{code}_drop_{span}",
        "label": _("Mức giảm %(rate)s %(words)s") % {"rate": _lower(label), "words": words},
        "unit": _POINTS,
    }
    a, b, reason = _pair(code, then, now)
    if reason:
        return _without(fact, reason)
    change = Decimal(a["value"]) - Decimal(b["value"])
    formula = _("%(then)s (%(a)s) − %(now)s (%(b)s)") % {
        "then": f"{a['display']}%",
        "a": f"{integer(a['numerator'])}/{integer(a['denominator'])}",
        "now": f"{b['display']}%",
        "b": f"{integer(b['numerator'])}/{integer(b['denominator'])}",
    }
    return _with(fact, change, f"{formula}; {then['label']} → {now['label']}", [then, now], code)


def _stock(first, now):
    """Fall of the number of poor and near-poor households since the start, in per cent of it."""
    fact = {
        "code": "stock_reduction",
        "label": _("Mức giảm số hộ nghèo và hộ cận nghèo so với đầu kỳ"),
        "unit": _PERCENT,
    }
    code = "multidim_poor"
    a, b, reason = _pair(code, first, now)
    if not reason and Decimal(a["value"]) == 0:
        reason = _("Đầu kỳ không có hộ nghèo, hộ cận nghèo.")
    if reason:
        return _without(fact, reason)
    start, end = Decimal(a["value"]), Decimal(b["value"])
    formula = _("(%(start)s − %(end)s) / %(start)s × 100") % {
        "start": a["display"],
        "end": b["display"],
    }
    labels = f"{first['label']} → {now['label']}"
    value = (start - end) * 100 / start
    return _with(fact, value, f"{formula}; {labels}", [first, now], code)


def _pair(code, then, now):
    """(cell, cell, "") or (None, None, the reason why they cannot be compared)."""
    if then is None:
        return None, None, _("Chưa có kỳ rà soát trước đó theo cùng chuẩn nghèo.")
    cells = []
    for year in (then, now):
        cell = year["values"][code]
        if cell["value"] is None:
            return None, None, f"{year['label']}: {cell['reason']}"
        cells.append(cell)
    return (*cells, "")


def _with(fact, value, formula, years, code):
    inputs = [
        {"label": y["label"], "as_of": y["as_of"], "review": y["review"], "source": y["source"]}
        | {key: y["values"][code][key] for key in ("value", "numerator", "denominator")}
        for y in years
    ]
    partial = not all(y["complete"] for y in years)
    if partial:
        formula += ". " + _("Chưa đủ danh sách của các xã nên chỉ để tham khảo.")
    return fact | {
        "value": str(value),
        "display": decimal(value),
        "formula": formula,
        "inputs": inputs,
        "partial": partial,
        "reason": "",
    }


def _without(fact, reason):
    return fact | {"value": None, "display": "", "formula": "", "inputs": [], "reason": reason}


def _lower(label):
    return label[:1].lower() + label[1:]


def of_year(facts, year):
    """The figures of one year in the evidence, or None."""
    return next((y for y in (facts or {}).get("years", []) if y["year"] == year), None)


def differences(then, now):
    """What has changed between two snapshots: [(label, display then, display now)]."""
    changed = []
    old, new = _numbers(then), _numbers(now)
    for key in dict.fromkeys([*old, *new]):
        label = (new.get(key) or old[key])[0]
        was, is_now = (numbers[key][1] if key in numbers else "" for numbers in (old, new))
        if was != is_now:
            changed.append((label, was or "–", is_now or "–"))
    return changed


def _numbers(facts):
    found = {}
    for year in (facts or {}).get("years", []):
        for code, cell in year["values"].items():
            label = f"{cell['label']}, {_lower(year['label'])}"
            found[year["year"], year["kind"], code] = (label, cell["display"])
    for fact in (facts or {}).get("facts", []):
        found["fact", fact["code"]] = (fact["label"], fact["display"])
    return found


def sentence(facts):
    """The evidence as one sentence of a paper that is signed; only what could be computed, from
    the lists of all communes, else nothing."""
    said = []
    for fact in (facts or {}).get("facts", []):
        if not fact["value"] or fact.get("partial"):
            continue
        value = Decimal(fact["value"])
        words, number = fact["label"], fact["display"]
        if value < 0:
            words, number = words.replace("Mức giảm", "Mức tăng", 1), decimal(-value)
        unit = "%" if fact["unit"] == _PERCENT else f" {fact['unit']}"
        said.append(f"{_lower(words)}: {number}{unit}")
    return f"Theo kết quả rà soát hộ nghèo, hộ cận nghèo: {'; '.join(said)}." if said else ""
