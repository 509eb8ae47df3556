"""The parts inside an .xlsx or .ods: what none may be, what no XML may hold.

Large parts are searched as bytes, a quarter of a megabyte at a time; only small ones are parsed.
"""

import re
from xml.parsers import expat

from campaign.lib.workbook import sheetnames
from campaign.lib.workbook.extent import OdsExtent, XlsxExtent
from campaign.lib.workbook.kinds import MAX_XML_DEPTH, MIB, Kind
from campaign.lib.workbook.refusals import UploadRefused

_PARSED = 1 * MIB
_FORBIDDEN_NAMES = (
    (
        re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/|^basic/|^scripts/", re.I),
        "macros",
    ),
    (re.compile(r"embeddings/|activex/|oleobject", re.I), "embedded"),
    (re.compile(r"externallinks/|connections\.xml|querytables/|xl/model/", re.I), "external_links"),
)
_FORBIDDEN_TYPES = (
    (b"sheet.binary", "xlsb"),
    (b"macroenabled", "macros"),
    (b"vbaproject", "macros"),
    (b"macrosheet", "macros"),
    (b"activex", "embedded"),
    (b"externallink", "external_links"),
    (b"connections+xml", "external_links"),
    (b"querytable", "external_links"),
)
_OTHER_DOCUMENTS = (("word/", "word"), ("ppt/", "slides"), ("xl/workbook.bin", "xlsb"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([^"']{1,40})""")
_PLAIN_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_FORBIDDEN_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE = tuple(m.decode().encode(e) for m in _FORBIDDEN_MARKUP for e in ("utf-16-le", "utf-16-be"))
_TAIL = 4096


def inspector(names):
    """The Inspector for a zip with parts of these names. Raises UploadRefused."""
    known = {name.lower() for name in names}
    if "[content_types].xml" in known and "xl/workbook.xml" in known:
        found = Inspector(Kind.XLSX)
    elif "mimetype" in known and "content.xml" in known:
        found = Inspector(Kind.ODS)
    else:
        for prefix, code in _OTHER_DOCUMENTS:
            if any(name.startswith(prefix) for name in names):
                raise UploadRefused(code)
        raise UploadRefused("archive")
    for name in names:
        for pattern, code in _FORBIDDEN_NAMES:
            if pattern.search(name):
                raise UploadRefused(code)
    return found


class Inspector:
    """Looks at one part after the other; `kind` is what the archive is."""

    def __init__(self, kind):
        self.kind = kind
        self.naming = {}

    def look(self, name, pieces):
        """`pieces()` gives the part's content in pieces; called again only to name a stray cell."""
        extent = self._extent(name)
        xml = name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))
        whole, size, tail = [], 0, b""
        for piece in pieces():
            if not size:
                xml = xml or piece.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
                if xml:
                    _check_encoding(name, piece)
            size += len(piece)
            if not xml and size > _TAIL:
                continue
            # A single rare letter is sought forty times faster than a word.
            if b"!" in piece or b"!" in tail[-16:]:
                _check_markup(tail[-16:] + piece)
            if size <= _PARSED:
                whole.append(piece)
            elif b"</" not in tail + piece and b"/>" not in piece and len(piece) > _TAIL:
                # No end of any element in so much: nested too deep, or one endless text.
                raise UploadRefused("xml_malformed", part=name[:80])
            if extent:
                extent.feed(piece, tail)
            tail = piece[-_TAIL:]
        if xml and size <= _PARSED:
            self._parse(name, b"".join(whole))
            if name in {sheetnames.WORKBOOK, sheetnames.RELATIONS}:
                self.naming[name] = b"".join(whole)
        elif name == "mimetype":
            self._check_mimetype(b"".join(whole))
        if extent:
            extent.check(pieces)

    def _extent(self, name):
        if self.kind == Kind.ODS:
            return OdsExtent() if name == "content.xml" else None
        folder, _, file = name.rpartition("/")
        sheet = folder.lower().endswith("worksheets") and file.lower().endswith(".xml")
        return XlsxExtent(self._title(name)) if sheet else None

    def _title(self, part):
        """The name of the sheet in `part`, as its owner reads it."""
        if len(self.naming) < 2:
            return part
        sheets = sheetnames.parts(
            self.naming[sheetnames.WORKBOOK], self.naming[sheetnames.RELATIONS]
        )
        return next((name for name, home in sheets if home == part), part)

    @staticmethod
    def _check_mimetype(content):
        if not content.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            raise UploadRefused("word" if b"opendocument.text" in content else "archive")

    def _parse(self, name, content):
        if name == "[Content_Types].xml":
            lowered = content.lower()
            for mark, code in _FORBIDDEN_TYPES:
                if mark in lowered:
                    raise UploadRefused(code)
        if not content.strip():
            return
        tree = _Elements(name)
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = tree.doctype
        parser.StartElementHandler = tree.relation if name.endswith(".rels") else tree.start
        parser.EndElementHandler = tree.end
        if self.kind == Kind.ODS:
            parser.StartElementHandler = tree.ods
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            if not name.lower().endswith(".vml"):  # Excel itself writes those badly
                raise UploadRefused("xml_malformed", part=name[:80]) from None


class _Elements:
    """Handlers of the parser."""

    def __init__(self, name):
        self.name = name
        self.depth = 0

    def doctype(self, *declaration):
        raise UploadRefused("doctype")

    def start(self, element, attributes):
        self.depth += 1
        if self.depth > MAX_XML_DEPTH:
            raise UploadRefused("xml_malformed", part=self.name[:80])

    def end(self, element):
        self.depth -= 1

    def relation(self, element, attributes):
        self.start(element, attributes)
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        if kind in {"vbaproject", "xlmacrosheet", "xlintlmacrosheet"}:
            raise UploadRefused("macros")
        if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise UploadRefused("external_links")

    def ods(self, element, attributes):
        self.start(element, attributes)
        if element == "manifest:encryption-data":
            raise UploadRefused("password")
        if element == "office:script":
            raise UploadRefused("macros")
        if element in {"table:table-source", "office:dde-source", "table:cell-range-source"}:
            raise UploadRefused("external_links")


def _check_markup(data):
    if any(mark in data for mark in _FORBIDDEN_MARKUP):
        raise UploadRefused("doctype")


def _check_encoding(name, piece):
    """UTF-8 only: whatever else a part claims to be, some reader would understand it otherwise."""
    start = piece[:400]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:8]:
        if any(mark in piece for mark in _WIDE):
            raise UploadRefused("doctype")
        raise UploadRefused("xml_malformed", part=name[:80])
    declared = _DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _PLAIN_ENCODINGS:
        raise UploadRefused("xml_malformed", part=name[:80])
