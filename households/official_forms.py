"""Official table forms: their numbers and titles, as configuration.

`confirmed=False` marks a number that was not read in the instrument itself: it is not printed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class OfficialForm:
    """Printed in Vietnamese only. `number` is that of the annex ("Mẫu số 7.3"); the `title` takes
    the version of the review ("chính thức")."""

    code: str
    title: str
    number: str
    source: str
    confirmed: bool

    @property
    def printed_number(self):
        return f"Mẫu số {self.number}" if self.confirmed else ""


R1 = OfficialForm(
    code="R1",
    title=(
        "Tổng hợp kết quả {version} rà soát hộ nghèo; hộ cận nghèo; "
        "hộ làm nông, lâm, ngư nghiệp có mức sống trung bình"
    ),
    number="7.3",
    source="Phụ lục VII, Thông tư 07/2021/TT-BLĐTBXH, sửa đổi bởi Thông tư 02/2022/TT-BLĐTBXH",
    confirmed=False,
)
FORMS = {form.code: form for form in (R1,)}
