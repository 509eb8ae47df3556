"""The shape of the code: what may import what, and where a year of law may stand.

The rules are written down in the README; this file holds the code to them.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["campaign", "households", "awards", "reporting"]
LEAVES = {
    "choices",
    "roles",
    "reach",
    "lib",
    "formats",
    "standards",
    "ethnicities",
    "official_forms",
    "sayings",
    "sentences",
    "regimes",
}
SURFACE = {
    "views",
    "urls",
    "portal_urls",
    "management",
    "templatetags",
    "admin",
    "adminsite",
    "resources",
    "context",
    "middleware",
    "accounts",
    "settings",
    "wsgi",
}
LAW = {"campaign/hierarchy.py", "households/standards.py", "awards/regimes.py"}


def layer(room):
    """How high a room stands: leaves 0, models 1, domain 2, forms 3, views and commands 4."""
    if room in LEAVES:
        return 0
    if room in SURFACE:
        return 4
    return {"models": 1, "forms": 3}.get(room, 2)


def sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imports(path):
    """(node, app, room) of every import of ours in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] + [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found = {tuple((*name.split("."), "")[:2]) for name in names if name.split(".")[0] in APPS}
        rooms = {(app, room) for app, room in found if room}
        yield from (
            (node, app, room)
            for app, room in sorted(rooms)
            if (ROOT / app / room).is_dir() or (ROOT / app / f"{room}.py").exists()
        )


def home(path):
    parts = path.relative_to(ROOT).parts
    return parts[0], Path(parts[1]).stem


FILES = list(sources())


def test_there_is_something_to_check():
    assert len(FILES) > 60


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_downwards(path):
    app, room = home(path)
    wrong = []
    for node, other_app, other_room in imports(path):
        where = f"line {node.lineno}: {other_app}.{other_room}"
        if APPS.index(other_app) > APPS.index(app):
            wrong.append(f"{where} is of an app above")
        elif other_app != app and layer(other_room) > 2:
            wrong.append(f"{where} is neither leaf, model nor domain module of another app")
        elif other_app == app and layer(other_room) > layer(room) and room != "apps":
            wrong.append(f"{where} is of a layer above")
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_inline_imports_give_their_reason(path):
    lines = path.read_text().splitlines()
    inner = [
        node.lineno
        for scope in ast.walk(ast.parse("\n".join(lines)))
        if isinstance(scope, ast.FunctionDef)
        for node in ast.walk(scope)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    unexplained = [n for n in inner if not re.search(r"# noqa: [\w, ]+ - \w+", lines[n - 1])]
    assert unexplained == [] or path.name in {"bootstrap.py"}


YEAR = re.compile(r"(?:==|<=|>=|<|>)\s*(?:19|20)\d{2}\b|\bdate\((?:19|20)\d{2}")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_years_of_law_stand_in_three_files(path):
    name = str(path.relative_to(ROOT))
    if name in LAW or "/demo/" in name or "/bench/" in name:
        return
    code = [line for line in path.read_text().splitlines() if not line.strip().startswith("#")]
    assert [line.strip() for line in code if YEAR.search(line)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_short(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_what_it_owns(app):
    doc = ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text())) or ""
    assert {"Owns", "imports", "Read"} <= set(re.findall(r"Owns|imports|Read", doc))
