"""An administrator brings in a sheet of the reference tables; the browser complains of nothing."""

import pytest

from campaign.models import UnitAlias
from tests.campaign.test_admin import ALIAS_HEADINGS, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_sheet_is_refused_then_previewed_then_taken(cast, ground, page_for, tmp_path):
    page = page_for(cast.admin)
    heard = []
    page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)

    def preview(*rows):
        path = tmp_path / "danh-muc.xlsx"
        path.write_bytes(workbook(*rows))
        page.goto("/admin/campaign/unitalias/import/")
        page.set_input_files("input[type=file]", path)
        page.click("#content input[type=submit]")
        return page.locator("#content").inner_text()

    assert "Tệp thiếu cột: Mã số; Tên gọi khác." in preview(["Code", "Name"], ["a", "b"])
    assert "Không có đơn vị nào mang mã" in preview(ALIAS_HEADINGS, ["99999", "Làng Cũ"])
    assert "Làng <b>Cũ" in preview(ALIAS_HEADINGS, [ground.a.code, "Làng <b>Cũ"])
    page.click("input[name=confirm]")
    page.wait_for_url("**/unitalias/")
    assert [alias.unit for alias in UnitAlias.objects.all()] == [ground.a]
    assert heard == []
