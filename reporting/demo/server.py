"""Serves the portal on this machine alone: one web process with threads, one worker beside it."""

import socket
import subprocess
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

HOST = "127.0.0.1"
THREADS = 8


class PortTaken(Exception):
    """Another program listens on the port."""


def require_free(port):
    """Raise PortTaken when the port cannot be had."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refusal:
            raise PortTaken(port) from refusal


def serve(port, *, ready):
    """Serve until Ctrl-C; `ready()` is called when the first page can be asked for."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "worker"]
    worker = subprocess.Popen([*command, "--with-parent", "--verbosity", "0"])
    connections.close_all()  # the web process is a fork and must not inherit them
    try:
        _Server(port, ready).run()
    finally:
        worker.terminate()
        worker.wait()


class _Server(BaseApplication):
    def __init__(self, port, ready):
        self.port, self.ready = port, ready
        super().__init__()

    def load_config(self):
        values = {
            "bind": f"{HOST}:{self.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            # Django is loaded once, before the fork: serving begins a second earlier.
            "preload_app": True,
            "loglevel": "warning",
            "proc_name": "portal-demo",
            "when_ready": lambda _server: self.ready(),
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()
