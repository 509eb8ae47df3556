"""Official table forms: their numbers and titles, as configuration in data/official_forms.toml.

`confirmed=False` marks a number that was not read in the instrument itself: it is not printed.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from households.choices import ReviewVersion

FILE = Path(__file__).with_name("data") / "official_forms.toml"


@dataclass(frozen=True)
class OfficialForm:
    """Printed in Vietnamese only. `number` is that of the annex ("7.3"), empty where it is not
    known; the `title` takes the version of the review ("chính thức")."""

    code: str
    title: str
    number: str
    source: str
    confirmed: bool

    def titled(self, review):
        """The title for the version of a review, in Vietnamese whatever language the page is in."""
        is_official = review.version == ReviewVersion.OFFICIAL
        return self.title.format(version="chính thức" if is_official else "sơ bộ")

    @property
    def printed_number(self):
        return f"Mẫu số {self.number}" if self.confirmed and self.number else ""


def read(path=FILE):
    """code -> OfficialForm, in the order of the file."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: OfficialForm(code=code, **fields) for code, fields in written.items()}


FORMS = read()
