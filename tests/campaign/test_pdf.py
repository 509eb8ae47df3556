"""What a PDF may contain, and what its drawing may touch."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pypdf import PdfReader

from campaign.lib import pdf

# Each page is drawn in a process of its own.
pytestmark = pytest.mark.slow

MARKED = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
LETTERS = MARKED + MARKED.upper()
STYLE = "<style>body { font-family: Tinos }</style>"


def text(data):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def fonts(data):
    found = set()
    for page in PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(font["/BaseFont"].partition("+")[2])
    return found


@pytest.fixture
def listener():
    """A server on this machine that remembers whoever calls it."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.hits = hits
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("style", ["normal", "bold", "italic"])
def test_every_vietnamese_letter_is_printed_in_the_one_typeface(style):
    face = {"normal": "", "bold": "font-weight: bold", "italic": "font-style: italic"}[style]
    data = pdf.render(f'{STYLE}<p style="{face}">{" ".join(LETTERS)}</p>')
    assert len(LETTERS) == 134
    assert set(LETTERS) - set(text(data)) == set()
    assert {name.partition("-")[0] for name in fonts(data)} == {"Tinos"}


def test_the_same_paper_gives_the_same_bytes():
    html = f"{STYLE}<h1>Tờ trình</h1><p>Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh</p>"
    assert pdf.render(html) == pdf.render(html)


def test_letters_typed_in_two_parts_are_printed_as_one():
    assert "Đắk" in text(pdf.render(f"{STYLE}<p>Đa\u0306\u0301k Lắk</p>"))


def test_spaces_come_out_as_spaces_when_text_is_copied():
    data = pdf.render(f"{STYLE}<p>Số:\u00a0\u00a05/TTr-UBND Ủy ban nhân dân</p>")
    assert "Ủy ban nhân dân" in text(data) and "\u00a0" not in text(data)


PAYLOADS = [
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<style>@import url("{}");</style>',
    '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>a',
    '<style>p {{ background: url("{}") }}</style><p>a',
    '<style>p::before {{ content: url("{}") }}</style><p>a',
    '<style>li {{ list-style-image: url("{}") }}</style><ul><li>a</ul>',
    '<style>@page {{ background: url("{}") }}</style><p>a',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">a</a>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<svg><image href="{}" width="9" height="9"/></svg>',
    '<svg><use href="{}#a"/></svg>',
    '<svg><style>@import url("{}");</style></svg>',
    '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 '
    'width=%229%22 height=%229%22><image href=%22{}%22 width=%229%22 height=%229%22/></svg>">',
    '<base href="{}"><img src="a.png">',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_paper_fetches_nothing_from_the_network(payload, listener):
    html = STYLE + "<p>Đoạn văn</p>" + payload.format(f"http://127.0.0.1:{listener.server_port}/x")
    try:
        pdf.render(html)
    except pdf.PdfFailed as refusal:
        # A face of its own would need a temporary file, which the child may not write either.
        assert "bên ngoài" in str(refusal) or "@font-face" in payload
    assert listener.hits == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_paper_reads_no_file(payload, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>KHÓA-BÍ-MẬT</text></svg>')
    try:
        data = pdf.render(STYLE + "<p>Đoạn văn</p>" + payload.format(secret.as_uri()))
    except pdf.PdfFailed as refusal:
        assert "bên ngoài" in str(refusal) or "@font-face" in payload
    else:
        assert "KHÓA" not in text(data)
        assert not PdfReader(io.BytesIO(data)).attachments


def test_a_character_without_a_letter_is_named_and_not_replaced():
    with pytest.raises(pdf.PdfFailed) as refusal:
        pdf.render(f"{STYLE}<p>Đạt ✓ chỉ tiêu 中</p>")
    assert "✓" in str(refusal.value) and "中" in str(refusal.value)
    assert "Đ" not in str(refusal.value).replace("Đạt", "")


def test_without_the_typeface_nothing_is_printed_in_another(monkeypatch, tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        "<fontconfig><dir>/usr/share/fonts</dir><cachedir>" + str(tmp_path) + "</cachedir>"
        "<selectfont><rejectfont><pattern><patelt name='family'><string>Tinos</string></patelt>"
        "</pattern></rejectfont></selectfont></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    with pytest.raises(pdf.PdfUnavailable) as refusal:
        pdf.render(f"{STYLE}<p>Ủy ban nhân dân</p>")
    assert "fonts-croscore" in str(refusal.value)


def test_without_the_library_the_sentence_says_what_to_install(monkeypatch, tmp_path):
    for name in ("libpango-1.0.so.0", "libgobject-2.0.so.0"):
        (tmp_path / name).write_bytes(b"not a library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with pytest.raises(pdf.PdfUnavailable) as refusal:
        pdf.render(f"{STYLE}<p>Ủy ban nhân dân</p>")
    assert "libpango-1.0-0" in str(refusal.value)


def test_a_paper_that_is_too_big_fails_alone(monkeypatch):
    monkeypatch.setattr(pdf, "CPU_SECONDS", 2)
    with pytest.raises(pdf.PdfFailed) as refusal:
        pdf.render(STYLE + "<table>" + "<tr><td>hộ<td>nghèo" * 50_000 + "</table>")
    assert "quá dài" in str(refusal.value)
    assert pdf.render(f"{STYLE}<p>Văn bản sau vẫn in được</p>")


def test_a_paper_that_wants_too_much_memory_fails_alone(monkeypatch):
    monkeypatch.setattr(pdf, "MEMORY_BYTES", 200 * 1024**2)
    with pytest.raises(pdf.PdfFailed):
        pdf.render(STYLE + "<p>chữ</p>" * 20_000)


def test_the_child_does_not_see_the_secrets_of_the_portal(monkeypatch):
    assert not {"SECRET_KEY", "CITIZEN_ID_KEYS", "DATABASE_URL"} & set(pdf._ENVIRONMENT)
