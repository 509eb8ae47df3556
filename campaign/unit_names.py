"""Which unit a name in a list means: indexes that answer from memory.

Two or three queries for any number of communes. A name is found when its spelling, tones
included, leads to one unit; a likeness is only ever a suggestion, because names inside one
district differ by accents alone (Hoằng Phú and Hoằng Phụ).
"""

import re

from django.db.models import F, Q
from rapidfuzz import fuzz

from campaign.choices import Level
from campaign.lib.vietnamese import (
    VILLAGE_WORDS,
    clean,
    name_key,
    number_forms,
    plain_numbers,
    prefixes,
    sort_key,
)
from campaign.models import AdminUnit, UnitAlias, UnitName

_LEAST_LIKENESS = 70
_OTHER_NUMBER = 30
_ANY_WORD, _NO_WORD = None, ""
# One syllable written in two ways, as `spelling_key` gives it: Mỹ is Mĩ, Quý is Quí.
_I_AS_Y = re.compile(r"\b((?:[hklmst]|qu)?)y(\d?)\b")


def _forms(name):
    """The forms under which `name` is found: Lý and Lí are one, and Đăk and Đắk."""
    for form in number_forms(name):
        yield re.sub(r"\bđăk\b", "đăk5", _I_AS_Y.sub(r"\1i\2", form))


class _Book:
    """The names of units, each under all the forms that are the same name."""

    def __init__(self, words=None):
        self._words = words  # the words that count as a prefix here; every one when None
        self._ids = {}
        self._names = []

    def add(self, unit_id, name):
        words, rest = self._split(name)
        known = words or (_NO_WORD,)
        forms = {(word, form) for form in _forms(rest) for word in (_ANY_WORD, *known)}
        for form in forms | {(_ANY_WORD, form) for form in _forms(name)}:
            self._ids.setdefault(form, set()).add(unit_id)
        self._names.append((unit_id, name, self._comparable(name)))

    def find(self, name):
        """The units called `name`; a word in front counts only when both have one."""
        words, rest = self._split(name)
        forms = set(_forms(rest))
        return (
            self._gather((word, form) for form in forms for word in words)
            or self._gather((_NO_WORD, form) for form in forms)
            or self._gather((_ANY_WORD, form) for form in _forms(name))
        )

    def suggest(self, name, limit):
        """Likely units as [(id, name, score 0-100)], best first, one line a unit."""
        sought = self._comparable(name)
        best = {}
        for unit_id, called, key in self._names:
            score = _likeness(sought, key)
            if score >= _LEAST_LIKENESS and score > best.get(unit_id, ("", 0))[1]:
                best[unit_id] = (called, score)
        ranked = [(unit_id, called, round(score)) for unit_id, (called, score) in best.items()]
        return sorted(ranked, key=lambda line: (-line[2], sort_key(line[1])))[:limit]

    def _gather(self, forms):
        return set().union(*(self._ids.get(form, ()) for form in forms))

    def _split(self, name):
        words, rest = prefixes(name)
        words = tuple(word for word in words if self._words is None or word in self._words)
        return (words, rest) if words else ((), clean(name))

    def _comparable(self, name):
        words, rest = self._split(name)
        return tuple(name_key(f"{word} {plain_numbers(rest)}") for word in (*words[:1], ""))


def _likeness(one, other):
    """0-100: the best of with and without the word in front; another number is another place."""
    score = max(fuzz.ratio(one[0], other[0]), fuzz.ratio(one[-1], other[-1]))
    numbers = [[part for part in keys[-1].split() if part.isdigit()] for keys in (one, other)]
    return score if numbers[0] == numbers[1] else score - _OTHER_NUMBER


class VillageIndex:
    """The villages of some communes by name and alias."""

    def __init__(self):
        self._names = {}
        self._aliases = {}

    @classmethod
    def load(cls, commune_ids, day=None):
        """Two queries. Villages of `day`; without it, those their commune has now, or had last."""
        index = cls()
        villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=list(commune_ids))
        if day is None:
            villages = villages.filter(Q(valid_to=None) | Q(valid_to=F("commune__valid_to")))
        else:
            villages = villages.on(day)
        for pk, commune_id, name in villages.order_by("pk").values_list("pk", "commune", "name"):
            index.add(commune_id, pk, name)
        aliases = UnitAlias.objects.filter(unit__in=villages)
        if day is not None:
            aliases = aliases.on(day)
        for pk, commune_id, alias in aliases.order_by("pk").values_list(
            "unit", "unit__commune", "alias"
        ):
            index.add_alias(commune_id, pk, alias)
        return index

    def add(self, commune_id, village_id, name):
        self._names.setdefault(commune_id, _Book(VILLAGE_WORDS)).add(village_id, name)

    def add_alias(self, commune_id, village_id, alias):
        self._aliases.setdefault(commune_id, _Book(VILLAGE_WORDS)).add(village_id, alias)

    def find(self, commune_id, raw):
        """The id of the one village that `raw` names, or None (none bears the name, or several)."""
        found = self.find_all(commune_id, raw)
        return next(iter(found)) if len(found) == 1 else None

    def find_all(self, commune_id, raw):
        """The ids of all villages that `raw` may name; an alias counts where no name does."""
        found = set()
        for books in (self._names, self._aliases):
            if not found and commune_id in books:
                found = books[commune_id].find(str(raw))
        return found

    def suggest(self, commune_id, raw, limit=3):
        """Likely villages as [(id, name or alias, score 0-100)], best first, one line a village."""
        lines = {}
        for books in (self._names, self._aliases):
            if commune_id in books:
                for line in books[commune_id].suggest(str(raw), limit):
                    if line[2] > lines.get(line[0], (0, "", 0))[2]:
                        lines[line[0]] = line
        return sorted(lines.values(), key=lambda line: (-line[2], sort_key(line[1])))[:limit]


class CommuneIndex:
    """Units (communes, as a rule) by code, name of any time, and alias."""

    def __init__(self):
        self._codes = {}
        self._book = _Book()
        self._above = {}

    @classmethod
    def load(cls, units):
        """Three queries for the units of the queryset `units`."""
        index = cls()
        for unit in units.select_related("district", "province"):
            index._codes.setdefault(unit.code, []).append(unit.pk)
            index._book.add(unit.pk, unit.name)
            above = _Book()
            for ancestor in (unit.district, unit.province):
                if ancestor:
                    above.add(ancestor.pk, ancestor.name)
            index._above[unit.pk] = above
        ids = list(index._above)
        named = UnitName.objects.filter(unit__in=ids).values_list("unit", "name")
        for pk, name in (
            *named,
            *UnitAlias.objects.filter(unit__in=ids).values_list("unit", "alias"),
        ):
            index._book.add(pk, name)
        return index

    def find(self, raw):
        """Ids of the units that `raw`, a name or a code, may mean: none, one, or several.

        Ancestors after a comma narrow the choice: "Xã Tân Tiến, huyện Đầm Dơi".
        """
        text = clean(str(raw))
        by_code = self._codes.get(text) or self._codes.get(text.zfill(5))
        if by_code:
            return list(by_code)
        name, *above = [part for part in map(clean, text.split(",")) if part] or [""]
        found = self._book.find(name)
        return sorted(pk for pk in found if all(self._above[pk].find(part) for part in above))

    def suggest(self, raw, limit=3):
        """Likely units as [(id, name, score 0-100)], best first."""
        return self._book.suggest(clean(str(raw).partition(",")[0]), limit)
