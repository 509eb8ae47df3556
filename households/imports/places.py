"""Which commune and village each row speaks of, on the map of the review's day.

A name is looked up once however many rows bear it. A list whose rows mostly name other communes,
or villages nobody here knows, is another unit's list: it is refused with one sentence instead of
a thousand errors. A commune of which no village is known yet gets those of its first list.
"""

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy, gettext_noop

from campaign.choices import Level
from campaign.lib.numbers import integer
from campaign.lib.vietnamese import VILLAGE_WORDS, prefixes
from campaign.models import AdminUnit
from campaign.villages import CommuneIndex, VillageIndex
from households.imports import recognition
from households.imports.cleaning import shown
from households.imports.newcomers import Newcomers, is_name
from households.imports.problems import ListRefused
from households.sayings import Saying

# What a person says of a name that no village has: it is a new one.
NEW_VILLAGE = "new"
# A handful of rows may all be misspelt; more of them with no known village are another list.
_FEW_ROWS = 10


@dataclass
class Ground:
    """The communes of the upload's unit on the review's day, and their villages by name."""

    unit: AdminUnit
    communes: dict
    index: CommuneIndex
    villages: VillageIndex
    day: datetime.date

    @cached_property
    def village_ids(self):
        """Villages of the communes on the review's day."""
        units = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=self.communes)
        return set(units.on(self.day).values_list("pk", flat=True))

    @classmethod
    def load(cls, unit, day):
        """A constant number of queries."""
        if unit.level == Level.COMMUNE:
            communes = AdminUnit.objects.filter(pk=unit.pk)
        else:
            communes = AdminUnit.objects.within(unit).filter(level=Level.COMMUNE).on(day)
        found = communes.select_related("district", "province").in_bulk()
        return cls(
            unit, found, CommuneIndex.load(communes), VillageIndex.load(list(found), day), day
        )

    @property
    def names_communes(self):
        """Whether a list must say the commune of each row."""
        return self.unit.level != Level.COMMUNE

    def kind_of(self, text):
        """Whether a text alone in a row is the name of a "commune" or a "village" here, or ""."""
        if self.names_communes and len(self.index.find(text)) == 1:
            return "commune"
        known = (self.villages.find_all(commune, text) for commune in self.communes)
        return "village" if any(known) else ""

    def settled_communes(self):
        """The communes that have villages already, on whatever day."""
        villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=self.communes)
        return set(villages.values_list("commune", flat=True).distinct().order_by())


def name_of(commune_id, name):
    """The key under which a person's word about a village's name is kept."""
    return f"{commune_id}:{name}"


def resolve(roster, ground, tally, *, chosen=None):
    """Add `commune_id` and `village_id` to the roster (None where unknown, with a problem).

    `chosen` is what a person said of villages: {`name_of`: NEW_VILLAGE, "": id of the village of
    rows that name none}; without it (totals) a row may do without a village.
    """
    if ground.names_communes and not any(roster["commune"]):
        if chosen is None:
            raise ListRefused("columns_missing", names=gettext_lazy("Xã/phường"))
        for sheet in dict.fromkeys(roster.sheets):
            tally.add("columns_missing", place=(sheet, None), names=gettext_lazy("Xã/phường"))
        roster.values["commune_id"] = [None] * len(roster)
    else:
        roster.values["commune_id"] = _communes(roster, ground, tally)
    if chosen is not None:
        _from_sheet_names(roster, ground, tally)
    roster.values["village_id"] = _villages(roster, ground, chosen or {}, tally)
    if chosen is not None:
        _place_unnamed(roster, ground, chosen, tally)
    del roster.values["commune"]


def find_communes(names, ground):
    """{name: commune id, None when unknown, or the list of those it may be}."""
    answers = {}
    for name in set(names):
        if not name:
            answers[name] = None if ground.names_communes else ground.unit.pk
            continue
        found = [pk for pk in ground.index.find(name) if pk in ground.communes]
        answers[name] = found[0] if len(found) == 1 else found or None
    return answers


def _communes(roster, ground, tally):
    names = roster["commune"]
    answers = find_communes(names, ground)
    outside = [name for name in names if name and answers[name] is None]
    if outside and 2 * len(outside) > len(names):
        raise ListRefused(
            "another_unit",
            count=integer(len(outside)),
            total=integer(len(names)),
            unit=ground.unit.name,
            value=shown(outside[0]),
        )
    ids = [answers[name] if isinstance(answers[name], int) else None for name in names]
    wrong = [index for index, pk in enumerate(ids) if pk is None]
    for (place, label), rows in _by_cell(roster, wrong, "commune").items():
        name = names[rows[0]]
        rejects = [roster.place(index) for index in rows]
        tell_commune(answers[name], name, ground, tally, place=place, label=label, rejects=rejects)
    return ids


def _by_cell(roster, indexes, key):
    """{(place, label): row indexes} of rows by the cell that says their village or commune."""
    found = {}
    for index in indexes:
        found.setdefault(roster.written_at(index, key), []).append(index)
    return found


def tell_commune(answer, name, ground, tally, *, place, label, rejects=None):
    """Say why the commune `name` of a row is not known: missing, several, or none."""
    if not name:
        tally.add("value_missing", place=place, column=label or ("Xã/phường", ""), rejects=rejects)
    elif answer:
        names = "; ".join(
            ", ".join(
                filter(None, (ground.communes[pk].name, str(ground.communes[pk].district or "")))
            )
            for pk in answer
        )
        tally.add(
            "commune_ambiguous", place=place, column=label, value=shown(name), names=names,
            rejects=rejects,
        )  # fmt: skip
    else:
        hint = hinted(ground.index.suggest(name))
        tally.add(
            "commune_unknown", place=place, column=label, value=shown(name),
            unit=ground.unit.name, hint=hint, rejects=rejects,
        )  # fmt: skip


def hinted(suggestions):
    """ " Có phải “Thôn 1” hoặc “Thôn 11”?" from the likely names; nothing from none."""
    names = []
    for _id, name, _score in suggestions:
        names += [Saying(gettext_noop(" hoặc ")), f"“{name}”"]
    return [" ", Saying(gettext_noop("Có phải %(names)s?"), {"names": names[1:]})] if names else ""


def _villages(roster, ground, chosen, tally):
    pairs = list(zip(roster["commune_id"], roster["village"], strict=True))
    settled = ground.settled_communes()
    answers = {
        (commune, name): ground.villages.find(commune, name) or _before_comma(ground, commune, name)
        for commune, name in set(pairs)
        if commune and name and (commune in settled or not is_name(name))
    }
    unknown = {pair for pair, found in answers.items() if found is None}
    for pair in [pair for pair in unknown if chosen.get(name_of(*pair)) == NEW_VILLAGE]:
        unknown.remove(pair)
        del answers[pair]
    if unknown:
        likely = {pair: ground.villages.suggest(*pair) for pair in unknown}
        if not any(likely.values()):
            _refuse_strangers(pairs, answers, ground)
        hints = {pair: hinted(found) for pair, found in likely.items()}
        counts = Counter(pairs)
        roster.strangers = [
            {"name": shown(name), "key": name_of(commune, name), "commune": commune,
             "rows": counts[commune, name], "likely": [pk for pk, *_rest in likely[commune, name]]}
            for commune, name in sorted(unknown)
            if is_name(name)
        ]  # fmt: skip
        wrong = [index for index, pair in enumerate(pairs) if pair in unknown]
        for (place, label), rows in _by_cell(roster, wrong, "village").items():
            commune, name = pair = pairs[rows[0]]
            rejects = [roster.place(index) for index in rows]
            tally.add(
                "village_unknown",
                place=place,
                column=label,
                value=shown(name),
                commune=ground.communes[commune].name,
                hint=hints[pair] if place == rejects[0] else [_standing_for(rows), *hints[pair]],
                rejects=rejects,
            )
    roster.newcomers = _newcomers(roster, pairs, answers, ground, tally)
    return [answers.get(pair) for pair in pairs]


def _standing_for(rows):
    return Saying(gettext_noop(" Dòng này ghi thôn của %(count)s hộ ở dưới."), {"count": len(rows)})


def _newcomers(roster, pairs, answers, ground, tally):
    """Number the villages of communes that have none yet, and say that they will be entered."""
    newcomers = Newcomers()
    for index, pair in enumerate(pairs):
        commune, name = pair
        if not all(pair) or pair in answers:
            continue
        unit = ground.communes[commune]
        answers[pair], is_first = newcomers.number(commune, name, unit.area)
        if is_first:
            place, label = roster.written_at(index, "village")
            tally.add(
                "village_new",
                place=place,
                column=label,
                value=shown(name),
                commune=unit.name,
            )
    return newcomers.named


def _before_comma(ground, commune, name):
    """The village of an address: "Thôn 3, xã Đắk Ha"."""
    first = name.partition(",")[0]
    return ground.villages.find(commune, first) if first != name else None


def _from_sheet_names(roster, ground, tally):
    """A sheet a village: the sheet's name stands for a column that is not there."""
    names = roster["village"]
    bare = {sheet for sheet in set(roster.sheets) if roster.labels.get((sheet, "village")) is None}
    told = set()
    for index, sheet in enumerate(roster.sheets):
        if sheet in bare and not names[index]:
            commune = roster["commune_id"][index]
            if not commune or not _is_village(sheet, commune, ground):
                continue
            names[index] = sheet
            if sheet not in told:
                told.add(sheet)
                tally.add("village_from_sheet", place=(sheet, None), value=sheet)


def _is_village(sheet, commune, ground):
    """Whether the name of a sheet is that of a village: a known one, or by its first word."""
    known = ground.villages.find(commune, sheet) is not None
    return known or bool(VILLAGE_WORDS.intersection(prefixes(sheet)[0]))


def _place_unnamed(roster, ground, chosen, tally):
    """Rows of lists without a column of villages: by the household they speak of, or as chosen."""
    names, communes = roster["village"], roster["commune_id"]
    bare = {sheet for sheet in set(roster.sheets) if roster.labels.get((sheet, "village")) is None}
    rows = [
        index
        for index, sheet in enumerate(roster.sheets)
        if sheet in bare and not names[index] and communes[index]
    ]
    if not rows:
        return
    known = recognition.villages(roster, rows, ground)
    default = chosen.get("")
    unplaced = []
    for index in rows:
        village = known.get(index) or (default if default in ground.village_ids else None)
        roster["village_id"][index] = village
        if village is None:
            unplaced.append(index)
    roster.unplaced = len(rows) - len(known)
    if len(unplaced) == len(rows):
        for sheet in dict.fromkeys(roster.sheets[index] for index in unplaced):
            tally.add("columns_missing", place=(sheet, None), names=gettext_lazy("Thôn"))
        return
    for index in unplaced:
        tally.add("village_needed", place=roster.place(index))


def _refuse_strangers(pairs, answers, ground):
    if not any(answers.values()) and len(pairs) >= _FEW_ROWS:
        example = next(name for commune, name in pairs if commune and name)
        raise ListRefused(
            "other_villages", total=integer(len(pairs)), unit=ground.unit.name, value=shown(example)
        )
