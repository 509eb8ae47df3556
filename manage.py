#!/usr/bin/env python3
"""The command line of the portal.

`demo`, `verify` and `setup` also work where nothing but Python is installed: they go through
`campaign/bootstrap.py`, which makes the environment first.
"""

import os
import sys

from campaign import bootstrap


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
    bootstrap.enter(sys.argv)
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here: run python3 manage.py setup")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
