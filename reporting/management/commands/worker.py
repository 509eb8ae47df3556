"""`manage.py worker`: does the background work, and takes up again what a killed worker left."""

import os
import signal
import threading
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from campaign import jobs
from households import openings

SWEEP_SECONDS = 15
LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "Runs queued background work until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="stop when the process that started this one is gone",
        )

    def handle(self, *args, with_parent, verbosity, **options):
        if with_parent:
            threading.Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()
        threading.Thread(target=_sweep, daemon=True).start()
        call_command(
            "db_worker",
            interval=LOOK_SECONDS,
            reload=False,
            startup_delay=False,
            verbosity=verbosity,
        )


def _sweep():
    while True:
        close_old_connections()
        jobs.sweep()
        openings.sweep()
        time.sleep(SWEEP_SECONDS)


def _stop_with(parent):
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
