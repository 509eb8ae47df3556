"""Old fonts in an .xlsx: styles name them, cells name styles, parts of a text name their own."""

import zipfile
from xml.parsers import expat

from campaign.lib.legacy_encodings import of_font
from campaign.lib.workbook import sheetnames
from campaign.lib.workbook.fonts.cells import FURTHEST, SheetFonts

_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_TEXTS = {"s", "inlineStr", "str"}


def find(path):
    """{sheet name: SheetFonts}; {} where no style has an old font."""
    with zipfile.ZipFile(path) as archive:
        known = set(archive.namelist())
        if not {_STYLES, sheetnames.RELATIONS} <= known:
            return {}
        styles = _Styles().read(archive, _STYLES)
        if not any(styles.formats):
            return {}
        strings = _Strings().read(archive, _STRINGS).found if _STRINGS in known else {}
        sheets = sheetnames.parts(
            archive.read(sheetnames.WORKBOOK), archive.read(sheetnames.RELATIONS)
        )
        return {
            name: _Cells(styles.formats, strings).read(archive, part).found
            for name, part in sheets
            if part in known
        }


class _Walk:
    """Follows the elements of a part; names come without their prefix, which few writers use."""

    def read(self, archive, part):
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._first
        with archive.open(part) as file:
            self.parser.ParseFile(file)
        return self

    def _first(self, name, attributes):
        self.plain = ":" not in name
        self.parser.StartElementHandler = self._handler(self.start)
        self.follow(True)

    def _handler(self, handle):
        if self.plain:
            return handle
        return lambda name, *more: handle(name.rpartition(":")[2], *more)

    def follow(self, on):
        """Have ends and texts told, or not: most of a sheet needs neither."""
        self.parser.EndElementHandler = self._handler(self.end) if on else None
        self.parser.CharacterDataHandler = self.text if on else None

    def start(self, name, attributes):
        raise NotImplementedError

    def end(self, name):
        pass

    def text(self, text):
        pass


class _Styles(_Walk):
    """`formats`: for each cell format by its number the encoding of its font, or None."""

    def __init__(self):
        self.fonts, self.formats = [], []
        self.within = None

    def start(self, name, attributes):
        if name in {"fonts", "cellXfs", "cellStyleXfs", "dxfs"}:
            self.within = name
        elif self.within == "fonts":
            if name == "font":
                self.fonts.append(None)
            elif name == "name" and self.fonts:
                self.fonts[-1] = of_font(attributes.get("val", ""))
        elif self.within == "cellXfs" and name == "xf":
            number = int(attributes.get("fontId", 0))
            self.formats.append(self.fonts[number] if 0 <= number < len(self.fonts) else None)


class _Runs(_Walk):
    """Gathers the runs of one text: [[text, encoding]]; a run without a font has that of the cell,
    which is "" here."""

    def __init__(self):
        self.runs, self.reading, self.phonetic = [], False, False

    def start(self, name, attributes):
        if name == "r":
            self.runs.append(["", ""])
        elif name == "rFont" and self.runs:
            self.runs[-1][1] = of_font(attributes.get("val", ""))
        elif name == "rPh":
            self.phonetic = True
        elif name == "t":
            self.reading = not self.phonetic

    def text(self, text):
        if self.reading and self.runs:
            self.runs[-1][0] += text

    def end(self, name):
        if name == "t":
            self.reading = False
        elif name == "rPh":
            self.phonetic = False

    def taken(self):
        """The runs if they are of use: some in an old font, or another than the cell's."""
        runs, self.runs = self.runs, []
        return runs if any(font != "" for _, font in runs) else None


class _Strings(_Runs):
    """`found`: {number of the shared text: its runs} of those with parts in fonts of their own."""

    def __init__(self):
        super().__init__()
        self.found, self.number = {}, 0

    def end(self, name):
        super().end(name)
        if name == "si":
            runs = self.taken()
            if runs:
                self.found[self.number] = runs
            self.number += 1


class _Cells(_Runs):
    """`found`: the SheetFonts of a sheet."""

    def __init__(self, formats, strings):
        super().__init__()
        self.formats = {str(number): encoding for number, encoding in enumerate(formats)}
        self.strings, self.found = strings, SheetFonts()
        self.row, self.fonts = 0, {}
        self.place, self.after = None, 0
        self.shared, self.value = False, ""

    def read(self, archive, part):
        super().read(archive, part)
        self.found.add_row(self.row, self.fonts)
        return self

    def _first(self, name, attributes):
        super()._first(name, attributes)
        self.follow(False)

    def start(self, name, attributes):
        # Four of five elements of a list end here or in the first lines of `_start_cell`.
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            if self.shared:
                self.value = ""
                self.follow(True)
        elif name == "row":
            self.found.add_row(self.row, self.fonts)
            self.row = int(attributes.get("r", self.row + 1))
            self.place, self.after, self.fonts = None, 0, {}
        elif name == "is":
            self.follow(True)
        else:
            super().start(name, attributes)

    def _start_cell(self, attributes):
        place = attributes.get("r")
        if place:
            self.place, self.after = place, 0
        else:
            self.after += 1
        kind = attributes.get("t")
        if kind not in _TEXTS:
            self.shared = False
            return
        self.font = self.formats.get(attributes.get("s", "0"))
        self.shared = kind == "s" and bool(self.strings)
        if self.font:
            self.fonts[self._column()] = self.font

    def _column(self):
        """Of the cell at hand: from its place, or from the last place and the cells since."""
        column = -1
        for letter in self.place or "":
            if letter.isdigit():
                break
            column = (column + 1) * 26 + ord(letter) - 65
        return min(max(column + self.after, 0), FURTHEST)

    def text(self, text):
        if self.shared:
            self.value += text
        else:
            super().text(text)

    def end(self, name):
        super().end(name)
        if name in {"v", "is"}:
            runs = self.strings.get(int(self.value)) if name == "v" else self.taken()
            if runs:
                merged = _merged(runs, self.font)
                self.found.add_runs(self.row, self._column(), merged)
            self.follow(False)


def _merged(runs, own):
    """[(text, encoding)] with neighbours of one encoding as one: VNI writes a letter as two."""
    merged = []
    for text, font in runs:
        encoding = own if font == "" else font
        if merged and merged[-1][1] == encoding:
            merged[-1] = (merged[-1][0] + text, encoding)
        else:
            merged.append((text, encoding))
    return merged
