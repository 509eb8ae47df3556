"""One small builder a kind of hostile or hopeless file: name of the kind -> (bytes, code)."""

import struct
import zipfile

from tests.campaign.workbook.builders import (
    HEADER,
    ONE_ROW,
    ods,
    ods_cell,
    ods_rows,
    ole,
    parts,
    record,
    relabelled,
    relation,
    relations,
    resized,
    sheet,
    xls,
    xlsx,
    zipped,
)

_SHEET = "xl/worksheets/sheet1.xml"
_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
_REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
_END = record(0x0A)


def _swapped(kind, old, new):
    data = parts()
    data[kind] = data[kind].replace(old, new)
    assert new in data[kind]
    return zipped(data)


def _content_type(text):
    return _swapped("[Content_Types].xml", "</Types>", f"{text}</Types>")


def _with_sheet(text):
    return xlsx(extra={_SHEET: text})


def _cell(reference, row):
    return f'<row r="{row}"><c r="{reference}{row}"><v>1</v></c></row>'


def _many_rows():
    return "".join(_cell("A", row) for row in range(1, 40_000))


def _symlink():
    info = zipfile.ZipInfo("xl/media/link")
    info.external_attr = 0o120777 << 16
    return zipped([*parts().items(), (info, "/etc/passwd")])


def _overlapping():
    """Two entries of the directory that speak of the same bytes."""
    data = zipped(parts() | {"xl/a.xml": "<a/>", "xl/b.xml": "<a/>"})
    at = data.index(b"PK\x03\x04")
    while data[at + 30 : at + 38] != b"xl/a.xml":
        at = data.index(b"PK\x03\x04", at + 4)
    return relabelled(data, "xl/b.xml", 42, struct.pack("<I", at))


def _crc():
    data = xlsx(method=zipfile.ZIP_STORED)
    return data.replace("Hòa Sơn".encode(), "Hòa Son".encode() + b" ")


def _nested(depth, markup="b"):
    return sheet(ONE_ROW + f"<{markup}>" * depth + f"</{markup}>" * depth)


def _spread(row, column):
    return xlsx(_cell("A", 1) + _cell(column, row))


def _with_name(name):
    return zipped([*parts().items(), (name, "<a/>")])


def _unsafe_name(name):
    """Names that Python itself would not write."""
    stand_in = "x" * len(name.encode())
    return _with_name(stand_in).replace(stand_in.encode(), name.encode())


def _extra(name, content="x"):
    return xlsx(extra={name: content})


def _external(kind):
    return xlsx(
        extra={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                relation(kind, "http://127.0.0.1:9/x", external=True)
            )
        }
    )


def _ole_book(*records):
    return ole("Workbook", stream=b"".join(records) + _END)


KINDS = {
    # not a workbook
    "empty": (b"", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty"),
    "blanks": (b" \r\n\r\n", "empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "pdf"),
    "rich text": (b"{\\rtf1\\ansi danh sach}", "word"),
    "docx": (zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "word"),
    "pptx": (zipped({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "slides"),
    "odt": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "word",
    ),
    "old doc": (ole("WordDocument"), "word"),
    "old ppt": (ole("PowerPoint Document"), "slides"),
    "other old container": (ole("Contents"), "not_a_workbook"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
    "bitmap": (b"BM\x36\x00\x00\x00\x00", "image"),
    "zip of anything": (zipped({"a.txt": "a"}), "archive"),
    "empty zip": (zipped({}), "archive"),
    "rar": (b"Rar!\x1a\x07\x00", "archive"),
    "html table": (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
    "html in utf-16": ("\ufeff<html><table></table></html>".encode("utf-16-le"), "html"),
    "html after blanks": (b"\xef\xbb\xbf\r\n  <TABLE></TABLE>", "html"),
    "xml spreadsheet 2003": (b'<?xml version="1.0"?><?mso-application?><Workbook/>', "html"),
    "web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html"),
    "binary rubbish": (bytes(range(256)) * 8, "not_a_workbook"),
    "a letter named .xlsx": (b"Kinh gui Uy ban\nnhan dan xa\n", "not_a_workbook"),
    "xlsb": (
        zipped({"[Content_Types].xml": "<a/>", "xl/workbook.bin": "x"}),
        "xlsb",
    ),
    # a workbook in a bad state
    "cut in the middle": (xlsx()[: len(xlsx()) // 2], "damaged"),
    "last byte missing": (xlsx()[:-1], "damaged"),
    "something after the end": (xlsx() + b"<script>alert(1)</script>", "damaged"),
    "wrong checksum": (_crc(), "damaged"),
    "old container cut": (xls()[:700], "damaged"),
    "part not well formed": (_with_sheet(sheet("<row>")), "xml_malformed"),
    "unknown encoding": (
        _with_sheet(sheet(header='<?xml version="1.0" encoding="cp037"?>')),
        "xml_malformed",
    ),
    # locked, alive, or reaching out
    "password": (ole("EncryptionInfo", "EncryptedPackage"), "password"),
    "password of an old file": (_ole_book(record(0x2F, b"\0" * 6)), "password"),
    "password of an ods": (
        ods(
            entries='<manifest:file-entry manifest:full-path="content.xml">'
            "<manifest:encryption-data/></manifest:file-entry>"
        ),
        "password",
    ),
    "encrypted member": (
        relabelled(xlsx(), _SHEET, 8, struct.pack("<H", 1)),
        "password",
    ),
    "macros": (_extra("xl/vbaProject.bin"), "macros"),
    "macros by content type": (
        _swapped("[Content_Types].xml", "sheet.main+xml", "sheet.macroEnabled.main+xml"),
        "macros",
    ),
    "macros by relation": (
        xlsx(extra={"xl/_rels/a.rels": relations(relation("vbaProject", "x.bin"))}),
        "macros",
    ),
    "macro sheet": (_extra("xl/macrosheets/sheet1.xml", "<a/>"), "macros"),
    "macros of an old file": (ole("Workbook", "_VBA_PROJECT_CUR", stream=_END), "macros"),
    "macro sheet of an old file": (
        _ole_book(record(0x85, b"\0\0\0\0\0\x01\x01\0A")),
        "macros",
    ),
    "macros of an ods": (ods(extra={"Basic/script-lc.xml": "<a/>"}), "macros"),
    "embedded file": (_extra("xl/embeddings/oleObject1.bin"), "embedded"),
    "ActiveX": (_extra("xl/activeX/activeX1.xml", "<a/>"), "embedded"),
    "embedded in an old file": (ole("Workbook", "MBD00012345", stream=_END), "embedded"),
    "external links": (_extra("xl/externalLinks/externalLink1.xml", "<a/>"), "external_links"),
    "connections": (_extra("xl/connections.xml", "<a/>"), "external_links"),
    "query table": (_extra("xl/queryTables/queryTable1.xml", "<a/>"), "external_links"),
    "external picture": (_external("image"), "external_links"),
    "external template": (_external("attachedTemplate"), "external_links"),
    "external links by content type": (
        _content_type('<Override PartName="/xl/a.xml" ContentType="a/b.externalLink+xml"/>'),
        "external_links",
    ),
    "external links of an old file": (
        _ole_book(record(0x1AE, b"\x01\0\x05\0\0a.xls")),
        "external_links",
    ),
    "linked sheet of an ods": (
        ods("<table:table-source/>" + ods_rows(["a"])),
        "external_links",
    ),
    # the zip lies or explodes
    "bomb": (xlsx(extra={_SHEET: sheet(" " * 3_000_000)}), "zip_bomb"),
    "bomb in a picture": (xlsx(extra={"xl/media/a.bin": b"\0" * 3_000_000}), "zip_bomb"),
    "too many parts": (
        xlsx(extra={f"xl/a{i}.xml": "<a/>" for i in range(500)}),
        "zip_too_many_parts",
    ),
    "size said too large": (resized(xlsx(), _SHEET, 300 * 2**20), "zip_too_big"),
    "size said too small": (resized(xlsx(), _SHEET, 20), "zip_malformed"),
    "size said in one place": (
        relabelled(xlsx(), _SHEET, 24, struct.pack("<I", 20)),
        "zip_malformed",
    ),
    "overlapping members": (_overlapping(), "zip_malformed"),
    "another compression": (xlsx(method=zipfile.ZIP_BZIP2), "zip_malformed"),
    "name that climbs": (_with_name("../../etc/cron.d/x.xml"), "zip_malformed"),
    "absolute name": (_unsafe_name("/etc/passwd.xml"), "zip_malformed"),
    "name with a drive": (_with_name("C:/a.xml"), "zip_malformed"),
    "name with a backslash": (_unsafe_name("xl\\..\\a.xml"), "zip_malformed"),
    "name with a zero": (_unsafe_name("xl/a.xml\0.png"), "zip_malformed"),
    "same name twice": (_with_name("XL/worksheets/Sheet1.xml"), "zip_malformed"),
    "symbolic link": (_symlink(), "zip_malformed"),
    # XML
    "entities": (_with_sheet(sheet(before=_BOMB)), "doctype"),
    "remote DTD": (_with_sheet(sheet(before=_REMOTE)), "doctype"),
    "DTD in a large part": (_with_sheet(sheet(_many_rows(), before=_BOMB)), "doctype"),
    "DTD in relations": (
        xlsx(extra={"xl/_rels/a.rels": HEADER + _REMOTE + "<a/>"}),
        "doctype",
    ),
    "DTD in UTF-16": (
        _with_sheet(
            (
                "\ufeff" + sheet(before=_BOMB, header='<?xml version="1.0" encoding="UTF-16"?>')
            ).encode("utf-16-le")
        ),
        "doctype",
    ),
    "DTD in UTF-16, big end first": (
        _with_sheet(("\ufeff" + sheet(before=_BOMB, header="")).encode("utf-16-be")),
        "doctype",
    ),
    "DTD in UTF-16 without a mark": (
        _with_sheet(sheet(before=_BOMB, header="").encode("utf-16-le")),
        "doctype",
    ),
    "DTD of an ods": (ods(extra={"styles.xml": HEADER + _REMOTE + "<a/>"}), "doctype"),
    "nested 65 deep": (_with_sheet(_nested(65)), "xml_malformed"),
    "nested 100,000 deep": (_with_sheet(_nested(100_000)), "xml_malformed"),
    "nested very deep": (
        _with_sheet(sheet(ONE_ROW + "".join(f"<a{i}>" for i in range(300_000)))),
        "xml_malformed",
    ),
    # a grid too far
    "letter in the last cell": (_spread(1_048_576, "XFD"), "stray_cell"),
    "letter in the last row": (_spread(1_048_576, "K"), "stray_cell"),
    "letter in the last column": (
        xlsx("".join(_cell("A", row) for row in range(1, 600)) + _cell("XFD", 600)),
        "stray_cell",
    ),
    "row that cannot be": (_spread(99_999_999, "A"), "stray_cell"),
    "column that cannot be": (_spread(600, "AAAAA"), "stray_cell"),
    "far cell in single quotes": (
        xlsx("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        "stray_cell",
    ),
    "repeated cells of an ods": (
        ods(
            "<table:table-row>"
            + ods_cell("a", ' table:number-columns-repeated="16384"')
            + "</table:table-row>"
        ),
        "too_many_cells",
    ),
    "repeated rows of an ods": (
        ods(
            '<table:table-row table:number-rows-repeated="1048576">'
            + ods_cell("a")
            + "</table:table-row>"
        ),
        "too_many_cells",
    ),
}
