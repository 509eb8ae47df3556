"""Numbers and titles of the official forms are a file: what nobody has confirmed is not printed."""

from types import SimpleNamespace

from households import official_forms, tables
from households.tables import lists

WRITTEN = """
[R1]
title = "Tổng hợp kết quả {version} rà soát"
number = "7.3"
source = "Thông tư 07/2021/TT-BLĐTBXH"
confirmed = true

[R2]
title = "Diễn biến"
number = "7.4"
source = "Thông tư 07/2021/TT-BLĐTBXH"
confirmed = false
"""


def test_a_number_is_printed_once_the_file_says_that_it_is_confirmed(tmp_path):
    path = tmp_path / "official_forms.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    forms = official_forms.read(path)
    printed = {code: form.printed_number for code, form in forms.items()}
    assert printed == {"R1": "Mẫu số 7.3", "R2": ""}


def test_the_title_says_whether_the_result_is_official(tmp_path):
    path = tmp_path / "official_forms.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    form = official_forms.read(path)["R1"]
    said = [form.titled(SimpleNamespace(version=v)) for v in ("official", "preliminary")]
    assert said == ["Tổng hợp kết quả chính thức rà soát", "Tổng hợp kết quả sơ bộ rà soát"]


def test_every_form_has_its_table_and_every_table_its_form():
    drawn = {*tables.KINDS, *lists.ROLLS}
    assert {code.lower() for code in official_forms.FORMS} == drawn
