"""Workbooks made by hand, part by part, so that a test can put anything into them."""

import io
import struct
import zipfile

import xlwt

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADER = '<?xml version="1.0" encoding="UTF-8"?>'
ONE_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Thôn Hòa Sơn</t></is></c></row>'


def sheet(rows=ONE_ROW, before="", header=HEADER):
    return f'{header}{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def relation(kind, target, external=False, number=2):
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def relations(*inside):
    return f'{HEADER}<Relationships xmlns="{_RELATIONS}">{"".join(inside)}</Relationships>'


def parts(rows=ONE_ROW, **changed):
    """{name: content} of a small valid .xlsx."""
    return {
        "[Content_Types].xml": f'{HEADER}<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml", number=1)),
        "xl/workbook.xml": f'{HEADER}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            relation("worksheet", "worksheets/sheet1.xml", number=1)
        ),
        "xl/worksheets/sheet1.xml": sheet(rows),
    }


def zipped(content, method=zipfile.ZIP_DEFLATED):
    """Bytes of a zip with `content`: {name: text or bytes} or a list of such pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        pairs = content.items() if isinstance(content, dict) else content
        for name, data in pairs:
            archive.writestr(name, data)
    return file.getvalue()


def xlsx(rows=ONE_ROW, extra=None, method=zipfile.ZIP_DEFLATED):
    return zipped(parts(rows) | (extra or {}), method)


def relabelled(data, name, offset, packed):
    """`data` with a field of the directory entry of `name` overwritten."""
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    return data[: at + offset] + packed + data[at + offset + len(packed) :]


def resized(data, name, size):
    """The directory and the member's own header both lie about the inflated size."""
    data = relabelled(data, name, 24, struct.pack("<I", size))
    at = data.index(b"PK\x03\x04")
    while data[at + 30 : at + 30 + len(name)] != name.encode():
        at = data.index(b"PK\x03\x04", at + 4)
    return data[: at + 22] + struct.pack("<I", size) + data[at + 26 :]


def xls(rows=(("Thôn", "Số khẩu"), ("Thôn Hòa Sơn", 4))):
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Danh sách")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                page.write(number, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ole(*names, stream=b"", sector=512):
    """An old container with streams of these names; `stream` is the content of the first."""
    stream = stream.ljust(4096, b"\0")
    count = len(stream) // sector
    directory = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    directory += [
        _entry(name, 2, 2 if i == 0 else 0xFFFFFFFE, len(stream)) for i, name in enumerate(names)
    ]
    directory += [b"\0" * 128] * (-len(directory) % 4)
    tree = b"".join(directory)
    assert len(tree) == sector, "up to three streams"
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    fat = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<5H6x4I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
    header += struct.pack("<5I", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + fat + tree + stream


def _entry(name, kind, first, size):
    raw = name.encode("utf-16-le") + b"\0\0"
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, *[0xFFFFFFFF] * 3)
    return entry.ljust(116, b"\0") + struct.pack("<2I4x", first, size)


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def ods_cell(value, repeated=""):
    if value is None:
        return f"<table:table-cell{repeated}/>"
    kind = "string" if isinstance(value, str) else "float"
    number = "" if kind == "string" else f' office:value="{value}"'
    return (
        f'<table:table-cell{repeated} office:value-type="{kind}"{number}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods(rows="", extra=None, entries="", before=""):
    """An .ods whose only sheet holds `rows` (markup of table:table-row)."""
    content = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'{HEADER}<manifest:manifest xmlns:manifest="{_MANIFEST}">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.'
        f'opendocument.spreadsheet"/>{entries}</manifest:manifest>',
        "content.xml": f"{HEADER}<office:document-content {_ODS}>{before}<office:body>"
        f'<office:spreadsheet><table:table table:name="Danh sách">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }
    return zipped(content | (extra or {}))


def ods_rows(*rows):
    return "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows
    )
