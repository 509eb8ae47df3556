"""Which encoding and which delimiter a text file has; Excel in Vietnam writes five of them."""

import codecs
import csv
import re
import unicodedata

from campaign.lib.legacy_encodings import TCVN3, VNI, decode
from campaign.lib.syllables import SYLLABLE, rank

SAMPLE_BYTES = 1 << 16
DELIMITERS = ";\t,"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")


def detect(path):
    """(encoding, delimiter) of the file at `path`; the whole file is read once, in pieces."""
    with open(path, "rb") as file:
        sample = file.read(SAMPLE_BYTES)
        encoding = encoding_of(sample)
        if encoding == "utf-8":
            file.seek(0)
            encoding = _checked(file)
            if encoding == "cp1258":
                encoding = _code_page(sample)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    return encoding, delimiter_of(text)


def encoding_of(sample):
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    # Without a mark: every second byte of Latin text in UTF-16 is zero.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if half and even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return "utf-8"


def _checked(file):
    """UTF-8 if all of the file is, else one of the two code pages of Vietnamese Windows."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1258")}
    while chunk := file.read(SAMPLE_BYTES):
        for name, decoder in list(decoders.items()):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                del decoders[name]
    if "utf-8" in decoders:
        try:
            decoders["utf-8"].decode(b"", final=True)
        except UnicodeDecodeError:
            del decoders["utf-8"]
    return next(iter(decoders), "cp1252")


def _code_page(sample):
    """cp1252 for the bytes of TCVN3 or VNI, which `decoding` then brings to Unicode; else cp1258.

    Nearly any byte is a letter in each of them: the one that gives most syllables is meant.
    """
    words = set(_WORD.findall(sample))
    modern = [unicodedata.normalize("NFC", word.decode("cp1258", "replace")) for word in words]
    plain = [word.decode("cp1252", "replace") for word in words]
    old = [[decode(word, encoding) for word in plain] for encoding in (TCVN3, VNI)]
    counts = [sum(rank(word) == SYLLABLE for word in reading) for reading in (modern, *old)]
    return "cp1252" if max(counts[1:]) > counts[0] else "cp1258"


def delimiter_of(text):
    """The delimiter that gives the first lines the most columns, the same in most of them."""
    lines = text.splitlines()[:50]
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in DELIMITERS:
        return lines[0][4]

    def columns(delimiter):
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0
        widths = [width for width in widths if width > 1]
        if not widths:
            return 0
        usual = max(set(widths), key=widths.count)
        return widths.count(usual) * usual

    return max(DELIMITERS, key=columns)
