"""All patterns, in the order of their numbers."""

from tests.households.dirt.cells import CELLS
from tests.households.dirt.encodings import ENCODINGS
from tests.households.dirt.people import PEOPLE
from tests.households.dirt.places import PLACES
from tests.households.dirt.shapes import SHAPES
from tests.households.dirt.tables import TABLES

ALL = tuple(
    sorted(
        (*SHAPES, *CELLS, *PLACES, *PEOPLE, *ENCODINGS, *TABLES), key=lambda pattern: pattern.number
    )
)
