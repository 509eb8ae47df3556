"""The zip around an .xlsx or .ods: its directory is checked, then every part inflated and counted.

Python's zipfile follows what the directory says and inflates overlapping members; so the directory
is compared with the bytes it speaks of, and sizes are counted instead of believed.
"""

import os
import stat
import struct
import zipfile
import zlib

from campaign.lib.workbook import parts
from campaign.lib.workbook.kinds import (
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MIB,
    RATIO_COUNTS_FROM,
)
from campaign.lib.workbook.refusals import UploadRefused

_END = struct.Struct("<4s4H2IH")
_LOCAL = struct.Struct("<4s5H3I2H")
_DIRECTORY_BYTES = MAX_PARTS * 1024
_CHUNK = 256 * 1024
_PACKED = 32 * 1024
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SIZES_FOLLOW = 0x8
_SIZES_ELSEWHERE = 0xFFFFFFFF


def check(path):
    """The Kind of the zip at `path`. Raises UploadRefused."""
    with open(path, "rb") as file:
        begins = _directory_begins(file)
        try:
            with zipfile.ZipFile(file) as opened:
                members = opened.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
            raise UploadRefused("damaged") from None
        _check_members(members)
        offsets = _check_layout(file, members, begins)
        readers = {
            member.filename: _reader(file, member, offsets)
            for member in members
            if not member.is_dir()
        }
        inspector = parts.inspector(list(readers))
        # The small parts first: they name the sheets that a refusal may speak of.
        for name in sorted(readers, key=lambda name: name.startswith("xl/worksheets/")):
            inspector.look(name, readers[name])
        return inspector.kind


def _directory_begins(file):
    """Offset of the central directory, which must end the file but for its end record."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise UploadRefused("damaged")
    _, _, _, _, count, length, offset, comment = _END.unpack_from(tail, at)
    position = size - len(tail) + at
    if count > MAX_PARTS or (length > _DIRECTORY_BYTES and length != _SIZES_ELSEWHERE):
        raise UploadRefused("zip_too_many_parts", limit=MAX_PARTS)
    if position + _END.size + comment != size or offset + length != position:
        raise UploadRefused("damaged")
    return offset


def _check_members(members):
    """What the directory says: number, names, sizes, methods."""
    if len(members) > MAX_PARTS:
        raise UploadRefused("zip_too_many_parts", limit=MAX_PARTS)
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        raise UploadRefused("zip_too_big", limit=MAX_TOTAL_BYTES // MIB)
    seen = set()
    for member in members:
        shown = _shown(member.orig_filename)
        if member.flag_bits & _ENCRYPTED:
            raise UploadRefused("password")
        if _odd(member) or member.filename.casefold() in seen:
            raise UploadRefused("zip_malformed", part=shown)
        seen.add(member.filename.casefold())
        if member.file_size > MAX_PART_BYTES:
            raise UploadRefused("zip_too_big", limit=MAX_PART_BYTES // MIB)
        if member.file_size > max(RATIO_COUNTS_FROM, member.compress_size * MAX_RATIO):
            raise UploadRefused("zip_bomb", part=shown)


def _odd(member):
    name = member.orig_filename
    mode = member.external_attr >> 16
    return (
        member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        or (member.compress_type == zipfile.ZIP_STORED and member.file_size != member.compress_size)
        or (member.is_dir() and member.file_size > 0)
        or (stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR})
        or not 0 < len(name) <= 255
        or name.startswith("/")
        or name[1:2] == ":"
        or "\\" in name
        or ".." in name.split("/")
        or any(char < " " or char == "\x7f" for char in name)
    )


def _shown(name):
    return "".join(char if char.isprintable() else "?" for char in name)[:80]


def _check_layout(file, members, directory):
    """{name: offset of its bytes}; each member's own header agrees, and none lies over another."""
    free_from, offsets = 0, {}
    for member in sorted(members, key=lambda member: member.header_offset):
        file.seek(member.header_offset)
        header = file.read(_LOCAL.size)
        malformed = UploadRefused("zip_malformed", part=_shown(member.orig_filename))
        if len(header) < _LOCAL.size or member.header_offset < free_from:
            raise malformed
        fields = _LOCAL.unpack(header)
        magic, _, flags, method, _, _, _, packed, size, name_length, extra_length = fields
        name = file.read(name_length)
        if (
            magic != b"PK\x03\x04"
            or method != member.compress_type
            or flags & _ENCRYPTED
            or name.decode("utf-8" if flags & 0x800 else "cp437", "replace") != member.orig_filename
        ):
            raise malformed
        told_here = not flags & _SIZES_FOLLOW and _SIZES_ELSEWHERE not in {packed, size}
        if told_here and (packed, size) != (member.compress_size, member.file_size):
            raise malformed
        offset = member.header_offset + _LOCAL.size + name_length + extra_length
        free_from = offset + member.compress_size
        if free_from > directory:
            raise malformed
        offsets[member.filename] = offset
    return offsets


def _reader(file, member, offsets):
    return lambda: _inflate(file, member, offsets[member.filename])


def _inflate(file, member, offset):
    """Pieces of a member's content, never more than it said; its checksum is compared."""
    left, counted, crc = member.compress_size, 0, 0
    stored = member.compress_type == zipfile.ZIP_STORED
    inflater = None if stored else zlib.decompressobj(-15)
    file.seek(offset)
    packed, ended = b"", False
    while not ended:
        if not packed and left:
            packed = file.read(min(left, _PACKED))
            left -= len(packed)
        if stored:
            piece, packed = packed, b""
            ended = not left
        else:
            piece, packed, ended = _step(inflater, packed)
        if not piece and not packed and not ended and not left:
            break
        counted += len(piece)
        if counted > member.file_size:
            raise UploadRefused("zip_malformed", part=_shown(member.filename))
        crc = zlib.crc32(piece, crc)
        if piece:
            yield piece
    if not ended or counted != member.file_size or crc != member.CRC:
        raise UploadRefused("damaged")


def _step(inflater, packed):
    try:
        piece = inflater.decompress(packed, _CHUNK)
    except zlib.error:
        raise UploadRefused("damaged") from None
    return piece, inflater.unconsumed_tail, inflater.eof
