"""Pictures and documents give nothing away: not where, by whom and with what they were made."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.building.metadata import author_of_pdf, shown_size, without_metadata
from generator.building.options import BuildOptions
from generator.building.publishing import build, check
from generator.commands.self_contained_page import exported_page
from generator.settings import load_site
from tests.building.conftest import write

SECRET = b"52.5163 N 13.3777 E, taken by Ada Example"


def segment(kind: int, data: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(data) + 2) + data


def exif(turned: int | None, order: str = ">") -> bytes:
    entries = [(0x010F, 2, len(SECRET), 0)]
    if turned is not None:
        value = turned << 16 if order == ">" else turned
        entries.append((0x0112, 3, 1, value))
    body = struct.pack(f"{order}H", len(entries))
    body += b"".join(struct.pack(f"{order}HHLL", *entry) for entry in entries)
    mark = b"MM\0*" if order == ">" else b"II*\0"
    return b"Exif\0\0" + mark + struct.pack(f"{order}L", 8) + body + bytes(4) + SECRET


SCAN = segment(0xDA, b"\1\1\0\0\77\0") + b"picture \xff\0 itself" + b"\xff\xd9"
JFIF, TABLE = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), segment(0xDB, bytes(65))
COLOURS = segment(0xE2, b"ICC_PROFILE\0\1\1colours")


def jpeg(*telling: bytes) -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(telling) + COLOURS + TABLE + SCAN


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(*telling: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(telling) + body


def riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<L", len(data)) + data + b"\0" * (len(data) % 2)


def webp(flags: int, *telling: bytes) -> bytes:
    chunks = riff(b"VP8X", bytes([flags]) + bytes(9)) + riff(b"VP8 ", b"picture") + b"".join(telling)
    return b"RIFF" + struct.pack("<L", 4 + len(chunks)) + b"WEBP" + chunks


def gif(*telling: bytes) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    image = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\2" + b"\2D\1" + b"\0"
    return head + b"".join(telling) + image + b";"


def sub_blocks(data: bytes) -> bytes:
    return bytes([len(data)]) + data + b"\0"


LOOP = b"\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0"
PICTURES = {
    "exif.jpg": (jpeg(segment(0xE1, exif(None))), jpeg()),
    "xmp.jpg": (jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)), jpeg()),
    "iptc.jpg": (jpeg(segment(0xED, b"Photoshop 3.0\0" + SECRET)), jpeg()),
    "comment.jpg": (jpeg(segment(0xFE, SECRET)), jpeg()),
    "maker.jpg": (jpeg(segment(0xE5, SECRET)), jpeg()),
    "multi.jpg": (jpeg(segment(0xE2, b"MPF\0" + SECRET)), jpeg()),
    "behind.jpg": (jpeg() + SECRET, jpeg()),
    "text.png": (png(chunk(b"tEXt", b"Author\0" + SECRET)), png()),
    "packed.png": (png(chunk(b"zTXt", b"Author\0\0" + zlib.compress(SECRET))), png()),
    "xmp.png": (png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET)), png()),
    "exif.png": (png(chunk(b"eXIf", exif(1)[6:])), png()),
    "time.png": (png(chunk(b"tIME", bytes(7))), png()),
    "behind.png": (png() + SECRET, png()),
    "exif.webp": (webp(0b1000, riff(b"EXIF", exif(1))), webp(0)),
    "xmp.webp": (webp(0b0100, riff(b"XMP ", SECRET)), webp(0)),
    "comment.gif": (gif(LOOP, b"\x21\xfe" + sub_blocks(SECRET)), gif(LOOP)),
    "xmp.gif": (gif(b"\x21\xff\x0bXMP DataXMP" + sub_blocks(SECRET)), gif()),
    "behind.gif": (gif() + SECRET, gif()),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_keeps_itself_and_tells_nothing(name: str) -> None:
    telling, silent = PICTURES[name]
    assert without_metadata(telling) == silent
    assert without_metadata(silent) == silent


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("order", "<>")
def test_a_photograph_is_still_turned_as_it_was_taken(turned: int, order: str) -> None:
    found = without_metadata(jpeg(segment(0xE1, exif(turned, order))))
    assert SECRET not in found
    assert (b"Exif" in found) == (turned != 1)
    again = without_metadata(found)
    assert again == found
    if turned != 1:
        at = found.index(b"\x01\x12\x00\x03")
        assert found[at + 8 : at + 10] == bytes([0, turned])


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("marked", [b"", b"Exif\0\0"])
def test_other_pictures_are_still_turned_as_they_were_taken(turned: int, order: str, marked: bytes) -> None:
    telling = exif(turned, order)[6:]
    for found, mark in (
        (without_metadata(png(chunk(b"eXIf", telling))), b"eXIf"),
        (without_metadata(webp(0b1000, riff(b"EXIF", marked + telling))), b"EXIF"),
    ):
        assert SECRET not in found
        assert (mark in found) == (turned != 1)
        assert without_metadata(found) == found
        if turned != 1:
            at = found.index(b"\x01\x12\x00\x03")
            assert found[at + 8 : at + 10] == bytes([0, turned])


def sized(kind: str, width: int, height: int, turned: int) -> bytes:
    """A picture of a size, of a kind, that is to be turned."""
    if kind == "jpeg":
        frame = segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
        return jpeg(segment(0xE1, exif(turned)), frame)
    if kind == "png":
        head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0))
        turn = chunk(b"eXIf", exif(turned)[6:])
        return b"\x89PNG\r\n\x1a\n" + head + turn + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    if kind == "gif":
        return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + b";"
    frame = riff(b"VP8 ", bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height))
    if kind == "webp, lossless":
        frame = riff(b"VP8L", b"\x2f" + struct.pack("<L", width - 1 | height - 1 << 14))
    if kind.startswith("webp"):
        return b"RIFF" + struct.pack("<L", 4 + len(frame)) + b"WEBP" + frame
    most = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunks = riff(b"VP8X", bytes([8, 0, 0, 0]) + most) + frame + riff(b"EXIF", exif(turned)[6:])
    return b"RIFF" + struct.pack("<L", 4 + len(chunks)) + b"WEBP" + chunks


TURNING = ("jpeg", "png", "extended webp")


@given(
    st.sampled_from([*TURNING, "gif", "webp", "webp, lossless"]),
    st.integers(1, 9_999),
    st.integers(1, 9_999),
    st.integers(1, 8),
)
def test_a_picture_is_as_large_as_it_is_shown(kind: str, width: int, height: int, turned: int) -> None:
    data = sized(kind, width, height, turned)
    wanted = (height, width) if turned > 4 and kind in TURNING else (width, height)
    assert shown_size(data) == wanted
    assert shown_size(without_metadata(data)) == wanted  # as the browser finds it


@given(st.sampled_from(sorted(PICTURES)), st.integers(0, 400), st.binary(max_size=4))
def test_a_broken_picture_neither_fails_nor_hangs(name: str, at: int, other: bytes) -> None:
    data = PICTURES[name][0]
    for broken in (data[:at] + other + data[at + len(other) :], data[:at]):
        without_metadata(broken)
        shown_size(broken)


@given(st.binary(max_size=200))
def test_what_is_no_picture_stays(data: bytes) -> None:
    for start in (b"", b"\xff\xd8", b"GIF89a", b"RIFF....WEBP", b"\x89PNG\r\n\x1a\n"):
        without_metadata(start + data)
        shown_size(start + data)
    assert without_metadata(b"words " + data) == b"words " + data


def pdf(info: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< " + info + b" >>\nendobj\ntrailer << /Info 1 0 R >>\n%%EOF\n"


PACKED = zlib.compress(b"1 0 << /Author (Ada Example) /Title (x) >>")


@pytest.mark.parametrize(
    ("data", "author"),
    [
        (pdf(b"/Author (Ada Example)"), "Ada Example"),
        (pdf(rb"/Author (Ada \(A.\) Example\041)"), "Ada (A.) Example!"),
        (pdf(b"/Author <FEFF0041 00640061>"), "Ada"),
        (pdf(b"/Author <416461>"), "Ada"),
        (pdf(b"/Author () /Title (Author)"), None),
        (pdf(b"/Title (Nobody)"), None),
        (b"%PDF-1.5\n5 0 obj << /Type /ObjStm >>\nstream\r\n" + PACKED + b"\nendstream", "Ada Example"),
        (b"<dc:creator><rdf:Seq><rdf:li>Ada\nExample</rdf:li></rdf:Seq></dc:creator>", "Ada Example"),
        (b"stream\n" * 50_000, None),
    ],
)
def test_the_author_of_a_document_is_found(data: bytes, author: str | None) -> None:
    assert author_of_pdf(data) == author


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    return tmp_path


def test_a_built_site_holds_no_word_of_what_its_pictures_told(site: Path) -> None:
    links = " ".join(f"![a]({name})" for name in PICTURES)
    write(site, "a.md", f"---\ntitle: A\ndate: 2026-01-02\n---\n\nText {links}\n")
    for name, (telling, _) in PICTURES.items():
        write(site, name, telling)
        (site / "static" / f"static-{name}").write_bytes(telling)
    build(load_site(site), BuildOptions())
    for name, (_, silent) in PICTURES.items():
        assert (site / "site" / name).read_bytes() == silent
        assert (site / "site" / f"static-{name}").read_bytes() == silent
    for path in (site / "site").rglob("*"):
        assert not path.is_file() or SECRET not in path.read_bytes()


def test_a_speakers_photo_tells_nothing_either(site: Path) -> None:
    write(site, "a.md", "---\ntitle: A\ndate: 2026-01-02\nkind: transcript\n---\n\nADA EXAMPLE: Yes.\n")
    write(site, "ada.jpg", PICTURES["exif.jpg"][0])
    write(site, "speakers.yaml", "- {name: Ada Example, photo: ada.jpg}\n")
    build(load_site(site), BuildOptions())
    copies = [path.read_bytes() for path in (site / "site").rglob("photo.*.jpg")]
    assert copies == [PICTURES["exif.jpg"][1]]


def test_a_page_in_a_file_of_its_own_tells_nothing_either(site: Path) -> None:
    write(site, "a.md", "---\ntitle: A\ndate: 2026-01-02\n---\n\nText ![a](exif.jpg)\n")
    telling, silent = PICTURES["exif.jpg"]
    write(site, "exif.jpg", telling)
    html, _ = exported_page(load_site(site), site / "content" / "a.md")
    assert base64.b64encode(silent).decode() in html
    assert base64.b64encode(telling).decode() not in html


def test_a_page_says_how_large_its_pictures_are_and_says_it_anew(site: Path) -> None:
    images = "![a](p.jpg) ![b](http://a.example/p.jpg) ![c](drawing.svg)"
    write(site, "a.md", f"---\ntitle: A\ndate: 2026-01-02\n---\n\n{images} [^1]\n\n[^1]: See ![d](/p.jpg)\n")
    write(site, "drawing.svg", "<svg/>")
    for width, height, turned in ((30, 20, 1), (30, 20, 6), (400, 200, 1)):
        write(site, "p.jpg", sized("jpeg", width, height, turned))
        build(load_site(site), BuildOptions())
        html = (site / "site/a/index.html").read_text("utf-8")
        wide, high = (height, width) if turned == 6 else (width, height)
        assert html.count(f'<img width="{wide}" height="{high}" src="../p.jpg"') == 3  # the note twice
        assert "<img src=" in html  # of the others nothing is known


def test_check_names_the_author_of_a_document(site: Path) -> None:
    write(site, "a.md", "---\ntitle: A\ndate: 2026-01-02\n---\n\nText, [as told](b.pdf).\n")
    write(site, "b.pdf", pdf(b"/Author (Ada Example)"))
    told = [problem.message for problem in check(load_site(site), datetime(2026, 2, 1, tzinfo=UTC)).problems]
    assert "the document b.pdf names its author: Ada Example" in told
