"""The set-up of a bare machine: what it installs, what it writes, and when it leaves all alone."""

import base64
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from campaign import bootstrap

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder of its own, with an empty `.venv` of this very Python."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "requirements.txt").write_text("django==5.2\n")
    for name, path in {
        "VENV": ".venv",
        "PYTHON": ".venv/bin/python",
        "STAMP": ".venv/portal-stamp.json",
        "REQUIREMENTS": "requirements.txt",
    }.items():
        monkeypatch.setattr(bootstrap, name, tmp_path / path)
    return tmp_path


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A machine whose package tools are scripts that write down how they were called."""
    tools = tmp_path / "tools"
    tools.mkdir()
    calls = tmp_path / "calls"

    class System:
        installed = ()

        def calls(self):
            return calls.read_text().splitlines() if calls.exists() else []

        def lay(self, *packages, root=True, ubuntu=False):
            lines = "\n".join(f"echo '{name} installed'" for name in packages)
            self._tool("dpkg-query", f"{lines}\nexit 1")
            self._tool("apt-get", f'echo "apt-get $@" >> {calls}')
            monkeypatch.setenv("PATH", str(tools))
            monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
            release = "ID=ubuntu" if ubuntu else "ID=debian"
            monkeypatch.setattr(bootstrap, "_system_release", lambda: release)

        def _tool(self, name, text):
            path = tools / name
            path.write_text(f"#!/bin/sh\n{text}\n")
            path.chmod(0o755)

    return System()


def test_the_first_env_is_for_its_owner_only_and_starts_the_portal(tmp_path):
    path = tmp_path / ".env"
    bootstrap.write_env(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    values = dict(line.split("=", 1) for line in path.read_text().splitlines())
    assert set(values) == {
        "DEMO",
        "SECRET_KEY",
        "CITIZEN_ID_KEYS",
        "CITIZEN_ID_INDEX_KEY",
        "ALLOWED_HOSTS",
    }
    assert len(values["SECRET_KEY"]) >= 50
    for name in ("CITIZEN_ID_KEYS", "CITIZEN_ID_INDEX_KEY"):
        assert len(base64.b64decode(values[name])) == 32


def test_an_env_that_is_there_is_never_overwritten(tmp_path):
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=mine\n")
    with pytest.raises(FileExistsError):
        bootstrap.write_env(path)
    assert path.read_text() == "SECRET_KEY=mine\n"


def test_keys_are_different_every_time():
    first, second = bootstrap.fresh_keys(), bootstrap.fresh_keys()
    assert len({*first.values(), *second.values()}) == 6


def test_a_stamp_of_these_requirements_and_this_python_is_current(project):
    assert not bootstrap._is_current()
    bootstrap.STAMP.write_text(bootstrap.json.dumps(bootstrap._wanted_stamp()))
    assert bootstrap._is_current()


def test_new_requirements_make_the_stamp_old(project):
    bootstrap.STAMP.write_text(bootstrap.json.dumps(bootstrap._wanted_stamp()))
    bootstrap.REQUIREMENTS.write_text("django==5.2.1\n")
    assert not bootstrap._is_current()


def test_another_python_behind_the_environment_makes_the_stamp_old(project):
    bootstrap.STAMP.write_text(bootstrap.json.dumps(bootstrap._wanted_stamp()))
    bootstrap.PYTHON.unlink()
    bootstrap.PYTHON.symlink_to(shutil.which("sh"))
    assert not bootstrap._is_current()


def test_root_installs_what_is_missing_and_nothing_else(project, system, capsys):
    system.lay("libpango-1.0-0", "fonts-croscore")
    bootstrap._install_system_packages("demo")
    assert system.calls() == [
        "apt-get update",
        "apt-get install --yes --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0",
    ]


def test_where_nothing_is_missing_nothing_is_called(project, system):
    system.lay(*bootstrap.PAPER_PACKAGES)
    bootstrap._install_system_packages("demo")
    assert system.calls() == []


def test_the_whole_tests_want_a_browser_and_a_database_as_well(project, system, monkeypatch):
    monkeypatch.setattr(bootstrap.glob, "glob", lambda pattern: [])
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    system.lay(*bootstrap.PAPER_PACKAGES)
    bootstrap._install_system_packages("verify", quick=True)
    assert system.calls() == []
    bootstrap._install_system_packages("verify")
    assert system.calls()[1].split()[-3:] == ["libatomic1", "chromium", "postgresql"]


def test_whoever_is_not_root_gets_one_line_to_run(project, system):
    system.lay("libpango-1.0-0", root=False)
    with pytest.raises(SystemExit) as stop:
        bootstrap._install_system_packages("demo")
    commands = [line for line in str(stop.value).splitlines() if "apt-get" in line]
    assert [line.strip() for line in commands] == [
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends"
        " libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore"
    ]
    assert system.calls() == []


def test_without_a_browser_whoever_is_not_root_still_runs_the_other_tests(
    project, system, monkeypatch, capsys
):
    monkeypatch.setattr(bootstrap.glob, "glob", lambda pattern: ["/usr/lib/postgresql/15"])
    system.lay(*bootstrap.PAPER_PACKAGES, root=False)
    bootstrap._install_system_packages("verify")
    assert "NOT INSTALLED, so some tests cannot run: libatomic1 chromium" in capsys.readouterr().out


def test_ubuntu_s_browser_package_is_not_installed_but_explained(
    project, system, monkeypatch, capsys
):
    monkeypatch.setattr(bootstrap.glob, "glob", lambda pattern: ["/usr/lib/postgresql/16"])
    system.lay(*bootstrap.PAPER_PACKAGES, bootstrap.DRIVER_PACKAGE, ubuntu=True)
    bootstrap._install_system_packages("verify")
    assert system.calls() == []
    assert "playwright install" in capsys.readouterr().out


def test_an_old_python_is_told_what_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        bootstrap.enter(["manage.py", "demo"])


@pytest.fixture
def bare_clone(tmp_path):
    """The files that run before Django does, in a folder without an environment."""
    for name in ("manage.py", "requirements.txt", "campaign/__init__.py", "campaign/bootstrap.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def manage(folder, *arguments):
    """Run manage.py with an interpreter that sees no installed package."""
    command = [sys.executable, "-S", "-E", "manage.py", *arguments]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)


def test_another_command_without_django_says_how_to_get_it(bare_clone):
    answer = manage(bare_clone, "migrate")
    assert answer.returncode == 1
    assert answer.stderr.strip() == "Django is not installed here: run python3 manage.py setup"
    assert not (bare_clone / ".env").exists()
    assert not (bare_clone / ".venv").exists()


def test_the_set_up_needs_nothing_but_the_standard_library(bare_clone):
    question = "import sys; before = set(sys.modules); from campaign import bootstrap; print(sorted"
    question += "(n for n in set(sys.modules) - before if n.split('.')[0] not in"
    question += " sys.stdlib_module_names))"
    answer = subprocess.run(
        [sys.executable, "-S", "-E", "-c", question],
        check=True,
        cwd=bare_clone,
        capture_output=True,
        text=True,
    )
    assert answer.stdout.strip() == "['campaign', 'campaign.bootstrap']"


def test_every_requirement_is_pinned_and_hashed():
    text = (ROOT / "requirements.txt").read_text()
    blocks = re.split(r"\n(?=\S)", text)
    requirements = [block for block in blocks if block and not block.startswith("#")]
    assert len(requirements) > 50
    assert [b for b in requirements if "==" not in b or "--hash=sha256:" not in b] == []


def test_every_direct_requirement_says_why():
    lines = (ROOT / "requirements.in").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in wanted if not re.search(r"\S\s+# \S", line)] == []
