"""What is front matter, what only looks like it, and what nobody means to publish at the head of a text."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import BriefingError, Severity
from generator.reading import Document, parse_document

YAML = "title: Hidden\ndate: 2026-01-02\ndraft: true\n"


def read(raw: str, name: str = "a.md") -> Document:
    return parse_document(raw, "0" * 64, PurePosixPath(name), f"content/{name}")


def complaint(raw: str) -> str:
    with pytest.raises(BriefingError) as caught:
        read(raw)
    return str(caught.value)


def blocking(raw: str) -> list[str]:
    return [str(found) for found in read(raw).warnings if found.severity is Severity.ERROR]


BLANKS = ["", "\n", "\n\n\r\n", " ", "\t", "\ufeff", "\ufeff\n ", "\f", "\v\n", "\xa0", "\u200b", "\u2003\n"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_blanks_before_the_fence_are_forgiven(blank: str, newline: str) -> None:
    raw = blank + f"---\n{YAML}---\n\nText.\n".replace("\n", newline)
    assert read(raw).front.draft
    assert read(raw).source.text.strip() == "Text."


@pytest.mark.parametrize("closing", ["---", "--- ", "---\t", "..."])
def test_a_closing_fence_may_have_blanks_or_be_that_of_yaml(closing: str) -> None:
    assert read(f"---\n{YAML}{closing}\nText.").front.draft


def test_an_indented_head_is_read() -> None:
    indented = "".join(f"  {line}\n" for line in YAML.splitlines())
    assert read(f"  ---\n{indented}  ---\nText.").front.draft


def test_a_fence_within_a_value_ends_nothing() -> None:
    found = read("---\nsummary: |\n  one\n  ---\n  two\ndraft: true\n---\nText.")
    assert found.front.draft
    assert found.front.summary == "one\n---\ntwo"


def test_what_is_wrong_below_blank_lines_is_placed_in_its_line() -> None:
    assert complaint("\n\n---\ntitel: x\n---\nText.").startswith("content/a.md:4:1: unknown key 'titel'")
    assert complaint("\r\n---\r\ntitle: a: b\r\n---\r\nText.").startswith("content/a.md:3:9: broken YAML")


FOREIGN = [
    (f"---\n{YAML}\nText.", "the front matter never ends"),
    (f"---\n# mine\n{YAML}\nText.", "the front matter never ends"),
    (f"---\n\n\n{YAML}\nText.", "the front matter never ends"),
    ('---\n"title": x\ndraft: true\n\nText.', "the front matter never ends"),
    ("+++\ntitle = 'x'\ndraft = true\n+++\nText.", "TOML front matter is not read"),
    ('\n+++ \ndraft = true\n+++\nText.', "TOML front matter is not read"),
    (';;;\n{"draft": true}\n;;;\nText.', "JSON front matter is not read"),
    ('{\n  "title": "x",\n  "draft": true\n}\nText.', "JSON front matter is not read"),
    (f"----\n{YAML}----\nText.", "this looks like front matter"),
    (f"--\n{YAML}--\nText.", "this looks like front matter"),
    (f"—\n{YAML}—\nText.", "this looks like front matter"),
    (f"–––\n{YAML}–––\nText.", "this looks like front matter"),
    (f"***\n{YAML}***\nText.", "this looks like front matter"),
    (f"```yaml\n{YAML}```\nText.", "this looks like front matter"),
    (f"<!-- mine -->\n---\n{YAML}---\nText.", "the front matter does not come first"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "said"), FOREIGN)
@pytest.mark.parametrize("blank", ["", "\n", "\ufeff \n"])
def test_what_looks_like_front_matter_is_an_error_with_its_place(raw: str, said: str, blank: str) -> None:
    found = complaint(blank + raw)
    assert said in found
    assert found.startswith(
        f"content/a.md:{1 + (blank + raw)[: len(blank)].count(chr(10)) + raw.startswith(chr(10))}:"
    )


@pytest.mark.parametrize(
    "raw",
    [YAML + "\nText.",
     f"---\n---\n{YAML}\nText.", "Title\n\nDraft = yes\n\nText.", "embargo: 2100-01-01\n\nText.",
     "# Heading\n\nEMBARGO: 2100-01-01 06:00\n\nText."],
)  # fmt: skip
def test_a_key_that_withholds_must_not_stand_in_the_text(raw: str) -> None:
    assert any("where it withholds nothing" in text for text in blocking(raw))


@pytest.mark.parametrize(
    "raw",
    ["---\n\nThe ferry sails.\n", "---\nThe ferry sails: it does.\n", "The draft: a text.\n",
     "Draft: version two\n",
     "{braces} open the text.\n", "+++ plus +++\n", "Date: unknown\n\nText.", "---\n\n---\n\nText.\n"],
)  # fmt: skip
def test_a_rule_or_a_colon_at_the_head_of_a_text_is_text(raw: str) -> None:
    assert blocking(raw) == []


@given(
    blank=st.text(st.sampled_from(" \t\n\r\f\v\ufeff\xa0\u200b"), max_size=5),
    fence=st.sampled_from(["---", "----", "--", "—", "+++", ";;;", "***", "--- ", "```", "–––", ""]),
    closing=st.sampled_from(["---", "----", "—", "+++", "", "..."]),
    key=st.sampled_from(["draft: true", "draft = true", '"draft": true', "draft: yes", "DRAFT: true"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_draft_is_never_published_for_a_slip_at_its_head(
    blank: str, fence: str, closing: str, key: str, end: str
) -> None:
    raw = blank + end.join([fence, "title: Hidden", key, closing, "", "Text.", ""])
    try:
        found = read(raw)
    except BriefingError:
        return
    assert found.front.draft or any(warning.severity is Severity.ERROR for warning in found.warnings)


MAIL = "From: Anna <anna@example.org>\nTo: Desk <desk@example.org>\nSubject: The dam\n\nIt will hold."


@pytest.mark.parametrize(
    "raw",
    [MAIL, f"---\ntitle: T\n---\n\n{MAIL}", "Return-Path: <a@b>\nReceived: from x\n by y\nDate: now\n\nText.",
     "Von: Anna\nGesendet: heute\nAn: Desk\nBetreff: Damm\n\nText.", "Subject: x\nFrom: Anna\n\nText.",
     "> From: A\n> To: B\n\nText.", "**From:** A\n\n**To:** B\n\nText.",
     f"-----Original Message-----\n{MAIL}", f"---------- Forwarded message ---------\n\n{MAIL}",
     "On 3 May, Ann <a@b.org> wrote:\n\n> Text.",
     "Am Montag schrieb Ann <a@b.org> schrieb:\n\n> Text."],
)  # fmt: skip
def test_the_head_of_a_pasted_mail_is_an_error(raw: str) -> None:
    assert any("a pasted e-mail" in text for text in blocking(raw))
    assert not blocking("---\ntitle: T\ndraft: true\n---\n\n" + MAIL)


@pytest.mark.parametrize(
    "head",
    [
        MAIL,
        "> From: A <a@b.org>\n> To: B\n",
        "*From:* A [mailto:a@b.org]\n*Sent:* x\n",
        "On x, A a@b.org wrote:\n",
    ],
)
def test_the_head_of_a_mail_further_down_is_a_warning_with_its_line(head: str) -> None:
    found = [str(p) for p in read(f"---\ntitle: T\ndate: 2026-01-02\n---\nText.\n\n{head}").warnings]
    assert [text.split(" (")[0] for text in found] == [
        "content/a.md:7:1: the head of an e-mail, with its addresses, is in the text"
    ]


@pytest.mark.parametrize(
    "raw", ["Ann <ann@example.org>\n\nText.", "mailto:a@b.org", "Write to a.b+c@d-e.org"]
)
def test_no_title_is_made_of_an_address(raw: str) -> None:
    assert "@" not in read(raw).title
    assert read(raw).title


@pytest.mark.parametrize(
    "raw",
    ["From: the desk\n\nText.", "To: all\nSubject: x\n\nText.", "MS. K: From: here",
     "DE: We open.\n\nAN: We do.\n\nDE: Good.", "Text.\n\nFrom: Tannock\nTo: Port Alder\n"],
)  # fmt: skip
def test_one_line_that_looks_like_a_header_is_text(raw: str) -> None:
    assert blocking(raw) == []


def test_an_empty_text_and_an_excerpt_without_a_title_may_not_be_published() -> None:
    assert blocking("---\ntitle: T\ndate: 2026-01-01\n---\n\n") == [
        "content/a.md:5:1: the file has no text (write or delete it)"
    ]
    assert "an excerpt needs a title" in blocking("---\nexcerpt: true\n---\n\n# Hidden\n\nText.")[0]


# --- values as they are written ----------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["007", "1.10", "1_000", "0x1F", "1e3", "2025-01-08", "2025-1-8", "12:30:45", "-0", ".5", "0o17"],
)
def test_a_title_or_tag_that_looks_like_a_number_is_kept_as_it_is_written(written: str) -> None:
    front = read(f"---\ntitle: {written}\ntags: [{written}]\n---\nText.").front
    assert front.title == written
    assert front.tags == (written,)


@pytest.mark.parametrize("written", ["true", "{a: b}", "[a]"])
def test_a_title_that_is_no_text_is_a_clear_error(written: str) -> None:
    assert complaint(f"---\ntitle: {written}\n---\nText.").startswith(
        "content/a.md:2:1: 'title' must be text"
    )


@pytest.mark.parametrize(
    "written",
    ["2026-01-02", "2026-01-02T23:55:00Z", "2026-01-02 23:55:00 +01:00", "'2026-01-02'"],
)
def test_a_date_is_read_as_yaml_knows_it(written: str) -> None:
    assert str(read(f"---\ndate: {written}\n---\nText.").front.date) == "2026-01-02"


@pytest.mark.parametrize("written", ["20260102", "1.5", "soon", "2026-13-01", "2026-1-2"])
def test_a_date_that_is_none_is_an_error(written: str) -> None:
    assert "must be a date such as" in complaint(f"---\ndate: {written}\n---\nText.")


@pytest.mark.parametrize("written", ["20260102", "2026-01-02"])
def test_an_embargo_without_a_time_is_an_error(written: str) -> None:
    assert "needs a time and a zone" in complaint(f"---\nembargo: {written}\n---\nText.")


@pytest.mark.parametrize("value", ["@anna", "%5 more", "*really*", "`x` y", "&co", "[a] b", "{a} b", "!x y"])
def test_a_value_that_must_be_quoted_is_told_to_be(value: str) -> None:
    found = complaint(f"---\ntitle: {value}\n---\nText.")
    assert found.startswith(("content/a.md:2:", "content/a.md:3:"))
    assert f"quote a value that begins with {value[0]}" in found


def test_a_tab_behind_a_colon_is_told_of() -> None:
    assert "put a space behind the colon, not a tab" in complaint("---\ntitle:\tx: y\n\tz: 1\n---\nText.")
