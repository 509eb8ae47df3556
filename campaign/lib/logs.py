"""Log lines as JSON, with runs of 9 or 12 digits (citizen ids) struck out."""

import re

from pythonjsonlogger.json import JsonFormatter

_IDS = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")


class ScrubbedJsonFormatter(JsonFormatter):
    def format(self, record):
        return _IDS.sub("************", super().format(record))
