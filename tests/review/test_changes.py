"""The public log of what changed between two published versions."""

import datetime as dt
from dataclasses import replace

from generator.model import Block, BlockKind, Source, Span
from generator.review.gate import publishable
from generator.review.versions.change_log import load, path_for, pending, record
from generator.review.versions.compare import compare
from generator.review.versions.published import Change, PublishedState, Said, Verdict, published_state
from generator.settings import ReviewSettings
from tests.review.machine import ASKED, BRANDT, NOBODY, PHONED, extraction, review
from tests.review.passages import TEXT

DAY = dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC)


def blocks(text: str) -> Source:
    spans, start = [], 0
    for paragraph in text.split("\n\n"):
        spans.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(paragraph))))
        start += len(paragraph) + 2
    return Source(text, tuple(spans))


def state(text: str = TEXT, corrections: str = "") -> PublishedState:
    found = review(corrections, text, extraction(text)).extraction
    return published_state(blocks(text), publishable(found, ReviewSettings()))


def test_a_state_holds_what_was_published_and_nothing_else():
    rejected = "- {action: reject, target: attribution, content: [{exact: '" + ASKED + "'}], note: secret}\n"
    found = state(corrections=rejected)
    assert found.paragraphs[0] == "Two versions of a flood"
    assert Said(words=f"{PHONED} … {NOBODY}", speakers=("Tomas Ekeland",)) in found.said
    assert ASKED not in [one.words for one in found.said]
    assert "secret" not in repr(found)


def test_where_only_passages_are_published_the_text_is_not_kept():
    assert published_state(blocks(TEXT), extraction(), text=False).paragraphs == ()


def test_another_wording_is_shown_with_a_few_words_around_it():
    after = state(TEXT.replace("340 people", "351 people"))
    assert compare(state(), after) == (
        Change(
            what="text",
            change="changed",
            was="… 4.5 metres high by dawn. About 340 people were taken to the school …",
            now="… 4.5 metres high by dawn. About 351 people were taken to the school …",
        ),
    )


def test_new_dropped_and_moved_paragraphs_are_told_apart():
    one, two, three, four, *rest = TEXT.split("\n\n")
    after = state("\n\n".join([one, "A line that was not there before.", two, four, three, *rest[1:]]))
    assert [(c.change, (c.now or c.was or "")[:20]) for c in compare(state(), after) if c.what == "text"] == [
        ("added", "A line that was not "),
        ("moved", "The water reached th"),
        ("removed", "“Yes,” Ms. Brandt an"),
    ]


def test_attributions_that_came_went_or_changed_hands_are_told():
    before = state()
    changed = state(
        corrections="""\
- {action: reject, target: attribution, content: [{exact: it lists two calls}]}
- {action: attribute, target: attribution, content: [{exact: Nobody asked me}], speakers: [Nadia Orlov]}
- {action: add, target: attribution, content: Mr. Ekeland called the log incomplete., speakers: [A B]}
"""
    )
    assert [(c.change, c.words, c.speakers_were) for c in compare(before, changed)] == [
        ("changed", ASKED, (BRANDT,)),
        ("added", "Mr. Ekeland called the log incomplete.", None),
        ("removed", "it lists two calls, both after midnight, and no reply", None),
    ]


def test_another_extent_is_a_change_and_retyped_marks_are_none():
    before = PublishedState(said=(Said(words="“I closed the gates at noon,”", speakers=("A",)),))
    longer = PublishedState(said=(Said(words="“I closed the gates at noon that day,”", speakers=("A",)),))
    retyped = PublishedState(said=(Said(words='"I closed the gates at noon,"', speakers=("A",)),))
    (change,) = compare(before, longer)
    assert (change.change, change.was) == ("changed", "“I closed the gates at noon,”")
    assert compare(before, retyped) == ()


def test_verdicts_that_came_went_or_changed_are_told():
    def judged(**verdicts: str) -> PublishedState:
        return PublishedState(verdicts=tuple(Verdict(statement=s, verdict=v) for s, v in verdicts.items()))

    found = compare(judged(a="true", b="false"), judged(a="misleading", c="true"))
    assert [(c.change, c.words, c.was, c.now) for c in found] == [
        ("changed", "a", "true", "misleading"),
        ("added", "c", None, "true"),
        ("removed", "b", "false", None),
    ]


def test_the_log_is_appended_to_and_only_the_newest_version_keeps_its_state(tmp_path):
    path = tmp_path / path_for("flood.md")
    first = record(path, state(), DAY)
    assert first is not None
    assert first.changes == ()
    assert record(path, state(), DAY) is None
    path.write_text(path.read_text("utf-8").replace("  at:", "  # our first\n  at:"), "utf-8")
    after = TEXT.replace("340 people", "351 people")
    second = record(path, state(after), DAY + dt.timedelta(days=1), "An earlier version said 340.")
    assert second is not None
    versions = load(path, "flood.changes.yaml")
    assert [len(version.changes) for version in versions] == [0, 1]
    assert [version.state is None for version in versions] == [True, False]
    assert versions[1].notice == "An earlier version said 340."
    text = path.read_text("utf-8")
    assert text.startswith("# What changed between the published versions of “flood”")
    assert "# our first" in text
    assert text.count("Two versions of a flood") == 1


def test_a_fresh_clone_goes_on_where_the_last_version_ended(tmp_path):
    path = tmp_path / "flood.changes.yaml"
    record(path, state(), DAY)
    (tmp_path / "clone").mkdir()
    clone = tmp_path / "clone" / path.name
    clone.write_bytes(path.read_bytes())
    version = pending(load(clone, "x"), state(TEXT.replace("340", "341")), DAY)
    assert version is not None
    assert [change.what for change in version.changes] == ["text"]


def test_a_long_transcript_is_compared_quickly():
    lines = tuple(f"Point {n % 50}." for n in range(20_000))
    after = (*lines[:9000], "A new one.", *lines[9000:])
    before = PublishedState(paragraphs=lines)
    (change,) = compare(before, replace_paragraphs(before, after))
    assert (change.change, change.now) == ("added", "A new one.")


def replace_paragraphs(before: PublishedState, paragraphs: tuple[str, ...]) -> PublishedState:
    return before.model_copy(update={"paragraphs": paragraphs})


def test_nothing_unpublished_is_written(tmp_path):
    judged = replace(extraction(), assertions=(replace(extraction().assertions[0], verdict="hearsay"),))
    path = tmp_path / "flood.changes.yaml"
    record(path, published_state(blocks(TEXT), publishable(judged, ReviewSettings())), DAY)
    assert "hearsay" not in path.read_text("utf-8")
