"""Take out of pictures what their readers must not learn: place, owner, camera, editor, thumbnail.

Nothing is encoded anew: segments that hold no picture are left out of the file, byte for byte. How a
photograph is to be turned stays, and so does its colour profile. What is no sound picture stays as it is.
Also tells how large a picture is shown.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLING = frozenset({b"tEXt", b"zTXt", b"iTXt", b"tIME", b"dSIG", b"caNv"})
_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # segments that begin a frame
_ON_ITS_SIDE = 5  # orientations from here on swap width and height
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")  # how often it runs; its colours


def is_picture(name: str) -> bool:
    """Tell by its name whether a file is a picture that may tell of more than it shows."""
    return name.lower().endswith(PICTURES)


def published_bytes(path: Path) -> bytes:
    """Read a file as it may be published: a picture without what only describes it."""
    return without_metadata(path.read_bytes()) if is_picture(path.name) else path.read_bytes()


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
            if turn := _only_turned(segment[10:]):
                yield b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(turn)) + _EXIF + turn
        elif kind in (0xE0, 0xEE) or (kind == 0xE2 and segment[4:15] == b"ICC_PROFILE"):
            yield segment  # JFIF, Adobe's transform, colours
        elif not (0xE0 <= kind <= 0xEF or kind == 0xFE):
            yield segment
        at += 2 + size


def _only_turned(tiff: bytes) -> bytes:
    """Return Exif data that tell how the picture is to be turned, and nothing else."""
    turn = _orientation(tiff)
    if turn in (None, 1):
        return b""
    return b"MM\0*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)


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
    for kind, chunk in _png_chunks(data):
        if kind == b"eXIf":
            if turn := _only_turned(chunk[8:-4]):
                yield struct.pack(">L", len(turn)) + kind + turn + struct.pack(">L", zlib.crc32(kind + turn))
        elif kind not in _PNG_TELLING:
            yield chunk


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each chunk, and all of it."""
    at = len(_PNG)
    while at < len(data):
        (size,) = struct.unpack_from(">L", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data):
            raise ValueError("cut off")
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    exif = (_webp_exif(chunk) for kind, chunk in _webp_chunks(data) if kind == b"EXIF")
    turn = _only_turned(next(exif, b""))
    kept = b""
    for kind, chunk in _webp_chunks(data):
        if kind == b"VP8X":  # it says which chunks there are: XMP no more, Exif where it is to be turned
            flags = chunk[8] & ~0b1100 | (0b1000 if turn else 0)
            kept += chunk[:8] + bytes([flags]) + chunk[9:]
        elif kind not in (b"EXIF", b"XMP "):
            kept += chunk
    if turn:
        kept += b"EXIF" + struct.pack("<L", len(turn)) + turn
    return b"RIFF" + struct.pack("<L", 4 + len(kept)) + b"WEBP" + kept


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each chunk, and all of it."""
    at = 12
    while at + 8 <= len(data):
        (size,) = struct.unpack_from("<L", data, at + 4)
        end = at + 8 + size + size % 2
        yield data[at : at + 4], data[at:end]
        at = end


def _webp_exif(chunk: bytes) -> bytes:
    """Return the Exif data of a chunk; some programs write the mark of a JPEG before them."""
    return chunk[8:].removeprefix(_EXIF)


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


# --- sizes -------------------------------------------------------------------------


def shown_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height that a picture is shown in, turned as it says; None where it has none."""
    with suppress(struct.error, ValueError, IndexError):
        if data.startswith(b"\xff\xd8"):
            found = _jpeg_size(data)
        elif data.startswith(_PNG):
            found = _png_size(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            found = _webp_size(data)
        elif data[:6] in (b"GIF87a", b"GIF89a"):
            found = struct.unpack_from("<HH", data, 6)
        else:
            return None
        width, height = found
        return (width, height) if width and height else None
    return None


def _turned(width: int, height: int, exif: bytes) -> tuple[int, int]:
    return (height, width) if (_orientation(exif) or 1) >= _ON_ITS_SIDE else (width, height)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    exif = b""
    for segment in _jpeg(data):
        if segment[:2] == b"\xff\xe1":
            exif = segment[10:]
        elif segment[:1] == b"\xff" and segment[1] in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", segment, 5)
            return _turned(width, height, exif)
    raise ValueError("no frame")


def _png_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">LL", data, len(_PNG) + 8)
    exif = next((chunk[8:-4] for kind, chunk in _png_chunks(data) if kind == b"eXIf"), b"")
    return _turned(width, height, exif)


def _webp_size(data: bytes) -> tuple[int, int]:
    chunks = list(_webp_chunks(data))
    exif = next((_webp_exif(chunk) for kind, chunk in chunks if kind == b"EXIF"), b"")
    kind, chunk = chunks[0]
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(chunk[at : at + 3], "little") for at in (12, 15))
        return _turned(width, height, exif)
    if kind == b"VP8L" and chunk[8] == 0x2F:
        (bits,) = struct.unpack_from("<L", chunk, 9)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and chunk[11:14] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", chunk, 14)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no size")


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
