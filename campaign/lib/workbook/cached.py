"""The last known values of formulas, put back into a workbook that openpyxl has written.

openpyxl writes formulas without values. Excel counts them anew, but our own reader, telephones and
previews would see empty cells.
"""

import re
import zipfile
from xml.sax.saxutils import escape

_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"([^>]*)>(<f\b[^>]*?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>'
)


def put_back(source, target, values):
    """Copy the .xlsx at `source` to `target` (paths or files) with `values` beside formulas.

    `values`: {number of the sheet from 1: {coordinate: int, float, bool or str}}.
    """
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {f"xl/worksheets/sheet{number}.xml": known for number, known in values.items()}
        for member in old.infolist():
            content = old.read(member)
            if parts.get(member.filename):
                content = _filled(content, parts[member.filename])
            new.writestr(member.filename, content)


def _filled(content, values):
    def with_value(match):
        value = values.get(match[1].decode())
        if value is None:
            return match[0]
        kind, text = b"", str(value)
        if isinstance(value, bool):
            kind, text = b' t="b"', str(int(value))
        elif isinstance(value, str):
            kind = b' t="str"'
        return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (
            match[1],
            match[2],
            kind,
            match[3],
            escape(text).encode("utf-8"),
        )

    return _FORMULA.sub(with_value, content)
