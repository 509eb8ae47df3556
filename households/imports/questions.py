"""Questions of a list: rows that may be a stored household, and what they were answered with.

An answer is the household's id, "new", "split-ID" (new, and come out of that household) or
"merge-ID" (that household, and the others of the question went into it).
"""

from dataclasses import dataclass, field

from households.imports import rulings

NEW, SPLIT, MERGE = "new", "split", "merge"
# Reasons for which a row may have come out of a household, or others have gone into it.
SPLITTING, MERGING = frozenset({"twice", "member"}), frozenset({"merge"})


@dataclass
class Question:
    """Rows that may be several households: `candidates` are household ids, best first.

    `ruling` is the key under which the answer is remembered; `remembered` says that an earlier
    list was answered so, and nobody is asked again.
    """

    key: str
    index: int
    candidates: list
    reason: str
    answer: object = None
    ruling: str = ""
    remembered: bool = False

    @property
    def household(self):
        """The household that the row was answered to be; None for a new one, or no answer."""
        return verdict(self.answer)[0]


def verdict(answer):
    """(household id or None, household it was split from or None, whether others went into it)."""
    if isinstance(answer, int):
        return answer, None, False
    kind, _dash, pk = (answer or "").partition("-")
    if kind == SPLIT:
        return None, int(pk), False
    if kind == MERGE:
        return int(pk), None, True
    return None, None, False


def kind(answer):
    """What an answer says of the row: "same", "new", "split" or "merge"."""
    return "same" if isinstance(answer, int) else answer.partition("-")[0]


def subject(answer):
    """The household that an answer speaks of, None for "new"."""
    same, split_from, _joined = verdict(answer)
    return same or split_from


def choices(reason, candidates):
    """Every answer that a question with these candidates takes, in the order of the page."""
    joined = [f"{MERGE}-{pk}" for pk in candidates] if reason in MERGING else []
    apart = [f"{SPLIT}-{pk}" for pk in candidates] if reason in SPLITTING else []
    return [*joined, *candidates, *apart, NEW]


def parse(text):
    """An answer as a form sends it. Raises ValueError for none."""
    if text == NEW:
        return NEW
    kind, _dash, pk = text.rpartition("-")
    if kind not in {"", SPLIT, MERGE}:
        raise ValueError(text)
    return f"{kind}-{int(pk)}" if kind else int(pk)


@dataclass
class Asker:
    """Asks of rows, unless the person has answered or an earlier list was answered."""

    roster: object
    scope: object
    answers: dict
    # {ruling key: household id}
    memory: dict
    # row index -> Question
    asked: dict = field(default_factory=dict)

    def ask(self, index, candidates, reason, stored):
        """The Question of row `index`, with its answer where there is one."""
        candidates = list(candidates)
        question = Question(self._key(index), index, candidates, reason)
        question.ruling = self._ruling(index)
        answer = self.answers.get(question.key)
        if answer in choices(reason, candidates):
            question.answer = answer
        else:
            known = self.memory.get(question.ruling)
            if known in candidates and stored(known):
                question.answer, question.remembered = known, True
        self.asked[index] = question
        return question

    def __post_init__(self):
        names = dict.fromkeys(self.roster.sheets)
        self._sheets = {name: number for number, name in enumerate(names)}

    def _key(self, index):
        """A row's name that stays the same when the file is checked again."""
        return f"{self._sheets[self.roster.sheets[index]]}-{self.roster.numbers[index]}"

    def _ruling(self, index):
        name, birth, village, citizen_id, code = (
            self.roster[key][index]
            for key in ("head_name", "birth", "village_id", "citizen_id", "code")
        )
        return rulings.key(name, birth, self.scope.life(village), citizen_id, code)
