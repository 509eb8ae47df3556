"""No page scrolls sideways, on any screen, in either language: wide tables scroll in themselves."""

import pytest

from campaign.models import Assignment
from campaign.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 768, 1024, 1200, 1280, 1366)


def too_wide(page, addresses):
    """[(address, language, width, width of its content)] of what does not fit the screen."""
    found = []
    for language in ("vi", "en"):
        site = page.evaluate("location.origin")
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        for address in addresses:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 768})
                content = page.evaluate("document.documentElement.scrollWidth")
                if content > width:
                    found.append((address, language, width, content))
    return found


@pytest.mark.parametrize("who", ["admin", "hoa"])
def test_no_page_scrolls_sideways(cast, ground, years, page_for, who):
    for role in Role:
        Assignment.objects.create(
            user=cast.son, role=role, unit=ground.province, valid_from="2025-07-01"
        )
    unit = ground.b.pk if who == "hoa" else ground.province.pk
    page = page_for(getattr(cast, who))
    addresses = ["/", f"/figures/{unit}/", f"/households/?unit={unit}", f"/units/{unit}/"]
    addresses += ["/roles/", "/events/"] if who == "admin" else ["/imports/new/"]
    addresses += [f"/figures/{unit}/years/", f"/households/search/?unit={unit}&q=quynh"]
    addresses += [f"/reviews/{years[-1].pk}/", f"/reviews/{years[-1].pk}/communes/{ground.b.pk}/"]
    addresses.append(f"/figures/{unit}/tables/r2/?review={years[-1].pk}")
    assert too_wide(page, addresses) == []
