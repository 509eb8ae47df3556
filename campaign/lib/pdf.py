"""Official papers as PDF: the only place in the portal that knows how one is drawn.

Each paper is drawn by a child process (`pdf_child`) under limits, so that a paper that is too big
or malicious costs that paper and not the site. The same HTML gives the same bytes every time.
"""

import logging
import os
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

from django.utils.translation import gettext as _

from campaign.lib import pdf_child

MEMORY_BYTES = 1024**3
CPU_SECONDS = 90
WALL_SECONDS = 120
_CHILD = Path(__file__).with_name("pdf_child.py")
_log = logging.getLogger(__name__)
# What the dynamic loader and fontconfig need; secrets of the portal stay with the parent.
_ENVIRONMENT = ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
# A paper keeps one core busy: more at a time would only make each of them miss its limit.
_SLOTS = threading.BoundedSemaphore(os.cpu_count() or 1)


class PdfFailed(Exception):
    """This paper cannot be drawn; `str()` is a sentence for the person who asked for it."""


class PdfUnavailable(PdfFailed):
    """No paper can be drawn on this machine; `str()` says what to install."""


def render(html):
    """`html` (text) as the bytes of a PDF.

    Raises PdfUnavailable when the drawing library or its typeface is missing, PdfFailed when this
    paper asks for something from outside, uses a character that cannot be printed, or is too big.
    """
    # The typeface draws both spaces with one glyph: a single no-break space would make every space
    # of the paper come out as one when its text is searched or copied.
    text = unicodedata.normalize("NFC", html).replace("\u00a0", " ")
    if not _SLOTS.acquire(timeout=WALL_SECONDS):
        raise PdfFailed(_("Máy chủ đang in nhiều văn bản. Hãy thử lại sau vài phút."))
    try:
        answer = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(MEMORY_BYTES), str(CPU_SECONDS)],
            input=text.encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfFailed(_too_big()) from None
    finally:
        _SLOTS.release()
    if answer.returncode == 0 and answer.stdout.startswith(b"%PDF"):
        return answer.stdout
    raise _failure(answer.returncode, answer.stderr.decode(errors="replace"))


def _failure(status, message):
    if status == pdf_child.NO_LIBRARY:
        return PdfUnavailable(
            _(
                "Máy chủ chưa in được PDF vì thiếu thư viện Pango. Đề nghị quản trị hệ thống cài "
                "các gói libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 rồi thử lại."
            )
        )
    if status == pdf_child.NO_FONT:
        return PdfUnavailable(
            _(
                "Máy chủ chưa in được PDF vì thiếu phông chữ Tinos. Đề nghị quản trị hệ thống cài "
                "gói fonts-croscore rồi thử lại."
            )
        )
    if status == pdf_child.NO_GLYPH:
        return PdfFailed(
            _("Văn bản có ký tự không in được: %(characters)s. Hãy xóa hoặc thay bằng chữ.")
            % {"characters": message}
        )
    if status == pdf_child.FETCH:
        return PdfFailed(_("Văn bản có nội dung lấy từ bên ngoài nên không được in."))
    _log.error("The PDF child ended with status %s", status)
    return PdfFailed(_too_big())


def _too_big():
    return _("Không in được văn bản này: quá dài hoặc có lỗi. Hãy rút gọn nội dung rồi thử lại.")
