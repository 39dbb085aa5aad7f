"""Take out of pictures what their readers must not learn: place, owner, camera, editor, thumbnail.

Nothing is encoded anew: segments that hold no picture are left out of the file, byte for byte. How a
photograph is to be turned stays, and so does its colour profile. What is no sound picture stays as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLING = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG", b"caNv"})
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")  # how often it runs; its colours


def without_metadata(data: bytes) -> bytes:
    """The picture without what only describes it."""
    with suppress(struct.error, ValueError, IndexError):
        if data.startswith(b"\xff\xd8"):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return _PNG + b"".join(_png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return b"".join(_gif(data))
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Yield the segments up to the picture's own data, and that as it is, without what follows its end."""
    yield data[:2]
    at, turned = 2, False
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:  # filling
            at += 1
        if data[at] != 0xFF:
            raise ValueError("no segment")
        kind = data[at + 1]
        (size,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + size]
        if kind == 0xDA:  # the picture: to the end of the last scan
            end = data.rfind(b"\xff\xd9")
            yield data[at : end + 2 if end > at else len(data)]
            return
        if kind == 0xE1 and segment[4:10] == _EXIF and not turned:
            turned = True
            yield _only_turned(segment[10:])
        elif kind in (0xE0, 0xEE) or (kind == 0xE2 and segment[4:15] == b"ICC_PROFILE"):
            yield segment  # JFIF, Adobe's transform, colours
        elif not (0xE0 <= kind <= 0xEF or kind == 0xFE):
            yield segment
        at += 2 + size


def _only_turned(tiff: bytes) -> bytes:
    """An Exif segment that tells how the picture is to be turned, and nothing else."""
    turn = _orientation(tiff)
    if turn in (None, 1):
        return b""
    body = b"MM\0*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(body)) + _EXIF + body


def _orientation(tiff: bytes) -> int | None:
    with suppress(struct.error):
        order = "<" if tiff[:2] == b"II" else ">"
        (first,) = struct.unpack_from(f"{order}L", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHLH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    return None


def _png(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(data):
        (size,) = struct.unpack_from(">L", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data):
            raise ValueError("cut off")
        if kind not in _PNG_TELLING:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    kept, at = b"", 12
    while at + 8 <= len(data):
        kind = data[at : at + 4]
        (size,) = struct.unpack_from("<L", data, at + 4)
        end = at + 8 + size + size % 2
        chunk = data[at:end]
        if kind == b"VP8X":  # it says which chunks there are: Exif and XMP no more
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if kind not in (b"EXIF", b"XMP "):
            kept += chunk
        at = end
    return b"RIFF" + struct.pack("<L", 4 + len(kept)) + b"WEBP" + kept


def _gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _table(data[10])
    yield data[:at]
    while data[at] != 0x3B:
        begin = at
        if data[at] == 0x2C:
            at = _blocks_end(data, at + 11 + _table(data[at + 9]))
            yield data[begin:at]
        elif data[at] == 0x21:
            kind = data[at + 1]
            at = _blocks_end(data, at + 2)
            told = kind == 0xFE or (kind == 0xFF and data[begin + 3 : begin + 14] not in _GIF_KEPT)
            if not told:
                yield data[begin:at]
        else:
            raise ValueError("no block")
    yield b";"


def _table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


# --- documents -----------------------------------------------------------------

_AUTHOR = re.compile(rb"/Author\s*(\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_CREATOR = re.compile(rb"<dc:creator>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n")
_LARGEST_STREAM = 1_000_000  # bytes; those that hold words about the document are short
_MOST_STREAMS = 2_000


def author_of_pdf(data: bytes) -> str | None:
    """The name of an author that a PDF gives away, in its information or its XMP packet."""
    for part in _parts(data):
        if (match := _AUTHOR.search(part)) and (name := _pdf_text(match[1])):
            return name
        if match := _CREATOR.search(part):
            return " ".join(match[1].decode("utf-8", "replace").split()) or None
    return None


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    for number, match in enumerate(_STREAM.finditer(data)):
        if number == _MOST_STREAMS:
            return
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[match.end() :][:_LARGEST_STREAM], _LARGEST_STREAM)


def _pdf_text(written: bytes) -> str:
    if written[:1] == b"<":
        digits = re.sub(rb"\s", b"", written[1:-1])
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        raw = re.sub(rb"\\([0-7]{1,3})", lambda m: bytes([int(m[1], 8) & 255]), written[1:-1])
        raw = re.sub(rb"\\(.)", rb"\1", raw, flags=re.DOTALL)
    encoding = "utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1"
    return " ".join(raw.decode(encoding, "replace").split())
