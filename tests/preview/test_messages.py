"""What a page is told about problems."""

from __future__ import annotations

import json
from pathlib import Path

from generator.errors import Problem
from generator.preview.messages import Message, shown


def test_a_problem_comes_with_the_lines_around_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n".join(f"line {n}" for n in range(1, 11)))
    (problem,) = shown([Problem("wrong", file="a.md", line=5, column=2)], tmp_path, lambda _: "a/index.html")
    assert [number for number, _ in problem.lines] == [2, 3, 4, 5, 6, 7, 8]
    assert problem.place == "a.md:5:2"
    assert problem.page == "a/index.html"


def test_a_problem_on_the_first_line_has_no_lines_before_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one\ntwo")
    (problem,) = shown([Problem("wrong", file="a.md", line=1)], tmp_path, lambda _: None)
    assert problem.lines == ((1, "one"), (2, "two"))


def test_a_file_that_is_gone_or_binary_has_a_problem_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_bytes(b"\xff\x00\n\xfe")
    found = shown(
        [Problem("x", file="a.md", line=3), Problem("y", file="b.md", line=1)], tmp_path, lambda _: None
    )
    assert found[0].lines == ()
    assert len(found[1].lines) == 2


def test_a_message_is_one_event_whatever_its_text_holds() -> None:
    (problem,) = shown([Problem("two\n\ndata: lines </script>")], Path(), lambda _: None)
    event = Message(problems=(problem,)).event()
    assert event.count("\n\n") == 1
    assert (
        json.loads(event.removeprefix("data: "))["problems"][0]["message"] == "two\n\ndata: lines </script>"
    )
