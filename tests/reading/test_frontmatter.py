"""Front matter: what is accepted, and what an editor is told when it is wrong."""

import re
from contextlib import suppress
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from generator.errors import BriefingError
from generator.reading import Document, parse_document
from generator.reading.frontmatter import Link
from generator.validation import Strict


def read(raw: str) -> Document:
    return parse_document(raw, "0" * 64, PurePosixPath("a/b.md"), "content/a/b.md")


def complaints(raw: str) -> list[str]:
    with pytest.raises(BriefingError) as caught:
        read(raw)
    return [str(problem) for problem in caught.value.problems]


def test_an_unknown_key_is_an_error_with_a_suggestion() -> None:
    assert complaints("---\ntitel: A\n---\nText.") == [
        "content/a/b.md:2:1: unknown key 'titel' (did you mean 'title'?)"
    ]


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = complaints("---\ndate: soon\ndraft: perhaps\nspeakers:\n  - {nam: X}\n---\nText.")
    assert [text.split(": ")[0] for text in found] == [
        "content/a/b.md:2:1",
        "content/a/b.md:3:1",
        "content/a/b.md:5:5",
        "content/a/b.md:5:6",
    ]


def test_broken_yaml_is_placed_where_it_breaks_with_a_way_out() -> None:
    (found,) = complaints("---\ntitle: Who: what\n---\nText.")
    assert found.startswith("content/a/b.md:2:11: broken YAML: mapping values are not allowed here")
    assert found.endswith("(quote a value that holds a colon)")


def test_a_value_with_a_comma_in_braces_is_told_to_be_quoted() -> None:
    (found,) = complaints("---\nspeakers:\n  - {name: X, title: engineer, Port Alder}\n---\nText.")
    assert found.endswith("(quote a value that holds a comma)")


def test_front_matter_that_never_ends_is_an_error() -> None:
    assert complaints("---\ntitle: A\nText.") == [
        "content/a/b.md:1:1: the front matter never ends (end it with a line of three hyphens)"
    ]


def test_an_embargo_without_a_time_zone_is_an_error() -> None:
    (found,) = complaints("---\nembargo: 2025-01-09T06:00\n---\nText.")
    assert "needs a time zone" in found


@pytest.mark.parametrize("alias", ["../up", "a/../../b", "a//b", "c:\\d", "x%2e%2e"])
def test_an_alias_that_leaves_the_site_is_an_error(alias: str) -> None:
    (found,) = complaints(f"---\naliases: ['{alias}']\n---\nText.")
    assert "no address inside the site" in found


@pytest.mark.parametrize("slug", ["../x", "a/b", "", "-"])
def test_a_slug_is_one_part_of_an_address(slug: str) -> None:
    assert "letters, digits and hyphens" in complaints(f"---\nslug: '{slug}'\n---\nText.")[0]


def test_a_script_link_is_no_source() -> None:
    (found,) = complaints("---\nsource: {url: 'javascript:alert(1)'}\n---\nText.")
    assert "http" in found


class Linked(Strict):
    """Like all models with a link that people write: blanks at its ends are stripped."""

    link: Link


UNSEEN = st.text(st.characters(categories=("Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn")), max_size=3)
SCRIPTS = st.sampled_from(("javascript:alert(1)", "JavaScript:alert(1)", "vbscript:x", "data:text/html,x"))


@given(UNSEEN, SCRIPTS, UNSEEN, st.integers(0, 11))
def test_a_script_link_is_refused_whatever_unseen_stands_before_and_in_it(
    before: str, script: str, within: str, at: int
) -> None:
    with pytest.raises(ValidationError, match="must be an http, https or mailto address"):
        Linked(link=before + script[:at] + within + script[at:])


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a:b?c=javascript:x",
        " /a ",
        "a/b.pdf",
        "mailto:a@example.org",
        "10:30.jpg",
        "#x:y",
    ],
)
def test_other_links_pass(link: str) -> None:
    assert Linked(link=link).link == link.strip()


def test_author_is_a_short_form_of_authors() -> None:
    assert read("---\nauthor: A. B.\n---\nText.").front.authors == ("A. B.",)


def test_a_year_is_fine_as_a_title() -> None:
    assert read("---\ntitle: 1984\n---\nText.").title == "1984"


def test_without_front_matter_a_file_is_titled_from_its_first_heading_with_a_warning() -> None:
    document = read("# The heading\n\nText.")
    assert document.title == "The heading"
    assert [str(warning) for warning in document.warnings] == [
        "content/a/b.md:1:1: there is no front matter (titled from its first line, undated)"
    ]


def test_a_rule_of_hyphens_is_not_front_matter() -> None:
    assert read("Text.\n\n---\n\nMore.").front.title is None


def test_of_a_date_with_a_time_the_day_counts() -> None:
    dated = read("---\ntitle: T\ndate: 2024-07-31T23:55:00Z\n---\nText.")
    assert str(dated.front.date) == "2024-07-31"


# --- YAML that is more than plain values -----------------------------------------


DEEP = "[" * 400 + "]" * 400


@pytest.mark.parametrize(
    "written",
    [
        "title: !!bool x", "title: !!binary x", "tags: !!set {a, b}", "title: !x y",
        "title: !!python/name:os.system x", "- !!bool x", "title: &a [*a]", "tags: [&a b, *a]", "title: *x",
        "<<: *x", "[a, b]: c", "? [a]\n: b", "{a: b}: c", f"tags: {DEEP}", f"title: {DEEP}", "a: " * 300,
        "%YAML 9.9", "%TAG ! x", "--- x", "title: [", "title: \"x", "title: 'x", "title: ? x", "title: - x",
        'title: "\\0"', 'title: "\\ud800"', 'tags: ["\\x07"]', "speakers: [{name: ''}]", "tags: ['  ']",
        "embargo: 2025-13-01T00:00Z", "embargo: 0000-00-00T00:00Z", "date: 10000-01-01", "date: 1e400",
        "source: {published: 9999-99-99}", "source: {url: 'https://[/'}", f"slug: {'a' * 300}",
        f"aliases: ['{'a' * 300}']", f"aliases: ['{'a/' * 800}b']", 'aliases: ["a\\nb"]',
        "aliases: [.htaccess]", "aliases: [a/.git/b]",
    ],
)  # fmt: skip
def test_what_is_no_plain_front_matter_is_one_clear_line_with_its_place(written: str) -> None:
    for found in complaints(f"---\n{written}\n---\nText."):
        assert re.match(r"content/a/b\.md:\d+:\d+: ", found)
        assert "\n" not in found


def test_the_last_moment_there_is_can_end_an_embargo() -> None:
    assert read("---\nembargo: 9999-12-31T23:59:59.999999999Z\n---\nText.").front.embargo is not None


@given(st.text(st.sampled_from("!&*?|>%@`-:,[]{}#'\"\\ \t\nab0.~<="), max_size=40))
def test_no_front_matter_ends_in_anything_but_a_reading_or_a_complaint(written: str) -> None:
    with suppress(BriefingError):
        read(f"---\ntitle: {written}\n---\nText.")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("title: @ada", "begins with @"), ("title: %x", "begins with %"), ("title: *x", "begins with *"),
        ("tags: [a, *x]", "begins with *"), ("tags: [a, @y]", "begins with @"),
        ("tags:\n  - @y", "begins with @"), ("source: {title: `x`}", "begins with `"),
        ("title: - x", "begins with -"), ("title: ? x", "begins with ?"),
        ("title: [x", "begins with ["), ("title: !x", "begins with !"), ("title: &x y", "begins with &"),
        ("title: 'x", "close the quotation mark"), ('summary: "x', "close the quotation mark"),
        ("title:\tx", "not a tab"), ("title: a: b", "holds a colon"), ("title: true", "in quotation marks"),
    ],
)  # fmt: skip
def test_a_value_that_yaml_takes_for_something_else_comes_with_the_way_out(written: str, hint: str) -> None:
    assert hint in complaints(f"---\n{written}\n---\nText.")[0]


@pytest.mark.parametrize("title", ["''", "'  '", "~", ""])
def test_a_blank_title_is_none(title: str) -> None:
    assert read(f"---\ntitle: {title}\n---\nText.").front.title is None
    errors = [str(p) for p in read(f"---\ntitle: {title}\nexcerpt: true\n---\nText.").warnings]
    assert "content/a/b.md:1:1: an excerpt needs a title" in errors[0]


def test_numbers_and_dates_are_kept_as_they_are_written() -> None:
    front = read(
        "---\ntitle: 007\ntags: [1.10, 0123, 1e3, 0x1F, 12:30, 1_000, 2025-01-08, .5, +1, =, yes]\n---\nText."
    ).front
    assert front.title == "007"
    assert front.tags == (
        "1.10", "0123", "1e3", "0x1F", "12:30", "1_000", "2025-01-08", ".5", "+1", "=", "yes"
    )  # fmt: skip
