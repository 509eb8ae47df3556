"""Villages that the first list of a commune brings with it.

There is no national list of villages, so the first household list of a commune of which none is
known is also the first list of its villages. They are entered when the list is confirmed; until
then each stands under a negative number. Once a commune has villages an unknown name is an error.
"""

import re
from dataclasses import dataclass, field

from campaign import villages
from campaign.lib.vietnamese import name_key
from campaign.villages import VillageIndex

_LONGEST = 60
_LONG_NUMBER = re.compile(r"\d{5}")


def is_name(raw):
    """Whether `raw` can be a village: no sentence, no citizen id in the wrong column."""
    return bool(name_key(raw)) and len(raw) <= _LONGEST and not _LONG_NUMBER.search(raw)


@dataclass
class Newcomers:
    """`named` is (number, commune id, name) of each village to be entered."""

    named: list = field(default_factory=list)
    _index: VillageIndex = field(default_factory=VillageIndex)

    def number(self, commune_id, raw, area):
        """(number of the village called `raw`, whether this is the first that is heard of it)."""
        known = self._index.find(commune_id, raw)
        if known is not None:
            return known, False
        name, number = villages.proper_name(raw, area), -len(self.named) - 1
        self._index.add(commune_id, number, name)
        self.named.append((number, commune_id, name))
        return number, True


def settle(content, *, by):
    """Enter the new villages of a checked list and put their ids where the numbers stood."""
    if not content.get("newcomers"):
        return
    names = {}
    for _number, commune_id, name in content["newcomers"]:
        names.setdefault(commune_id, []).append(name)
    entered = villages.ensure_all(names, by=by)
    ids = {number: entered[commune, name] for number, commune, name in content["newcomers"]}
    column = content["columns"]["village_id"]
    column[:] = [ids.get(village, village) for village in column]
