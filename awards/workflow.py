"""The way of a nomination: one tuple of transitions, from which all else is drawn.

`why_not` is the rule that disables a button, the sentence beside it, and what refuses the POST.
The diagram in docs/nomination-workflow.md is drawn from the same tuple.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import evidence, readiness, regimes
from awards.choices import Stage
from campaign import access, audit, versions
from campaign.roles import Permission, refusal


def _submitted(nomination, by, now):
    facts = evidence.snapshot(nomination)
    return {
        "submitted_by": by,
        "submitted_at": now,
        "evidence": facts,
        "evidence_at": now,
        "return_reason": "",
    }


def _withdrawn(nomination, by, now):
    return {"submitted_by": None, "submitted_at": None, "evidence": {}, "evidence_at": None}


def _accepted(nomination, by, now):
    return {
        "accepted_by": by,
        "received_at": now,
        "regime": regimes.on(timezone.localdate(now)).key,
    }


def _nothing(nomination, by, now):
    return {}


@dataclass(frozen=True)
class Transition:
    """One step. `comment`: a reason must be given; `ready`: the dossier must have no gap;
    `four_eyes`: not by whoever made or submitted it. `writes(nomination, by, now)` gives the
    fields that are set besides the stage."""

    verb: str
    label: str
    done: str
    sources: tuple
    target: Stage
    needs: Permission
    comment: bool = False
    ready: bool = False
    four_eyes: bool = False
    writes: Callable = _nothing


TRANSITIONS = (
    Transition(
        "submit",
        gettext_lazy("Trình hồ sơ"),
        gettext_lazy("Đã trình hồ sơ. Số liệu minh chứng được giữ nguyên như lúc trình."),
        sources=(Stage.DRAFT, Stage.RETURNED),
        target=Stage.SUBMITTED,
        needs=Permission.NOMINATION_EDIT,
        ready=True,
        writes=_submitted,
    ),
    Transition(
        "withdraw",
        gettext_lazy("Rút lại để sửa"),
        gettext_lazy("Đã rút hồ sơ về để sửa. Sửa xong hãy trình lại."),
        sources=(Stage.SUBMITTED,),
        target=Stage.DRAFT,
        needs=Permission.NOMINATION_EDIT,
        writes=_withdrawn,
    ),
    Transition(
        "return",
        gettext_lazy("Trả lại để bổ sung"),
        gettext_lazy("Đã trả hồ sơ kèm lý do cho đơn vị trình."),
        sources=(Stage.SUBMITTED,),
        target=Stage.RETURNED,
        needs=Permission.NOMINATION_REVIEW,
        comment=True,
    ),
    Transition(
        "accept",
        gettext_lazy("Tiếp nhận hồ sơ"),
        gettext_lazy("Đã tiếp nhận hồ sơ hợp lệ."),
        sources=(Stage.SUBMITTED,),
        target=Stage.ACCEPTED,
        needs=Permission.NOMINATION_REVIEW,
        four_eyes=True,
        writes=_accepted,
    ),
)
BY_VERB = {transition.verb: transition for transition in TRANSITIONS}


class Refused(Exception):
    """The step may not be taken; `str()` is the sentence that says why."""


def why_not(nomination, verb, by, *, gaps=None):
    """None when `by` may take the step, else the sentence that says why not.

    `gaps` are those of `readiness.gaps(nomination)` when the caller has them already.
    Raises KeyError for a verb that is none.
    """
    transition = BY_VERB[verb]
    if not access.allowed(by, transition.needs, nomination.unit):
        return str(refusal(transition.needs))
    if nomination.stage not in transition.sources:
        return _("Hồ sơ ở giai đoạn “%(stage)s” nên không thực hiện được bước “%(step)s”.") % {
            "stage": nomination.get_stage_display(),
            "step": transition.label,
        }
    if transition.four_eyes and by.pk in {nomination.created_by_id, nomination.submitted_by_id}:
        return _("Bạn đã lập hoặc trình hồ sơ này nên người khác phải tiếp nhận.")
    if transition.ready:
        blocking = [
            gap for gap in (readiness.gaps(nomination) if gaps is None else gaps) if gap.blocking
        ]
        if blocking:
            return _("Hồ sơ còn thiếu %(count)s mục; xem danh sách “Cần hoàn thiện”.") % {
                "count": len(blocking)
            }
    return None


def perform(nomination, verb, *, by, comment="", version=None):
    """Take the step `verb` as `by` and return what the person is told.

    `version` is the one the person saw (that of `nomination` when None). Raises Refused with the
    sentence, `versions.Stale` when somebody else was faster; then nothing has changed.
    """
    transition = BY_VERB[verb]
    comment = comment.strip()
    if reason := why_not(nomination, verb, by):
        raise Refused(reason)
    if transition.comment and not comment:
        raise Refused(_("Hãy ghi lý do để đơn vị biết cần bổ sung những gì."))
    seen = nomination.version if version is None else version
    source = nomination.stage
    with transaction.atomic():
        values = transition.writes(nomination, by, timezone.now())
        if transition.comment:
            values["return_reason"] = comment[:500]
        versions.save(
            nomination, values | {"stage": transition.target}, seen=seen, by=by, stage=source
        )
        audit.record(
            f"nomination.{verb}",
            by=by,
            subject=nomination,
            unit=nomination.unit,
            reason=comment[:500],
            source=source,
            target=str(transition.target),
        )
    return transition.done


def diagram():
    """The workflow as the text of docs/nomination-workflow.md, in Mermaid's language."""
    lines = ["# Các bước của hồ sơ đề nghị khen thưởng", ""]
    lines += ["Vẽ từ `awards/workflow.py`; đừng sửa tay.", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {stage.value}: {stage.label}" for stage in Stage]
    lines.append(f"    [*] --> {Stage.DRAFT.value}")
    for transition in TRANSITIONS:
        lines += [
            f"    {source.value} --> {transition.target.value}: {transition.label}"
            for source in transition.sources
        ]
    lines += ["```", "", "| Bước | Từ | Đến | Quyền | Điều kiện |", "|---|---|---|---|---|"]
    for transition in TRANSITIONS:
        conditions = [
            sentence
            for holds, sentence in (
                (transition.ready, "hồ sơ đủ"),
                (transition.comment, "có lý do"),
                (transition.four_eyes, "không phải người lập hoặc trình"),
            )
            if holds
        ]
        sources = ", ".join(str(source.label) for source in transition.sources)
        lines.append(
            f"| {transition.label} | {sources} | {transition.target.label} "
            f"| {transition.needs.label} | {', '.join(conditions) or '—'} |"
        )
    return "\n".join(lines) + "\n"
