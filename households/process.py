"""The way of a review: one tuple of transitions, for the communes and for the province.

`why_not` is the rule that disables a button, the sentence beside it, and what refuses the POST;
`faults` is the same for what is typed into the step's form. The diagram in
docs/review-process.md is drawn from the same tuple.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign import access, audit, versions
from campaign.roles import Permission, refusal
from households import conditions, snapshots, steps
from households.cases import Case
from households.choices import ReviewState, ReviewVersion, Step
from households.models import Reopening, Review, StepRecord
from households.sentences import REFUSALS

_EVERY_STATE = tuple(ReviewState)
_DECISION = ("decision_number", "decision_date", "decision_signer", "decision_position")


class Refused(Exception):
    """The step may not be taken; `str()` is the sentence that says why."""


def _post(case, values):
    least = case.schedule.posting_end(values["posted_from"])
    return {"posted_until": values.get("posted_until") or least}


def _officialise(case, values):
    snapshots.take(case.review, ReviewVersion.PRELIMINARY)
    return {"version": ReviewVersion.OFFICIAL, "officialised_at": timezone.now()}


def _approve(case, values):
    snapshots.take(case.review, ReviewVersion.OFFICIAL)
    return {"approved_at": timezone.now()}


def _reopen(case, values):
    Reopening.objects.create(
        review=case.review,
        unit=values["unit"],
        reason=values["comment"],
        until=values["until"],
        by=values["by"],
    )
    return {}


def _take_back(case, values):
    """The day of the commune is again that of the step it comes back to."""
    back_to = steps.previous(case.review, case.standing)
    records = StepRecord.objects.filter(review=case.review, unit=case.unit, target=back_to)
    day = records.exclude(verb="take_back").values_list("date", flat=True).first()
    return {"step_date": day}


def _nothing(case, values):
    return {}


@dataclass(frozen=True)
class Transition:
    """One step. `target` None: it stays where it is; Ellipsis: the step before.

    `fields` are what is typed and stored, `dated` the one that is the day of the step. `conditions`
    are functions of `conditions` that give a sentence or None; `comment`: a reason must be given.
    `writes(case, values)` does what the step does besides, and gives further fields to store.
    """

    verb: str
    label: str
    done: str
    sources: tuple
    target: object
    needs: Permission
    fields: tuple = ()
    dated: str = ""
    numbered: str = ""
    conditions: tuple = ()
    comment: bool = False
    writes: Callable = _nothing

    @property
    def of_province(self):
        return self.needs == Permission.REVIEW_MANAGE


TRANSITIONS = (
    Transition(
        "list",
        gettext_lazy("Lập danh sách rà soát"),
        gettext_lazy("Đã ghi: danh sách hộ cần rà soát đã lập."),
        sources=(Step.NONE,),
        target=Step.LISTED,
        needs=Permission.REVIEW_STEP,
        fields=("step_date",),
        dated="step_date",
    ),
    Transition(
        "classify",
        gettext_lazy("Rà soát, phân loại xong"),
        gettext_lazy("Đã ghi: các hộ đã được rà soát, phân loại."),
        sources=(Step.LISTED,),
        target=Step.CLASSIFIED,
        needs=Permission.REVIEW_STEP,
        fields=("step_date", "nobody_listed"),
        dated="step_date",
    ),
    Transition(
        "meet",
        gettext_lazy("Các thôn đã họp"),
        gettext_lazy("Đã ghi: các thôn đã họp, biên bản đã nhập."),
        sources=(Step.CLASSIFIED,),
        target=Step.MET,
        needs=Permission.REVIEW_STEP,
        conditions=(conditions.minutes_entered,),
        fields=("step_date",),
        dated="step_date",
    ),
    Transition(
        "post",
        gettext_lazy("Niêm yết công khai"),
        gettext_lazy("Đã ghi việc niêm yết. Khiếu nại nhận được thì nhập ở dưới."),
        sources=(Step.MET,),
        target=Step.POSTED,
        needs=Permission.REVIEW_STEP,
        fields=("posted_from", "posted_until", "posted_places"),
        dated="posted_from",
        writes=_post,
    ),
    Transition(
        "consult",
        gettext_lazy("Ghi ý kiến của cấp huyện"),
        gettext_lazy("Đã ghi ý kiến của cấp huyện."),
        sources=(Step.POSTED,),
        target=Step.CONSULTED,
        needs=Permission.REVIEW_STEP,
        conditions=(conditions.has_districts, conditions.posting_over, conditions.answered),
        fields=("opinion_number", "opinion_date", "opinion"),
        dated="opinion_date",
        numbered="opinion_number",
    ),
    Transition(
        "recognise",
        gettext_lazy("Ghi quyết định công nhận"),
        gettext_lazy("Đã ghi quyết định công nhận. Danh sách của xã không nhận thay đổi nữa."),
        sources=(Step.POSTED, Step.CONSULTED),
        target=Step.RECOGNISED,
        needs=Permission.REVIEW_STEP,
        conditions=(
            conditions.district_heard,
            conditions.posting_over,
            conditions.answered,
            conditions.still_listed,
        ),
        fields=_DECISION,
        dated="decision_date",
        numbered="decision_number",
    ),
    Transition(
        "take_back",
        gettext_lazy("Thu hồi bước này"),
        gettext_lazy("Đã thu hồi bước vừa rồi. Những gì đã nhập vẫn còn để sửa."),
        sources=tuple(step for step in Step if step != Step.NONE),
        target=...,
        needs=Permission.REVIEW_STEP,
        comment=True,
        writes=_take_back,
    ),
    Transition(
        "officialise",
        gettext_lazy("Chuyển sang bản chính thức"),
        gettext_lazy("Đã chuyển sang bản chính thức. Số liệu sơ bộ được giữ nguyên để in."),
        sources=(ReviewState.OPEN,),
        target=None,
        needs=Permission.REVIEW_MANAGE,
        conditions=(conditions.is_preliminary,),
        writes=_officialise,
    ),
    Transition(
        "approve",
        gettext_lazy("Phê duyệt kết quả toàn tỉnh"),
        gettext_lazy("Đã phê duyệt. Số liệu được giữ nguyên như lúc phê duyệt."),
        sources=_EVERY_STATE,
        target=ReviewState.APPROVED,
        needs=Permission.REVIEW_MANAGE,
        conditions=(conditions.is_official, conditions.nothing_reopened, conditions.to_approve),
        fields=_DECISION,
        dated="decision_date",
        numbered="decision_number",
        writes=_approve,
    ),
    Transition(
        "lock",
        gettext_lazy("Khóa kỳ rà soát"),
        gettext_lazy("Đã khóa kỳ rà soát."),
        sources=(ReviewState.APPROVED,),
        target=ReviewState.LOCKED,
        needs=Permission.REVIEW_MANAGE,
        conditions=(conditions.nothing_reopened, conditions.nothing_changed),
    ),
    Transition(
        "reopen",
        gettext_lazy("Mở lại có thời hạn"),
        gettext_lazy("Đã mở lại. Hết hạn, kỳ rà soát tự đóng như trước."),
        sources=(ReviewState.APPROVED, ReviewState.LOCKED),
        target=None,
        needs=Permission.REVIEW_MANAGE,
        comment=True,
        writes=_reopen,
    ),
)
BY_VERB = {transition.verb: transition for transition in TRANSITIONS}


def of(case):
    """The transitions that there are for a commune, or for the province, in this review."""
    never = set() if Step.CONSULTED in steps.order(case.review) else {"consult"}
    if case.review.version == ReviewVersion.OFFICIAL:
        never.add("officialise")
    return [
        transition
        for transition in TRANSITIONS
        if transition.of_province == case.is_province and transition.verb not in never
    ]


def why_not(case, verb, by):
    """None when `by` may take the step now, else the sentence that says why not.

    Raises KeyError for a verb that is none.
    """
    transition = BY_VERB[verb]
    if transition.of_province != case.is_province:
        return _("Bước này không phải của %(unit)s.") % {"unit": case.unit}
    if not access.allowed(by, transition.needs, case.unit):
        return str(refusal(transition.needs))
    if not case.is_province and not case.is_open:
        return str(REFUSALS["review_closed"]) % {"state": case.review.get_state_display()}
    if case.standing not in transition.sources:
        return _("Đang ở tình trạng “%(standing)s” nên chưa đến bước “%(step)s”.") % {
            "standing": case.standing.label,
            "step": transition.label,
        }
    return next(filter(None, (condition(case) for condition in transition.conditions)), None)


def faults(case, verb, values):
    """{field: sentence} of what is wrong with the values typed for a step that may be taken."""
    transition = BY_VERB[verb]
    found = {}
    if transition.comment and not values.get("comment", "").strip():
        found["comment"] = _("Hãy ghi lý do.")
    for name in transition.fields:
        if name not in conditions.OPTIONAL and values.get(name) in {None, ""}:
            found[name] = _("Trường này là bắt buộc.")
    for check in conditions.CHECKS.get(verb, ()):
        for name, sentence in check(case, transition, values).items():
            found.setdefault(name, sentence)
    return found


def perform(case, verb, values=None, *, by, seen=None):
    """Take the step `verb` as `by` and return what the person is told.

    `values` are the fields of the transition, and `comment`. `seen` is what the person's page
    showed (that of `case` when None). Raises Refused with the sentence, `versions.Stale` when
    somebody else was faster; then nothing has changed. Lists being confirmed wait meanwhile.
    """
    transition = BY_VERB[verb]
    seen = case.seen if seen is None else seen
    values = dict(values or {}) | {"by": by}
    with transaction.atomic():
        review = Review.objects.select_for_update(no_key=True).get(pk=case.review.pk)
        case = Case(review, case.unit, today=case.today)
        if case.seen != seen:
            raise versions.Stale(case)
        if reason := why_not(case, verb, by):
            raise Refused(reason)
        if wrong := faults(case, verb, values):
            raise Refused(next(iter(wrong.values())))
        source, target = case.standing, _target(case, transition)
        stored = {name: values.get(name) for name in transition.fields if name in values}
        if transition.dated and not case.is_province:
            stored["step_date"] = values[transition.dated]
        stored |= transition.writes(case, values)
        _write(case, stored, target)
        _record(case, transition, source, target, values)
    return transition.done


def _target(case, transition):
    if transition.target is None:
        return case.standing
    if transition.target is ...:
        return steps.previous(case.review, case.standing)
    return transition.target


def _write(case, stored, target):
    """Store the fields and the new standing, and count one more step."""
    row = case.review if case.is_province else case.progress
    if case.is_province:
        stored["state"] = target
    else:
        stored["step"] = target
    for name, value in stored.items():
        setattr(row, name, value)
    row.steps += 1
    if row.pk is None:
        row.save()
    else:
        row.save(update_fields=[*stored, "steps"])


def _record(case, transition, source, target, values):
    comment = values.get("comment", "").strip()[:500]
    StepRecord.objects.create(
        review=case.review,
        unit=values.get("unit") or case.unit,
        verb=transition.verb,
        source=source,
        target=target,
        date=values.get(transition.dated) if transition.dated else None,
        number=values.get(transition.numbered, "") if transition.numbered else "",
        comment=comment,
        by=values["by"],
    )
    audit.record(
        f"review.{transition.verb}",
        by=values["by"],
        subject=case.review,
        unit=values.get("unit") or case.unit,
        reason=comment,
        source=str(source),
        target=str(target),
    )


# --- the picture --------------------------------------------------------------------------------
def diagram():
    """The process as the text of docs/review-process.md, in Mermaid's language."""
    lines = ["# Quy trình rà soát", "", "Vẽ từ `households/process.py`; đừng sửa tay.", ""]
    for title, states, province in (
        ("Ở xã", Step, False),
        ("Ở tỉnh", ReviewState, True),
    ):
        chosen = [one for one in TRANSITIONS if one.of_province == province]
        lines += [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
        lines += [f"    {state.value}: {state.label}" for state in states]
        lines.append(f"    [*] --> {next(iter(states)).value}")
        for one in chosen:
            lines += [
                f"    {source.value} --> {target.value}: {one.label}"
                for source, target in _arrows(one)
            ]
        lines += ["```", "", "| Bước | Từ | Quyền | Điều kiện |", "|---|---|---|---|"]
        for one in chosen:
            told = [condition.__doc__.strip().rstrip(".") for condition in one.conditions]
            told += ["có lý do"] * one.comment
            sources = ", ".join(str(source.label) for source in one.sources)
            lines.append(
                f"| {one.label} | {sources} | {one.needs.label} | {'; '.join(told) or '—'} |"
            )
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _arrows(transition):
    for source in transition.sources:
        if transition.target is None:
            yield source, source
        elif transition.target is ...:
            order = list(Step)
            yield source, order[order.index(source) - 1]
        else:
            yield source, transition.target
