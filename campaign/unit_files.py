"""The committed file of the country's units: both maps and the crosswalk between them.

One gzip of JSON, the same bytes for the same content, read by `campaign.unit_loading` and written
by the command `build_units` (see campaign/data/README.md for where its content comes from).
"""

import gzip
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1
PATH = Path(__file__).parent / "data" / "units.json.gz"


@dataclass
class UnitFile:
    """Rows are lists, sorted by code; latitude and longitude are degrees or None.

    before: provinces [code, name, lat, lon], districts and communes [code, parent, name, lat, lon].
    after: provinces and communes alike, without districts.
    whole: [old commune, new commune]; parts: [old, [new, ...]]; doubts: [old, [new, ...]] where
    the source names communes of which most cannot be meant; zones: [old district, new commune];
    provinces: [old, new].
    """

    source: str
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    provinces: list = field(default_factory=list)
    whole: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    zones: list = field(default_factory=list)
    doubts: list = field(default_factory=list)

    def counts(self):
        """How many units each map has, and edges of each sort."""
        maps = {
            f"{era}_{level}": len(rows)
            for era in ("before", "after")
            for level, rows in getattr(self, era).items()
        }
        edges = {sort: len(getattr(self, sort)) for sort in ("whole", "parts", "zones", "doubts")}
        return maps | edges


def encode(content):
    """The bytes of the file: no time and no name inside, one row a line before compression."""
    lines = [f'"format":{FORMAT}']
    for key, value in asdict(content).items():
        if isinstance(value, dict):
            parts = (f'"{level}":{_rows(rows)}' for level, rows in value.items())
            lines.append(f'"{key}":{{{",".join(parts)}}}')
        else:
            lines.append(f'"{key}":{_rows(value)}')
    text = "{" + ",\n".join(lines) + "}\n"
    data = bytearray(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    data[9] = 255  # "made on an unknown system": which one it was differs between Pythons
    return bytes(data)


def _rows(value):
    if not isinstance(value, list):
        return _dump(value)
    return "[" + ",\n".join(map(_dump, sorted(value))) + "]"


def _dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read(path=PATH):
    """The content of a unit file. Raises ValueError for another format."""
    content = json.loads(gzip.decompress(Path(path).read_bytes()))
    if content.pop("format", None) != FORMAT:
        raise ValueError(path)
    return UnitFile(**content)
