"""What an upload turned out to be, and the bounds within which it is opened at all."""

from enum import StrEnum
from typing import NamedTuple

MIB = 1024 * 1024


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class CellError(NamedTuple):
    """A cell whose formula ended in an error; `str()` is what Excel shows ("#REF!")."""

    name: str

    def __str__(self):
        return self.name


# A full sheet of 100,000 rows and 30 columns is 90 to 140 MB of XML, shrunk 8 to 20 times.
MAX_PARTS = 500
MAX_PART_BYTES = 200 * MIB
MAX_TOTAL_BYTES = 250 * MIB
MAX_RATIO = 150
RATIO_COUNTS_FROM = 1 * MIB
MAX_XML_DEPTH = 64
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
# The reader keeps a sheet as a full grid, about 32 bytes a cell whether filled or not.
MAX_GRID_CELLS = 8_000_000
# Of a file: 25,000 households with ten columns merged over the members of each.
MAX_MERGED = 250_000
