"""Which commune and village each row speaks of, on the map of the review's day.

A name is looked up once however many rows bear it. A list whose rows mostly name other communes,
or villages nobody here knows, is another unit's list: it is refused with one sentence instead of
a thousand errors. A commune of which no village is known yet gets those of its first list.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, gettext_noop

from campaign.choices import Level
from campaign.lib.numbers import integer
from campaign.models import AdminUnit
from campaign.villages import CommuneIndex, VillageIndex
from households.imports.cleaning import shown
from households.imports.newcomers import Newcomers, is_name
from households.imports.problems import ListRefused
from households.sayings import Saying

# A handful of rows may all be misspelt; more of them with no known village are another list.
_FEW_ROWS = 10


@dataclass
class Ground:
    """The communes of the upload's unit on the review's day, and their villages by name."""

    unit: AdminUnit
    communes: dict
    index: CommuneIndex
    villages: VillageIndex

    @classmethod
    def load(cls, unit, day):
        """A constant number of queries."""
        if unit.level == Level.COMMUNE:
            communes = AdminUnit.objects.filter(pk=unit.pk)
        else:
            communes = AdminUnit.objects.within(unit).filter(level=Level.COMMUNE).on(day)
        found = communes.select_related("district", "province").in_bulk()
        return cls(unit, found, CommuneIndex.load(communes), VillageIndex.load(list(found), day))

    @property
    def names_communes(self):
        """Whether a list must say the commune of each row."""
        return self.unit.level != Level.COMMUNE

    def settled_communes(self):
        """The communes that have villages already, on whatever day."""
        villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=self.communes)
        return set(villages.values_list("commune", flat=True).distinct().order_by())


def resolve(roster, ground, tally, *, villages_needed=True):
    """Add `commune_id` and `village_id` to the roster (None where unknown, with a problem)."""
    if ground.names_communes and not any(roster["commune"]):
        raise ListRefused("columns_missing", names=gettext_lazy("Xã/phường"))
    roster.values["commune_id"] = _communes(roster, ground, tally)
    if villages_needed:
        _from_sheet_names(roster, ground, tally)
    roster.values["village_id"] = _villages(roster, ground, tally)
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
    ids = []
    for index, name in enumerate(names):
        answer = answers[name]
        if not isinstance(answer, int):
            tell_commune(
                answer,
                name,
                ground,
                tally,
                place=roster.place(index),
                label=roster.label(index, "commune"),
            )
            answer = None
        ids.append(answer)
    return ids


def tell_commune(answer, name, ground, tally, *, place, label):
    """Say why the commune `name` of a row is not known: missing, several, or none."""
    if not name:
        tally.add("value_missing", place=place, column=label or ("Xã/phường", ""))
    elif answer:
        names = "; ".join(
            ", ".join(
                filter(None, (ground.communes[pk].name, str(ground.communes[pk].district or "")))
            )
            for pk in answer
        )
        tally.add("commune_ambiguous", place=place, column=label, value=shown(name), names=names)
    else:
        hint = hinted(ground.index.suggest(name))
        tally.add(
            "commune_unknown", place=place, column=label, value=shown(name),
            unit=ground.unit.name, hint=hint,
        )  # fmt: skip


def hinted(suggestions):
    """ " Có phải “Thôn 1” hoặc “Thôn 11”?" from the likely names; nothing from none."""
    names = []
    for _id, name, _score in suggestions:
        names += [Saying(gettext_noop(" hoặc ")), f"“{name}”"]
    return [" ", Saying(gettext_noop("Có phải %(names)s?"), {"names": names[1:]})] if names else ""


def _villages(roster, ground, tally):
    pairs = list(zip(roster["commune_id"], roster["village"], strict=True))
    settled = ground.settled_communes()
    answers = {
        (commune, name): ground.villages.find(commune, name) or _before_comma(ground, commune, name)
        for commune, name in set(pairs)
        if commune and name and (commune in settled or not is_name(name))
    }
    unknown = {pair for pair, found in answers.items() if found is None}
    if unknown:
        _refuse_strangers(pairs, answers, ground)
        hints = {pair: hinted(ground.villages.suggest(*pair)) for pair in unknown}
        for index, pair in enumerate(pairs):
            if pair in unknown:
                tally.add(
                    "village_unknown",
                    place=roster.place(index),
                    column=roster.label(index, "village"),
                    value=shown(pair[1]),
                    commune=ground.communes[pair[0]].name,
                    hint=hints[pair],
                )
    roster.newcomers = _newcomers(roster, pairs, answers, ground, tally)
    return [answers.get(pair) for pair in pairs]


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
            tally.add(
                "village_new",
                place=roster.place(index),
                column=roster.label(index, "village"),
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
            if commune and ground.villages.find(commune, sheet) is None:
                raise ListRefused("columns_missing", names=[gettext_lazy("Thôn"), f" (“{sheet}”)"])
            names[index] = sheet
            if sheet not in told:
                told.add(sheet)
                tally.add("village_from_sheet", place=(sheet, None), value=sheet)


def _refuse_strangers(pairs, answers, ground):
    if not any(answers.values()) and len(pairs) >= _FEW_ROWS:
        example = next(name for commune, name in pairs if commune and name)
        raise ListRefused(
            "other_villages", total=integer(len(pairs)), unit=ground.unit.name, value=shown(example)
        )
