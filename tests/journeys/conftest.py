"""Headless Chromium against a live server, with the background queue run between the steps."""

import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

from campaign.bootstrap import find_browser
from campaign.choices import JobState
from campaign.lib.vietnamese import name_key
from campaign.models import JobRun
from households import rollup
from tests.households import population

# Playwright's synchronous API keeps an event loop open in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SCREENS = Path(__file__).resolve().parent.parent.parent / ".var" / "screens"
CHROMIUM = find_browser()
PASSWORD = "mật khẩu đủ dài để thử 2025"
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (Debian package: chromium)")
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture
def one_at_a_time(monkeypatch):
    """Requests and background jobs take turns.

    An SQLite test database lives in memory on one connection that the server's threads share:
    two of them at once would stand inside each other's transactions.
    """
    lock = threading.RLock()
    answer = WSGIHandler.get_response

    def in_turn(handler, request):
        with lock:
            return answer(handler, request)

    monkeypatch.setattr(WSGIHandler, "get_response", in_turn)
    return lock


@pytest.fixture
def run_jobs(one_at_a_time):
    """Do in this process what the worker would do: every queued job, oldest first."""

    def run():
        with one_at_a_time:
            for job in JobRun.objects.filter(state=JobState.QUEUED).order_by("pk"):
                import_string(job.task).call(job.pk)

    return run


@pytest.fixture
def page_for(live_server, browser, one_at_a_time):
    """page_for(user): a page of a new browser window in which `user` signed in by the form."""
    contexts = []

    def open_page(user, viewport=LAPTOP, **options):
        user.set_password(PASSWORD)
        user.save()
        context = browser.new_context(
            base_url=live_server.url, viewport=viewport, locale="vi-VN", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", user.username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def look():
    """look(page, name): keep a screenshot on a laptop and on a phone, measure, and ask axe.

    Returns what is wider than the screen and the grave problems of accessibility, as texts.
    """

    def inspect(page, name):
        SCREENS.mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        found = []
        for device, viewport in (("laptop", LAPTOP), ("phone", PHONE)):
            page.set_viewport_size(viewport)
            page.screenshot(path=SCREENS / f"{name}-{device}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > viewport["width"]:
                found.append(f"{name} {device}: {wide} pixels wide")
            for problem in Axe().run(page).response["violations"]:
                if problem["impact"] in GRAVE:
                    where = [node["html"][:120] for node in problem["nodes"]]
                    found.append(f"{name} {device}: {problem['id']} {where}")
        page.set_viewport_size(size)
        return found

    return inspect


@pytest.fixture
def desk(page_for, run_jobs, look):
    """All that a journey needs in one name: `page_for`, `run_jobs`, `look`."""
    return SimpleNamespace(page_for=page_for, run_jobs=run_jobs, look=look)


@pytest.fixture
def years(ground):
    """Three yearly reviews of commune B, with long names and large numbers in every column."""
    reviews = []
    for year in (2023, 2024, 2025):
        village = ground.b_villages[0] if year == 2025 else ground.old_villages["b"][0]
        commune = ground.b if year == 2025 else ground.old_b
        review = population.review(ground.province if year == 2025 else ground.old_province, year)
        for number in range(12):
            home = population.household(village, f"Nguyễn Thị Phương Quỳnh {number}")
            home.head_key = name_key(home.head_name)
            home.save()
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
        reviews.append(review)
    return reviews
