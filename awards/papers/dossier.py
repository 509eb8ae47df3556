"""The dossier (hồ sơ đề nghị khen thưởng) of one collective, as plain data and then as HTML.

Four papers in one file: tờ trình, báo cáo thành tích (collective form), Phụ lục I bảng minh chứng,
Phụ lục II danh sách trích ngang. Until the nomination is submitted every page says DỰ THẢO.
Numbers and days of signing stay open: the clerk (văn thư) fills them in.
"""

from dataclasses import dataclass

from django.utils import timezone

from awards import evidence, regimes
from awards.choices import Stage
from awards.models import Nomination
from campaign.papers import (
    BLANK,
    DRAFT_MARK,
    Paper,
    committee_of,
    draw,
    in_sentence,
    official_date,
    paragraphs,
    place_of,
    signing_lines,
)


@dataclass(frozen=True)
class Head:
    """The top of a paper: names as printed, `year` in which it is signed."""

    agency: str
    number: str
    place: str
    year: int
    doc_type: str
    subject: str


@dataclass(frozen=True)
class Submission:
    """Tờ trình."""

    head: Head
    addressees: tuple
    bases: tuple
    request: tuple
    recipients: tuple


@dataclass(frozen=True)
class Report:
    """Báo cáo thành tích, collective form: I traits, II achievements, III awards received."""

    head: Head
    subject_name: str
    features: list
    achievements: list
    measures_taken: list
    past_awards: list


@dataclass(frozen=True)
class Row:
    """One line of the danh sách trích ngang."""

    name: str
    address: str
    summary: str
    award: str
    past_awards: str


@dataclass(frozen=True)
class Dossier:
    title: str
    watermark: str
    submission: Submission
    report: Report
    facts: dict
    computed_at: object
    version: int
    rows: tuple
    authority: list
    signer: str
    confirmation: tuple
    attached_to: str


def assemble(nomination):
    """The Dossier of `nomination`; figures as submitted, or as they are now in a draft."""
    frozen = nomination.stage in {Stage.SUBMITTED, Stage.ACCEPTED} and nomination.evidence
    facts = nomination.evidence if frozen else evidence.snapshot(nomination)
    day = timezone.localdate(nomination.submitted_at or timezone.now())
    return Dossier(
        title=f"Hồ sơ đề nghị khen thưởng: {nomination.subject_name}",
        watermark="" if nomination.submitted_at else DRAFT_MARK,
        submission=_submission(nomination, facts, day),
        report=_report(nomination, day),
        facts=facts,
        computed_at=evidence.moment(facts),
        version=nomination.version,
        rows=(_row(nomination),),
        authority=signing_lines(nomination.head_position),
        signer=nomination.head_name,
        confirmation=("Xác nhận của cấp trình khen thưởng",),
        attached_to=f"(Kèm theo Tờ trình số{BLANK}/TTr-UBND ngày{BLANK}tháng{BLANK}năm {day.year} "
        f"của {committee_of(nomination.unit.name)})",
    )


def movement_of(nomination):
    """The campaign as it is named in a sentence."""
    return f"Phong trào thi đua “{nomination.plan.title}”"


def award_of(nomination):
    """The award as it is named in a sentence, with its province."""
    return f"Bằng khen của Chủ tịch {committee_of(nomination.unit.province.name)}"


def regime_of(nomination, day):
    """The frozen regime, or the one in force on `day`; None before the first the portal knows."""
    try:
        return regimes.get(nomination.regime) if nomination.regime else regimes.on(day)
    except regimes.NoRegime:
        return None


def _agency(nomination):
    return f"Ủy ban nhân dân\n{nomination.unit.name}"


def _submission(nomination, facts, day):
    regime = regime_of(nomination, day)
    committee, province = committee_of(nomination.unit.name), nomination.unit.province.name
    decider = f"Chủ tịch {committee_of(province)}"
    district = nomination.unit.district
    if regime and regime.through_district and district:
        addressees = (
            committee_of(district.name),
            f"Phòng Nội vụ {in_sentence(district.name)}",
        )
        asked = f"{committee_of(district.name)} xem xét, trình {decider}"
    else:
        addressees = (decider, f"Sở Nội vụ {in_sentence(province)}")
        asked = f"{decider} xem xét, quyết định"
    movement = f"{movement_of(nomination)} năm {nomination.year}"
    request = [
        f"{committee} trình {asked} tặng Bằng khen cho 01 tập thể: {nomination.subject_name}, "
        f"đã có thành tích xuất sắc trong {movement}.",
        *paragraphs(nomination.summary),
        *paragraphs(evidence.sentence(facts)),
        "Hồ sơ gửi kèm, 01 bộ bản chính, gồm: báo cáo thành tích; bảng minh chứng số liệu; danh "
        "sách trích ngang; biên bản họp Hội đồng Thi đua - Khen thưởng "
        f"{in_sentence(nomination.unit.name)}.",
        f"{committee} kính trình {asked}./.",
    ]
    return Submission(
        head=_head(
            nomination,
            day,
            "/TTr-UBND",
            "Tờ trình",
            f"Về việc đề nghị tặng {award_of(nomination)} trong {movement}",
        ),
        addressees=addressees,
        bases=_bases(nomination, regime, day),
        request=tuple(request),
        recipients=(
            "Như trên",
            f"Hội đồng TĐKT {in_sentence(nomination.unit.name)}",
            "Lưu: VT, hồ sơ khen thưởng",
        ),
    )


def _bases(nomination, regime, day):
    bases = [f"Căn cứ {text.citation}" for text in (regime.citations(day) if regime else ())]
    plan = nomination.plan
    period = f"giai đoạn {plan.start_year}-{plan.end_year}"
    if plan.number:
        issued = f" {official_date(plan.issued_date)}" if plan.issued_date else ""
        bases.append(
            f"Căn cứ Kế hoạch số {plan.number}{issued} của {committee_of(plan.unit.name)} về "
            f"{movement_of(nomination)} {period}"
        )
    else:
        bases.append(f"Thực hiện {movement_of(nomination)} {period}")
    return tuple(bases)


def _report(nomination, day):
    return Report(
        head=_head(
            nomination,
            day,
            "/BC-UBND",
            "Báo cáo thành tích",
            f"Đề nghị tặng {award_of(nomination)}",
        ),
        subject_name=nomination.subject_name,
        features=paragraphs(nomination.features),
        achievements=paragraphs(nomination.achievements),
        measures_taken=paragraphs(nomination.measures_taken),
        past_awards=paragraphs(nomination.past_awards),
    )


def _head(nomination, day, number, doc_type, subject):
    return Head(
        agency=_agency(nomination),
        number=number,
        place=place_of(nomination.unit.name),
        year=day.year,
        doc_type=doc_type,
        subject=subject,
    )


def _row(nomination):
    unit = nomination.unit
    above = [in_sentence(u.name) for u in (unit.district, unit.province) if u]
    return Row(
        name=nomination.subject_name,
        address=", ".join([unit.name, *above]),
        summary=nomination.summary,
        award=award_of(nomination),
        past_awards=nomination.past_awards,
    )


def html(pk):
    """The dossier as one HTML file. Raises Nomination.DoesNotExist."""
    related = ("plan__unit", "unit__province", "unit__district")
    return html_of(Nomination.objects.select_related(*related).get(pk=pk))


def html_of(nomination):
    dossier = assemble(nomination)
    return draw(
        "papers/dossier.html",
        {"dossier": dossier, "title": dossier.title, "watermark": dossier.watermark},
    )


def _candidates():
    for nomination in Nomination.objects.order_by("pk"):
        yield nomination.pk, f"{nomination} ({nomination.get_stage_display()})"


PAPER = Paper("dossier", _candidates, html)
