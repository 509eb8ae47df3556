"""Questions of a list: rows that may be a stored household, and what they were answered with.

An answer is the household's id, "new", "split-ID" (new, and come out of that household) or
"merge-ID" (that household, and the others of the question went into it).
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from households.imports import rulings

NEW, SPLIT, MERGE = "new", "split", "merge"
# Reasons for which a row may have come out of a household, or others have gone into it.
SPLITTING = frozenset({"twice", "member", "split_note"})
MERGING = frozenset({"merge", "merge_note"})
# Rows that are said to have come out of a household are not that household.
_APART = frozenset({"split_note"})

# What the person is asked, by the reason of a question.
REASONS = {
    "several": _("Có nhiều hộ đã lưu giống dòng này. Đây là hộ nào?"),
    "id_and_name": _("Số định danh là của một hộ, họ tên và thôn là của hộ khác. Đây là hộ nào?"),
    "other_id": _(
        "Có hộ cùng họ tên, năm sinh và thôn nhưng số định danh khác. Đây là hộ đó (số định danh "
        "được sửa) hay là hộ khác?"
    ),
    "spelling": _(
        "Có hộ cùng năm sinh và thôn, họ tên chỉ khác dấu hoặc khác Đ với D. Đây là hộ đó (họ tên "
        "được sửa) hay là hộ khác?"
    ),
    "code": _(
        "Có hộ cùng mã hộ, năm sinh và thôn nhưng họ tên khác. Đây là hộ đó (họ tên được sửa) hay "
        "là hộ khác?"
    ),
    "twice": _(
        "Nhiều dòng trong tệp có người của cùng một hộ đã lưu. Dòng này là hộ đó, hay là hộ mới "
        "tách ra?"
    ),
    "member": _(
        "Chủ hộ này là thành viên của một hộ đã lưu, hoặc chủ của hộ đó là thành viên của hộ này. "
        "Là hộ đó đổi chủ hộ, hộ mới tách ra, hay hộ khác?"
    ),
    "merge": _(
        "Trong hộ này có người của nhiều hộ đã lưu. Các hộ đó nhập làm một, hay đây chỉ là một "
        "trong các hộ đó?"
    ),
    "split_note": _("Ghi chú nói hộ này tách ra từ một hộ đã lưu. Đúng là tách từ hộ đó?"),
    "merge_note": _(
        "Ghi chú nói một hộ đã lưu nhập vào hộ này, và không dòng nào trong tệp là hộ đó. Các hộ "
        "nhập làm một?"
    ),
    "year": _(
        "Có hộ cùng họ tên và thôn, năm sinh chỉ lệch một, hai năm hoặc đảo chữ số, mà không dòng "
        "nào trong tệp là hộ đó. Đây là hộ đó (năm sinh được sửa) hay là hộ mới?"
    ),
    "village": _(
        "Có hộ cùng họ tên và năm sinh ở thôn khác của xã, mà không dòng nào trong tệp là hộ đó. "
        "Đây là hộ đó (chuyển thôn hoặc ghi nhầm thôn) hay là hộ mới?"
    ),
}


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
    same = [] if reason in _APART else candidates
    return [*joined, *same, *apart, NEW]


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
            if known in choices(reason, candidates) and stored(known):
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
