"""Nominations in each stage and two annual reports, brought there along the workflow."""

from dataclasses import dataclass

from awards import drafts, workflow
from reporting import assembly
from reporting.demo import population

_RESULTS = (
    "Ủy ban nhân dân xã giao từng hội, đoàn thể nhận giúp đỡ các hộ nghèo theo thôn; mỗi hộ có sổ "
    "theo dõi nguyên nhân nghèo và việc đã hỗ trợ. Kết quả rà soát hằng năm cho thấy số hộ nghèo, "
    "hộ cận nghèo giảm liên tục, số hộ tái nghèo thấp. Chính sách bảo hiểm y tế, miễn giảm học "
    "phí, hỗ trợ tiền điện đến đúng hộ, không có khiếu nại kéo dài."
)
_WAYS = (
    "Rà soát từng hộ cùng trưởng thôn trước khi họp dân; ghép hộ thiếu vốn với tổ vay vốn, hộ "
    "thiếu kiến thức với hộ sản xuất giỏi trong thôn; sửa nhà trước mùa mưa bằng ngày công của "
    "đoàn thể; sáu tháng một lần công khai kết quả tại nhà văn hóa thôn."
)


@dataclass(frozen=True)
class Dossier:
    """`unit` is the code of a commune of today; `steps` are (verb, user name, comment)."""

    unit: str
    by: str
    texts: dict
    steps: tuple = ()


DOSSIERS = (
    Dossier(
        "21829",
        "hoa",
        {
            "features": (
                "Xã được thành lập ngày 01/7/2025 trên cơ sở bốn xã cũ, có 16 thôn, phần lớn người "
                "dân trồng lúa, chăn nuôi bò và làm nghề phụ lúc nông nhàn. Đảng bộ, Mặt trận và "
                "các đoàn thể xã được kiện toàn ngay trong tháng đầu."
            ),
            "achievements": _RESULTS,
            "measures_taken": _WAYS,
            "past_awards": "Không.",
            "summary": "Giảm hơn một nửa số hộ nghèo, hộ cận nghèo so với đầu kỳ; ít hộ tái nghèo.",
            "head_name": "Nguyễn Văn Thành",
        },
        (("submit", "hoa", ""), ("accept", "minh", "")),
    ),
    Dossier(
        "21808",
        "thao",
        {
            "features": (
                "Xã hình thành từ thị trấn và hai xã cũ, có trung tâm thương mại, đường quốc lộ đi "
                "qua; lao động chia gần đều giữa dịch vụ và nông nghiệp. Công tác giảm nghèo do "
                "một phó chủ tịch trực tiếp phụ trách."
            ),
            "achievements": _RESULTS,
            "measures_taken": _WAYS,
            "past_awards": "Không.",
            "summary": "Giảm hơn sáu phần mười số hộ nghèo, hộ cận nghèo so với đầu kỳ.",
            "head_name": "Trần Văn Hòa",
        },
        (("submit", "thao", ""),),
    ),
    Dossier(
        "21820",
        "thao",
        {
            "features": (
                "Xã ở phía tây của huyện cũ, địa hình đồi núi, có đồng bào Ba-na sinh sống ở các "
                "thôn giáp rừng; nguồn sống chính là mía, keo và chăn nuôi."
            ),
            "achievements": _RESULTS,
            "past_awards": "Không.",
            "summary": "Giảm trên một nửa số hộ nghèo, hộ cận nghèo so với đầu kỳ.",
            "head_name": "Lê Thị Hạnh",
        },
        (
            ("submit", "thao", ""),
            (
                "return",
                "minh",
                "Đề nghị bổ sung mục biện pháp, cách làm và nêu rõ kết quả ở các thôn có đồng bào "
                "dân tộc thiểu số.",
            ),
        ),
    ),
    Dossier(
        "21817",
        "lan",
        {
            "features": (
                "Xã gồm ba xã cũ ở vùng trung du, đất bạc màu, hay thiếu nước mùa khô; nhiều hộ đi "
                "làm ăn xa theo mùa."
            ),
            "achievements": _RESULTS,
        },
    ),
)


def settle(ground, users, plan):
    """Open the nominations and take their steps."""
    for dossier in DOSSIERS:
        nomination = drafts.create(
            plan=plan,
            unit=ground.communes[dossier.unit],
            year=population.LAST,
            by=users[dossier.by],
        )
        drafts.revise(nomination, dossier.texts, seen=nomination.version, by=users[dossier.by])
        for verb, name, comment in dossier.steps:
            nomination.refresh_from_db()
            workflow.perform(nomination, verb, by=users[name], comment=comment)


@dataclass(frozen=True)
class Report:
    """The report of the commune of today with code `unit`; a draft unless `sent`."""

    unit: str
    by: str
    texts: dict
    sent: bool = False


REPORTS = (
    Report(
        "21829",
        "hoa",
        {
            "results": (
                "Ủy ban nhân dân xã đã rà soát xong trong tháng mười một; số hộ nghèo, hộ cận "
                "nghèo tiếp tục giảm. Quỹ “Vì người nghèo” của xã hỗ trợ sửa nhà, tặng bò giống "
                "và cho vay vốn quay vòng. Mỗi thôn có một tổ giúp nhau làm kinh tế."
            ),
            "difficulties": (
                "Còn các hộ không có khả năng lao động, cần trợ giúp xã hội lâu dài. Giá vật tư "
                "tăng làm một số mô hình sản xuất có lãi thấp."
            ),
            "proposals": "Đề nghị tỉnh bố trí sớm vốn vay cho hộ mới thoát nghèo.",
        },
        sent=True,
    ),
    Report("21817", "lan", {"proposals": "Đề nghị hỗ trợ giếng khoan cho vùng thiếu nước."}),
)


def report(ground, users, plan):
    """Open the annual reports; send those that are to be sent."""
    for wanted in REPORTS:
        by = users[wanted.by]
        unit = ground.communes[wanted.unit]
        opened = assembly.create(plan=plan, unit=unit, year=population.LAST, by=by)
        assembly.revise(opened, wanted.texts, seen=opened.version, by=by)
        opened.refresh_from_db()
        if wanted.sent:
            assembly.submit(opened, by=by, version=opened.version)
