"""All kinds of official papers, and the annual report as one of them."""

from django.utils import timezone

from awards import evidence
from awards.papers import dossier
from campaign.choices import Level
from campaign.papers import (
    Paper,
    committee_of,
    draw,
    in_sentence,
    paragraphs,
    place_of,
    signing_lines,
)
from households import papers as review_papers
from reporting import assembly
from reporting.choices import ReportState
from reporting.models import AnnualReport

_RELATED = ("plan__unit", "unit__province", "unit__district")


def html(pk):
    """The annual report as HTML. Raises AnnualReport.DoesNotExist."""
    return html_of(AnnualReport.objects.select_related(*_RELATED).get(pk=pk))


def html_of(report):
    unit, day = report.unit, timezone.localdate(report.submitted_at or timezone.now())
    province = unit.province.name
    figures = assembly.figures(report)
    if unit.level == Level.PROVINCE:
        addressees = ["Hội đồng Thi đua - Khen thưởng Trung ương"]
    elif unit.district:
        addressees = [committee_of(unit.district.name)]
    else:
        addressees = [committee_of(province), f"Sở Nội vụ {in_sentence(province)}"]
    return draw(
        "papers/annual_report.html",
        {
            "title": f"Báo cáo năm {report.year}",
            "watermark": "" if report.state == ReportState.SUBMITTED else dossier.DRAFT_MARK,
            "agency": f"Ủy ban nhân dân\n{unit.name}",
            "number": "/BC-UBND",
            "place": place_of(unit.name),
            "date": day.year,
            "doc_type": "Báo cáo",
            "subject": f"Kết quả thực hiện Phong trào thi đua “{report.plan.title}” "
            f"năm {report.year}",
            "addressees": addressees,
            "results": paragraphs(report.results),
            "difficulties": paragraphs(report.difficulties),
            "proposals": paragraphs(report.proposals),
            "facts": figures,
            "evidence": evidence.sentence(figures),
            "computed_at": evidence.moment(figures),
            "committee": committee_of(unit.name),
            "recipients": ["Như trên", "Lưu: VT"],
            "authority": signing_lines("Chủ tịch"),
            "signer": "",
        },
    )


def _candidates():
    for report in AnnualReport.objects.select_related("unit").order_by("pk"):
        yield report.pk, f"{report} ({report.get_state_display()})"


ANNUAL_REPORT = Paper("annual-report", _candidates, html)
KINDS = {paper.kind: paper for paper in (dossier.PAPER, ANNUAL_REPORT)} | review_papers.KINDS
