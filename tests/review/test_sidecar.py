"""The file of corrections: written by people and by the tool, and nothing is ever lost."""

import datetime as dt
import errno
import hashlib
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ConflictError, OutputError
from generator.model import Act
from generator.review.anchoring.selectors import Selector
from generator.review.corrections.correction import Action, Correction, Target
from generator.review.corrections.sidecar import append, dump, load, parse, path_for, remove, replace
from generator.review.yaml_files import locking

BY_HAND = """\
# Checked against the recording, A. B.

- id: first
  action: reject        # it is a title
  target: attribution
  content: "“The Gate”"

# The clerk's name was misspelt in the minutes.
- {id: second, action: merge-speakers, target: speaker, speakers: [Tomas Ekeland, Thomas Ekland]}

- id: third
  target: speaker
  action: retitle
  speakers:   [Ilse Brandt]
  title: >-
    dam
    commissioner
# to be continued
"""


def confirm(identifier: str = "new", **values: object) -> Correction:
    given = {"content": [Selector("“Nobody asked me,”", "said: ", " she", 17)], **values}
    return Correction(id=identifier, action=Action.CONFIRM, target=Target.ATTRIBUTION, **given)


@pytest.fixture
def sidecar(tmp_path: Path) -> Path:
    (tmp_path / "briefing.toml").touch()
    path = tmp_path / "content" / "flood.review.yaml"
    path.parent.mkdir()
    path.write_text(BY_HAND, encoding="utf-8")
    return path


def ids(path: Path) -> list[str]:
    return [correction.id for correction in load(path, path.name).corrections]


def test_a_source_has_its_sidecar_beside_it():
    assert path_for(PurePosixPath("a/b.md")) == PurePosixPath("a/b.review.yaml")


def test_a_correction_is_one_block_that_people_can_read():
    correction = confirm(
        "a1",
        source=[Selector("she", "me,” ", " said", 36)],
        speakers=("Ilse Brandt",),
        kind="direct",
        act=Act.SAYS,
        by="A. B.",
        at=dt.datetime(2025, 1, 9, 10, tzinfo=dt.UTC),
    )
    assert (
        dump(correction)
        == """\
- id: a1
  action: confirm
  target: attribution
  content:
    - exact: “Nobody asked me,”
      prefix: 'said: '
      suffix: ' she'
      start: 17
  source:
    - exact: she
      prefix: 'me,” '
      suffix: ' said'
      start: 36
  speakers: [Ilse Brandt]
  kind: direct
  act: says
  by: A. B.
  at: 2025-01-09T10:00:00Z
"""
    )


def test_appending_leaves_every_byte_before_it(sidecar):
    append(sidecar, confirm())
    text = sidecar.read_text("utf-8")
    assert text == BY_HAND + dump(confirm())
    assert ids(sidecar) == ["first", "second", "third", "new"]


def test_removing_and_replacing_touch_one_block_only(sidecar):
    remove(sidecar, "second")
    line = next(line for line in BY_HAND.splitlines(keepends=True) if "second" in line)
    assert sidecar.read_text("utf-8") == BY_HAND.replace(line, "")
    replace(sidecar, confirm("first"))
    text = sidecar.read_text("utf-8")
    assert "it is a title" not in text
    assert "# Checked against the recording, A. B.\n\n- id: first\n  action: confirm\n" in text
    assert "\n\n# The clerk's name was misspelt in the minutes.\n" in text
    assert text.endswith("commissioner\n# to be continued\n")


def test_undo_gives_the_file_back_as_it_was(sidecar):
    append(sidecar, confirm())
    remove(sidecar, "new")
    assert sidecar.read_text("utf-8") == BY_HAND


def test_the_first_correction_makes_the_file(tmp_path):
    (tmp_path / "briefing.toml").touch()
    path = tmp_path / "content" / "flood.review.yaml"
    path.parent.mkdir()
    state = append(path, confirm(), "")
    assert path.read_text("utf-8").startswith("# Corrections of “flood”")
    assert state == load(path, path.name)


@pytest.mark.parametrize(
    "text", ["[]\n", "# none yet", "- {id: x, action: confirm, target: speaker, speakers: [A]}"]
)
def test_a_file_without_a_last_line_end_or_with_an_empty_list_takes_another(tmp_path, text):
    path = tmp_path / "a.review.yaml"
    path.write_text(text)
    append(path, confirm())
    assert ids(path)[-1] == "new"


def test_windows_line_ends_and_indentation_are_kept(tmp_path):
    path = tmp_path / "a.review.yaml"
    text = "  - id: x\r\n    action: confirm\r\n    target: speaker\r\n    speakers: [A]\r\n"
    path.write_bytes(text.encode())
    append(path, confirm())
    added = path.read_bytes().removeprefix(text.encode())
    assert added.count(b"\r\n") == added.count(b"\n") == dump(confirm()).count("\n")
    assert ids(path) == ["x", "new"]


def test_a_list_in_flow_style_is_read_but_not_written_into(tmp_path):
    path = tmp_path / "a.review.yaml"
    path.write_text("[{id: x, action: confirm, target: speaker, speakers: [A]}]\n")
    with pytest.raises(ConflictError, match="cannot be changed safely"):
        append(path, confirm())
    assert ids(path) == ["x"]


def test_a_file_that_changed_meanwhile_is_a_conflict_and_stays(sidecar):
    seen = load(sidecar, "x").sha256
    sidecar.write_text(BY_HAND + "# a thought\n")
    with pytest.raises(ConflictError, match="changed in the meantime"):
        append(sidecar, confirm(), seen)
    assert sidecar.read_text() == BY_HAND + "# a thought\n"


def test_a_correction_that_is_gone_cannot_be_replaced(sidecar):
    with pytest.raises(ConflictError, match="correction 'other' no longer exists"):
        replace(sidecar, confirm("other"))


def test_an_editor_who_saves_during_a_write_is_not_overwritten(sidecar, monkeypatch):
    """A text editor knows no locks: it may save between our reading and our writing."""

    def save_meanwhile(identifier: str) -> Correction:
        sidecar.write_text(BY_HAND + "# saved by hand\n")
        return confirm(identifier)

    class Slow(Correction):
        def model_dump(self, **options: object) -> dict[str, object]:
            return save_meanwhile(self.id).model_dump(**options)

    slow = Slow(**{name: getattr(confirm(), name) for name in Correction.model_fields})
    with pytest.raises(ConflictError, match="being edited by another program"):
        append(sidecar, slow)
    assert sidecar.read_text("utf-8") == BY_HAND + "# saved by hand\n"


def test_writers_at_the_same_time_lose_nothing(sidecar):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: append(sidecar, confirm(f"n{n}")), range(40)))
    assert sorted(ids(sidecar)) == sorted(["first", "second", "third", *(f"n{n}" for n in range(40))])
    assert sidecar.read_text("utf-8").startswith(BY_HAND)


def test_a_writer_that_never_ends_is_told_of(sidecar, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    with locking.locked(sidecar.parent), pytest.raises(ConflictError, match="keeps this folder locked"):
        append(sidecar, confirm())


def test_where_nothing_can_be_locked_nothing_is_written(sidecar, tmp_path):
    (tmp_path / ".briefing").write_text("a file where the cache should be")
    with pytest.raises(OutputError, match="cannot be locked"):
        append(sidecar, confirm())
    assert sidecar.read_text("utf-8") == BY_HAND


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_where_the_disk_takes_no_more_the_file_stays_as_it_was(sidecar, monkeypatch, number, step):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os if step == "fsync" else type(sidecar), step, refuse)
    with pytest.raises(
        OutputError, match=rf"cannot be written: {os.strerror(number)} \(nothing was changed\)"
    ):
        append(sidecar, confirm())
    monkeypatch.undo()
    assert sidecar.read_text("utf-8") == BY_HAND
    assert [path.name for path in sidecar.parent.glob("*.tmp")] == []


def test_rights_of_the_file_are_kept_and_nothing_is_left_beside_it(sidecar):
    sidecar.chmod(0o640)
    append(sidecar, confirm())
    assert sidecar.stat().st_mode & 0o777 == 0o640
    assert list(sidecar.parent.iterdir()) == [sidecar]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
spoken = words.filter(str.strip)
starts = st.none() | st.integers(0, 10**6)
selectors = st.builds(Selector, exact=spoken, prefix=words, suffix=words, start=starts)


@given(st.lists(selectors, min_size=1, max_size=3), st.lists(spoken, max_size=3), words)
def test_whatever_the_words_are_they_are_read_as_they_were_written(content, speakers, note):
    correction = confirm(content=content, speakers=tuple(speakers), note=note)
    text = BY_HAND + dump(correction) + dump(confirm("after"))
    assert parse(text.encode(), "x").corrections[3:] == (correction, confirm("after"))


def write_for_ever(path: str, signals: int) -> None:
    for number in range(1_000_000):
        os.write(signals, b".")
        append(Path(path), confirm(f"n{number}"))
        if number % 7 == 6:
            remove(Path(path), f"n{number - 3}")


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_writer_killed_at_a_random_moment_leaves_the_old_file_or_the_new_one(sidecar):
    """100 real processes, each killed (SIGKILL) in the midst of writing."""
    dice = random.Random(7)
    seen = 0
    for _ in range(100):
        sidecar.write_text(BY_HAND, encoding="utf-8")
        reader, writer = os.pipe()
        process = get_context("fork").Process(target=write_for_ever, args=(str(sidecar), writer), daemon=True)
        process.start()
        for _ in range(dice.randint(1, 4)):
            os.read(reader, 1)  # it begins with another correction
        until = time.monotonic() + dice.uniform(0.0, 0.005)
        while time.monotonic() < until:  # any moment at all
            pass
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        os.close(reader)
        os.close(writer)
        found = sidecar.read_bytes()
        assert hashlib.sha256(found).digest() in versions(found.count(b"\n  action: confirm"))
        seen += found != BY_HAND.encode()
    append(sidecar, confirm())  # what they left behind is in nobody's way
    assert ids(sidecar)[-1] == "new"
    assert seen > 50


def versions(count: int) -> set[bytes]:
    """Hashes of every whole version of the file with so many confirmations, give or take one."""
    known, blocks, number = {hashlib.sha256(BY_HAND.encode()).digest()}, {}, 0
    while len(blocks) <= count + 1:
        blocks[number] = dump(confirm(f"n{number}"))
        known.add(hashlib.sha256((BY_HAND + "".join(blocks.values())).encode()).digest())
        if number % 7 == 6:
            del blocks[number - 3]
            known.add(hashlib.sha256((BY_HAND + "".join(blocks.values())).encode()).digest())
        number += 1
    return known
