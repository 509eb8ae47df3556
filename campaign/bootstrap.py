"""Makes the environment of a fresh machine. Standard library only.

`demo`, `verify` and `setup` must work where there is nothing but git and Python, so this runs
before Django can be imported: system libraries by apt-get, `.venv` with the pinned requirements,
a first `.env`, then the same command once more inside `.venv`. A stamp in `.venv` lets the next
start skip all of it. It has to stay readable by old Pythons, which are told what is missing.
"""

import base64
import glob
import hashlib
import importlib.util
import json
import os
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

MINIMUM = (3, 11)
COMMANDS = {"demo", "verify", "setup"}
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements.txt"
STAMP = VENV / "portal-stamp.json"
ENV_FILE = ROOT / ".env"
# What WeasyPrint loads, and the only free face with Times metrics and every Vietnamese letter.
PAPER_PACKAGES = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-croscore",
)
# What Playwright's own driver loads.
DRIVER_PACKAGE = "libatomic1"
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable")


def enter(argv):
    """Hand `demo`, `verify` and `setup` over to the project's own environment.

    Any other command goes on as in any Django project, in `.venv` where Django is only there.
    """
    command = argv[1] if len(argv) > 1 else ""
    if sys.version_info < MINIMUM:
        found = sys.version.split()[0]
        _stop("The portal needs Python {}.{} or newer; this is {}.".format(*MINIMUM, found))
    if command not in COMMANDS:
        if importlib.util.find_spec("django") is None and _is_current():
            _reenter(argv)
        return
    _install_system_packages(command, quick="--quick" in argv)
    if not _is_current():
        _install_requirements()
    if command == "verify":
        # A fresh clone has no .env, and no test may depend on what a desk's .env says.
        os.environ.update(fresh_keys(), ENV_FILE=os.devnull, DEBUG="false", DEMO="false")
    elif "ENV_FILE" not in os.environ and not ENV_FILE.exists():
        write_env()
    if command == "setup":
        print("Ready. Next: python3 manage.py demo")
        sys.exit(0)
    if not _is_inside():
        _reenter(argv)


def fresh_keys():
    """Random values for the three secrets that the settings insist on."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "CITIZEN_ID_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "CITIZEN_ID_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def write_env(path=ENV_FILE):
    """Write a first `.env` for a desk trial, readable by its owner only. Never overwrites."""
    values = {"DEMO": "true"}
    values.update(fresh_keys(), ALLOWED_HOSTS="127.0.0.1,localhost")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.writelines("{}={}\n".format(*item) for item in values.items())
    print("Wrote .env with fresh keys. Keep it: lists uploaded with these keys need them.")


# --- the virtual environment --------------------------------------------------------------------
def _wanted_stamp():
    return {
        "requirements": hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest(),
        # After an upgrade of the system .venv/bin/python is another Python without our packages.
        "python": os.path.realpath(PYTHON),
    }


def _is_current():
    try:
        return json.loads(STAMP.read_text()) == _wanted_stamp() and os.access(PYTHON, os.X_OK)
    except (OSError, ValueError):
        return False


def _is_inside():
    return Path(sys.prefix).resolve() == VENV.resolve()


def _install_requirements():
    if not _is_inside() and not _can_install():
        print("Making .venv ...", flush=True)
        _run(sys.executable, "-m", "venv", "--clear", VENV)
    print("Installing the pinned packages into .venv (a minute or two) ...", flush=True)
    # Wheels only: a bare machine has no compiler.
    options = ("-qq", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:")
    _run(PYTHON, "-m", "pip", "install", *options, "-r", REQUIREMENTS)
    STAMP.write_text(json.dumps(_wanted_stamp()))


def _can_install():
    """Whether .venv stands and was made by a Python of this version."""
    question = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        answer = subprocess.run([PYTHON, "-c", question], check=False, capture_output=True)
    except OSError:
        return False
    return answer.returncode == 0


def _reenter(argv):
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *argv[1:]])


# --- packages of the operating system -------------------------------------------------------------
def _install_system_packages(command, quick=False):
    """Install what is missing: what nothing works without, and what only whole tests want."""
    needed = list(PAPER_PACKAGES)
    if importlib.util.find_spec("ensurepip") is None and not _is_current():
        needed.append("python{}.{}-venv".format(*sys.version_info[:2]))
    wanted = []
    if command == "verify" and not quick:
        wanted = _browser_packages() + _database_packages()
    if not shutil.which("dpkg-query"):
        if not _is_current():
            print("Not a Debian system: install by hand what stands for", " ".join(needed))
        return
    needed, wanted = _missing(needed), _missing(wanted)
    if not needed and not wanted:
        return
    install = ("apt-get", "install", "--yes", "--no-install-recommends", *needed, *wanted)
    if os.geteuid() == 0:
        print("Installing system packages:", *needed, *wanted, flush=True)
        os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
        _run("apt-get", "update", quiet=True)
        _run(*install, quiet=True)
        return
    line = "sudo apt-get update && sudo " + shlex.join(install)
    if needed:
        _stop("System packages are missing. Run this line, then the command again:\n\n  " + line)
    print("NOT INSTALLED, so some tests cannot run:", *wanted)
    print("  " + line, flush=True)


def _missing(packages):
    if not packages:
        return []
    form = "${Package} ${db:Status-Status}\n"
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat", form, *packages],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    lines = [line.split() for line in answer.stdout.splitlines()]
    present = {name for name, state in lines if state == "installed"}
    return [package for package in packages if package not in present]


def find_browser():
    """The path of a Chromium or Chrome of the system, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _browser_packages():
    if find_browser():
        return [DRIVER_PACKAGE]
    if "ubuntu" in _system_release():
        print(
            "Ubuntu's package of Chromium is only a stub that installs a snap. For the browser\n"
            "tests run once: .venv/bin/playwright install --with-deps chromium",
            flush=True,
        )
        return [DRIVER_PACKAGE]
    return [DRIVER_PACKAGE, "chromium"]


def _system_release():
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return ""
    return " ".join(line for line in lines if line.startswith(("ID=", "ID_LIKE=")))


def _database_packages():
    if glob.glob("/usr/lib/postgresql/*/bin/initdb"):
        return []
    url = os.environ.get("DATABASE_URL", "")
    place = urlsplit(url if url.startswith("postgres") else "postgres://127.0.0.1")
    try:
        socket.create_connection((place.hostname or "127.0.0.1", place.port or 5432), 2).close()
    except OSError:
        return ["postgresql"]
    return []


def _run(*command, quiet=False):
    """Run a step; stop with what it said when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode:
        _stop("{}\nFailed: {}".format(done.stdout or "", shlex.join(map(str, command))))


def _stop(sentence):
    sys.exit(sentence)
