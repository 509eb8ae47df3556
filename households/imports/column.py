"""What a column of a list is: how it is recognised, cleaned and told of."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from campaign.lib.vietnamese import name_key


class Merged(Enum):
    """What the value of a merged cell says, see `merged`.

    DOWN: it is said of every row covered; of columns that tell where and among which others a
    household stands. MEMBERS: the same, in lists with the members under their heads. EITHER: the
    same, and of a tick merged over two such columns it is said in both, to be refused as two ticks
    of which only one can be. ALONE: what was found of each household by itself counts for the
    first row and column only.
    """

    DOWN = "down"
    MEMBERS = "members"
    EITHER = "either"
    ALONE = "alone"


@dataclass(frozen=True)
class Column:
    """A column of a list.

    `key` names its values everywhere; `heading` stands in our template; `parents` are headings
    under which `synonyms` count too, and `inner` names that say nothing without their parent.
    `machine` is the key of the column in the export of the ministry's system. `blank` is the code
    of the problem of an empty cell (error or warning), `required` refuses a file without the
    column, `asked` warns of it. `merged` is what a cell says that covers several rows or columns.
    """

    key: str
    heading: str
    clean: Callable
    synonyms: tuple = ()
    parents: tuple = ()
    inner: tuple = ()
    machine: str = ""
    help: str = ""
    example: str = ""
    width: int = 12
    choices: tuple = ()
    blank: str = ""
    required: bool = False
    asked: bool = False
    in_template: bool = True
    merged: Merged = Merged.ALONE

    def spellings(self):
        """Every heading by which the column is known, folded."""
        names = {name_key(name) for name in (self.heading, *self.synonyms)}
        within = names | {name_key(name) for name in self.inner}
        under = {f"{name_key(parent)} {name}" for parent in self.parents for name in within}
        return names | under
