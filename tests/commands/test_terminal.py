"""What is printed for people: the words as they are, and nothing that a terminal would obey."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.commands.terminal import say
from generator.problem_formats import printable
from tests.command_line import run


def test_a_file_whose_name_holds_commands_of_a_terminal_is_named_without_them(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "note\x1b[2J.md").write_text("Words without front matter.\n")
    told = run(tmp_path, "check").stderr
    assert "content/note�[2J.md:1:1: there is no front matter" in told
    assert "\x1b" not in told


def test_the_name_of_an_emoji_in_a_title_stays_the_words_that_somebody_wrote(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say("no speaker is called “The :cat: [bold]party”")
    assert capsys.readouterr().err == "no speaker is called “The :cat: [bold]party”\n"


@given(st.text())
def test_what_is_printable_keeps_lines_and_letters_and_never_holds_a_command(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not {*shown} & {*"\x00\x07\x08\r\x1b\x7f\x9b\u2028\u202e\u2066"}
    assert printable("Zürich,\u00a0می\u200cگوید 👩\u200d⚕️\n\tü") == "Zürich,\u00a0می\u200cگوید 👩\u200d⚕️\n\tü"
