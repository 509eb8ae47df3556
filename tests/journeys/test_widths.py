"""No page scrolls sideways, on any screen, in either language: wide tables scroll in themselves."""

import pytest

from campaign.models import Assignment
from campaign.roles import Role
from households import rollup
from tests.households import population

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 768, 1024, 1200, 1280, 1366)


@pytest.fixture
def years(ground):
    """Three yearly reviews of commune B, with long names and large numbers in every column."""
    for year in (2023, 2024, 2025):
        village = ground.b_villages[0] if year == 2025 else ground.old_villages["b"][0]
        commune = ground.b if year == 2025 else ground.old_b
        review = population.review(ground.province if year == 2025 else ground.old_province, year)
        for number in range(12):
            home = population.household(village, f"Nguyễn Thị Phương Quỳnh {number}")
            population.status(
                review,
                home,
                village,
                poverty_class="poor" if number % 2 else "near_poor",
                deprivations=0b111111,
                causes=0b1111,
                head_birth_year=1970,
                head_sex="female",
                b1=145,
                b2=55,
            )
        population.totals(review, commune, 123_456, 456_789)
        rollup.rebuild(review)


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
    assert too_wide(page, addresses) == []
