"""Review in the preview: what a page may decide, what is then in the file, and who is refused."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.publishing import build
from generator.building.store.site_archive import archive_of
from generator.cli import app
from generator.preview.broadcaster import Broadcaster
from generator.preview.hosts import AllowedHosts
from generator.preview.messages import Message
from generator.preview.review_api import ReviewApi, ReviewService
from generator.preview.server import Preview, application
from generator.settings import load_site

HEARING = """---
title: The weir
date: 2031-05-04
kind: transcript
---

ILSE BRANDT: The gates were shut on Monday. 😀 We waited until the evening.

TOMAS REEVER: That is not what we saw, and nobody asked us.

ILSE BRANDT: Then we disagree about the gates.
"""
ARTICLE = """---
title: The article
date: 2031-05-05
---

Nobody had looked at it for years. “We waited until the evening,” she said.
"""
PAGE = "weir/index.html"
HOST = "127.0.0.1:8800"
NOW = datetime(2031, 5, 6, 9, 0, tzinfo=UTC)
Json = dict[str, Any]


@dataclass
class Site:
    """A site on disk, its preview as built last, and a browser's requests to it, without a network."""

    root: Path
    client: str = "127.0.0.1"
    page: str = PAGE
    reviewing: ReviewApi = field(init=False)

    def __post_init__(self) -> None:
        self.reviewing = ReviewApi(ReviewService(load_site(self.root), "A. B.", lambda: NOW), 8800)

    @property
    def file(self) -> Path:
        return self.root / "content" / self.page.replace("/index.html", ".review.yaml")

    @property
    def folder(self) -> Path:
        return self.root / ".briefing" / "preview"

    def build(self) -> Site:
        with self.building() as build:
            build()
        return self

    @contextmanager
    def building(self) -> Iterator[Callable[[], None]]:
        """One builder for any number of rounds, as in a preview that goes on."""
        with archive_of(load_site(self.root)) as (archive, _):
            options = BuildOptions(preview=True)
            builder = Builder(Inputs(self.root), archive, InPlace(self.folder), "preview", options)

            def build() -> None:
                builder.note(builder.inputs.scan())
                for _ in builder.work():
                    pass
                builder.keep()

            yield build

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        preview = Preview(
            self.folder, AllowedHosts("127.0.0.1", 8800), Broadcaster(), Message, self.reviewing.additions
        )
        app = application(preview, self.reviewing.routes())

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app, client=(self.client, 5000))
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    @property
    def cookie(self) -> str:
        """What a browser sends once it has a page."""
        return f"briefing-8800={self.reviewing.token}"

    def headers(self, **changed: str | None) -> dict[str, str]:
        own = {"Cookie": self.cookie, "Origin": f"http://{HOST}"}
        own["Content-Type"] = "application/json"
        named = {name.replace("_", "-"): value for name, value in changed.items()}
        return {name: value for name, value in {**own, **named}.items() if value is not None}

    def look(self) -> httpx.Response:
        return self.request(
            "GET",
            "/_preview/review",
            params={"page": self.page},
            headers={"Cookie": self.cookie},
        )

    def state(self) -> Json:
        answer = self.look()
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()["state"]
        return found

    def post(self, body: object, **headers: str | None) -> httpx.Response:
        return self.request(
            "POST", "/_preview/review", content=json.dumps(body), headers=self.headers(**headers)
        )

    def asked(self, decision: Json, state: Json | None = None) -> Json:
        state = state or self.state()
        named = {name: state[name] for name in ("version", "sidecar")}
        return {"page": self.page, "decision": decision, **named}

    def decide(self, state: Json | None = None, /, **decision: Any) -> Json:
        answer = self.post(self.asked(decision, state))
        assert answer.status_code == 200, answer.text
        after: Json = answer.json()["state"]
        return after

    def refused(self, /, **decision: Any) -> str:
        answer = self.post(self.asked(decision))
        assert answer.status_code == 422, answer.text
        return str(answer.json()["message"])

    def written(self) -> list[Json]:
        return list(YAML(typ="safe").load(self.file) or []) if self.file.exists() else []


def statement(state: Json, words: str) -> Json:
    found = [one for one in state["annotations"] if words in one["words"] and one["target"] == "attribution"]
    assert found, [one["words"] for one in state["annotations"]]
    one: Json = found[0]
    return one


def counted(state: Json) -> Json:
    """The panel's count of statements."""
    (one,) = [one for one in state["progress"] if one["target"] == "attribution"]
    return dict(one)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose preview has been made once, to be copied."""
    root = tmp_path_factory.mktemp("built") / "site"
    (root / "content" / "folder").mkdir(parents=True)
    (root / "content" / "weir.md").write_text(HEARING, "utf-8")
    (root / "content" / "folder" / "article.md").write_text(ARTICLE, "utf-8")
    (root / "briefing.toml").write_text("[language]\npipelines = {}\n", "utf-8")
    return Site(root).build().root


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Site:
    return Site(Path(shutil.copytree(built, tmp_path / "site")))


# --- what stands ------------------------------------------------------------------


def test_a_review_tells_what_waits_and_how_far_one_has_come(site: Site) -> None:
    state = site.state()
    assert counted(state) == {"target": "attribution", "reviewed": 0, "total": 3, "rejected": 0, "unsaid": 0}
    waiting = [one for one in state["waiting"] if one.startswith("attribution:")]
    sure = {one["key"]: one["confidence"] for one in state["annotations"]}
    assert waiting
    assert [sure[one] for one in waiting] == sorted(sure[one] for one in waiting)
    assert {"Ilse Brandt", "Tomas Reever"} <= set(state["speakers"])


def test_a_page_that_is_no_briefing_has_no_review(site: Site) -> None:
    site.page = "index.html"
    assert site.state() is None


def test_a_text_that_is_as_it_was_before_an_edit_has_its_review_again(site: Site) -> None:
    source = site.root / "content" / "weir.md"
    with site.building() as build:
        for word in ("Friday", "Sunday", "Friday"):
            source.write_text(HEARING.replace("Monday", word), "utf-8")
            build()
    assert site.state() is not None


def test_a_page_that_is_written_but_not_recorded_yet_is_asked_for_again(site: Site) -> None:
    (site.folder / "new").mkdir()
    (site.folder / "new" / "index.html").write_text("new", "utf-8")
    for page, status in (("new/index.html", 409), ("nowhere/index.html", 200)):
        site.page = page
        answer = site.look()
        assert (answer.status_code, answer.json()["state"]) == (status, None)


def test_annotations_are_named_as_their_marks_in_the_page(site: Site) -> None:
    page = (site.folder / PAGE).read_text("utf-8")
    for one in site.state()["annotations"]:
        if one["marks"]:
            assert f'data-id="{one["marks"]}"' in page
        elif one["fragment"]:
            assert f'id="{one["fragment"]}"' in page


def test_the_panel_counts_what_the_page_and_check_count(site: Site) -> None:
    (site.root / "content" / "folder" / "article.md").unlink()
    site.decide(do="accept", on=statement(site.state(), "That is not")["key"])
    site.decide(do="reject", on=statement(site.state(), "Then we disagree")["key"])
    one = counted(site.state())
    assert (one["reviewed"], one["total"], one["rejected"]) == (1, 2, 1)
    page = site.build().folder.joinpath(PAGE).read_text("utf-8")
    assert "2 turns, 1 reviewed by editors" in page
    checked = CliRunner().invoke(app, ["check", "--site", str(site.root)])
    assert "not reviewed: 1 of 2 attributions" in checked.stderr + checked.stdout


def test_how_it_was_said_and_whether_at_all_is_written_and_counted(site: Site) -> None:
    one = statement(site.state(), "That is not")
    site.decide(do="tell", on=one["key"], how="denies", not_said=None)
    (entry,) = site.written()
    assert (entry["action"], entry["how"], entry["said"]) == ("confirm", "denies", True)
    after = site.decide(do="tell", on=one["key"], how="says", not_said="negated")
    told = statement(after, "That is not")
    assert (told["how"], told["not_said"]) == ("says", "negated")
    assert (counted(after)["total"], counted(after)["unsaid"]) == (2, 1)
    assert site.written()[-1]["said"] is False
    assert f'data-id="{one["marks"]}"' not in site.build().folder.joinpath(PAGE).read_text("utf-8")
    back = site.decide(do="tell", on=one["key"], how="says", not_said=None)
    assert (counted(back)["reviewed"], counted(back)["total"], counted(back)["unsaid"]) == (1, 3, 0)


# --- what is decided ----------------------------------------------------------------


def test_what_is_accepted_is_written_whole_and_signed(site: Site) -> None:
    one = statement(site.state(), "That is not")
    after = site.decide(do="accept", on=one["key"])
    (entry,) = site.written()
    assert (entry["action"], entry["target"], entry["by"]) == ("confirm", "attribution", "A. B.")
    assert entry["content"][0]["exact"].startswith("That is not what we saw")
    assert entry["speakers"] == ["Tomas Reever"]
    assert entry["at"] == NOW
    assert entry["text_hash"]
    assert statement(after, "That is not")["status"] == "confirmed"
    assert (counted(after)["reviewed"], counted(after)["total"]) == (1, 3)
    assert one["key"] not in after["waiting"]


def test_what_is_rejected_leaves_the_page_and_can_be_taken_back(site: Site) -> None:
    one = statement(site.state(), "That is not")
    site.decide(do="reject", on=one["key"])
    assert one["marks"] not in site.build().folder.joinpath(PAGE).read_text("utf-8").split('data-id="')[0]
    assert site.written()[0]["action"] == "reject"
    assert statement(site.decide(do="undo"), "That is not")["status"] == "machine"
    assert site.written() == []


def test_another_speaker_is_written_and_a_second_thought_takes_its_place(site: Site) -> None:
    key = statement(site.state(), "That is not")["key"]
    site.decide(do="attribute", on=key, speakers=["Ada Quill"], new=True)
    after = site.decide(do="attribute", on=key, speakers=["Ada Quill", "  Tomas   Reever "])
    assert [entry["speakers"] for entry in site.written()] == [["Ada Quill", "Tomas Reever"]]
    assert statement(after, "That is not")["speakers"] == ["Ada Quill", "Tomas Reever"]
    assert statement(site.decide(do="undo"), "That is not")["speakers"] == ["Ada Quill"]


def test_nobody_known_is_a_speaker_too(site: Site) -> None:
    key = statement(site.state(), "That is not")["key"]
    site.decide(do="attribute", on=key, speakers=[])
    assert site.written()[0]["speakers"] == []


def test_an_edge_moves_word_by_word_and_stays_one_correction(site: Site) -> None:
    one = statement(site.state(), "The gates were shut")
    for _ in ("before the stop", "before the word"):
        site.decide(do="resize", on=one["key"], edge="end", words=-1)
    (entry,) = site.written()
    assert entry["content"][0]["exact"].endswith("We waited until the")
    assert entry["was"][0]["exact"].endswith("until the evening.")
    after = site.decide(do="resize", on=one["key"], edge="start", words=1)
    assert statement(after, "gates were shut")["words"].startswith("gates were")
    assert len(site.written()) == 1
    assert statement(after, "gates were shut")["status"] == "edited"


def test_an_edge_does_not_leave_its_paragraph(site: Site) -> None:
    key = statement(site.state(), "The gates were shut")["key"]
    assert "no further word" in site.refused(do="resize", on=key, edge="end", words=1)
    assert site.written() == []


def test_selected_words_become_a_statement(site: Site) -> None:
    site.page = "folder/article/index.html"
    part = {"exact": "Nobody had looked at it", "suffix": "for years."}
    after = site.decide(do="add", what="attribution", parts=[part], speakers=["Ilse Brandt"])
    (entry,) = site.written()
    assert (entry["action"], entry["kind"], entry["speakers"]) == ("add", "indirect", ["Ilse Brandt"])
    assert entry["content"][0]["exact"] == "Nobody had looked at it"
    assert entry["content"][0]["start"] == 0
    assert after["chosen"] == statement(after, "Nobody had")["key"]


def test_positions_are_code_points_of_the_text(site: Site) -> None:
    part = {"exact": "We waited until the evening", "prefix": "on Monday. 😀"}
    site.decide(do="add", what="assertion", parts=[part], speakers=["Ilse Brandt"])
    selector = site.written()[0]["content"][0]
    text = "ILSE BRANDT: The gates were shut on Monday. 😀 We waited until the evening."
    assert text[selector["start"] :].startswith("We waited")


KEY = "assertion"
FIRST, SECOND = "We waited until the evening", "nobody asked us"


def add_assertions(site: Site) -> None:
    """Mark two key assertions, of which the text's first leads."""
    site.decide(do="add", what=KEY, parts=[{"exact": FIRST, "suffix": "."}], speakers=["Ilse Brandt"])
    site.decide(do="add", what=KEY, parts=[{"exact": SECOND}], speakers=["Tomas Reever"])


def assertion(state: Json, words: str) -> Json:
    (found,) = [one for one in state["annotations"] if one["target"] == KEY and words in one["words"]]
    one: Json = found
    return one


def test_key_assertions_are_ordered_and_worded_and_stay_so_when_the_text_is_edited(site: Site) -> None:
    add_assertions(site)
    after = site.decide(do="lead", on=assertion(site.state(), FIRST)["key"])
    key = assertion(after, SECOND)["key"]
    after = site.decide(do="alter", on=key, values={"wording": "  Nobody  asked the men. "})
    assert assertion(after, SECOND)["fields"]["wording"] == "Nobody asked the men."
    assert [entry["action"] for entry in site.written()] == ["add", "add", "add", "confirm"]
    text = HEARING.replace("ILSE BRANDT: Then", "ILSE BRANDT: This is new. Then")
    (site.root / "content" / "weir.md").write_text(text, "utf-8")
    site.build()
    edited = site.state()
    assert edited["lost"] == []
    assert assertion(edited, SECOND)["fields"]["wording"] == "Nobody asked the men."
    dropped = site.decide(do="reject", on=assertion(edited, FIRST)["key"])
    assert assertion(dropped, FIRST)["status"] == "rejected"
    back = site.decide(do="alter", on=assertion(dropped, SECOND)["key"], values={"wording": ""})
    assert assertion(back, SECOND)["fields"]["wording"] == ""


def test_a_statement_has_no_order(site: Site) -> None:
    key = next(one["key"] for one in site.state()["annotations"] if one["target"] == "attribution")
    assert "Only key assertions" in site.refused(do="lead", on=key)
    assert site.written() == []


def test_words_that_stand_nowhere_are_not_marked(site: Site) -> None:
    part = {"exact": "the pumps had failed twice"}
    assert "not in the text" in site.refused(do="add", what="attribution", parts=[part], speakers=[])


def test_a_speaker_and_a_person_can_be_accepted(site: Site) -> None:
    key = next(one["key"] for one in site.state()["annotations"] if one["target"] == "speaker")
    site.decide(do="accept", on=key)
    part = {"exact": "Nobody had looked"}
    site.page = "folder/article/index.html"
    site.decide(do="add", what="person", parts=[part])
    assert (site.written()[0]["target"], site.written()[0]["kind"]) == ("fact", "person")


def test_nothing_is_written_twice_for_the_same(site: Site) -> None:
    key = statement(site.state(), "That is not")["key"]
    site.decide(do="accept", on=key)
    assert "already" in site.refused(do="accept", on=key)
    assert len(site.written()) == 1


def test_undo_takes_back_only_what_this_run_did(site: Site) -> None:
    site.file.write_text("- {action: reject, target: attribution, content: nobody asked us}\n", "utf-8")
    assert "since the preview was started" in site.refused(do="undo")


def test_a_correction_outlives_a_rewritten_paragraph_above_it(site: Site) -> None:
    key = statement(site.state(), "Then we disagree")["key"]
    site.decide(do="attribute", on=key, speakers=["Ada Quill"], new=True)
    path = site.root / "content" / "weir.md"
    path.write_text(HEARING.replace("The gates were shut on Monday. 😀", "All of it was new."), "utf-8")
    site.build()
    assert statement(site.state(), "Then we disagree")["speakers"] == ["Ada Quill"]


# --- corrections that lost their words --------------------------------------------------

LOST = """# by hand
- id: lost
  action: confirm
  target: attribution
  content:
    - {exact: "Then we all disagree about those gates today.", prefix: "nowhere near this", suffix: "or that"}
  speakers: [Ilse Brandt]
  kind: direct
  act: says
"""


def test_a_candidate_that_is_accepted_becomes_the_anchor(site: Site) -> None:
    site.file.write_text(LOST, "utf-8")
    (lost,) = site.state()["lost"]
    assert lost["candidates"][0]["words"].startswith("Then we disagree")
    after = site.decide(do="place", correction="lost", candidate=0)
    assert after["lost"] == []
    assert site.written()[0]["content"][0]["exact"].startswith("Then we disagree")
    assert site.file.read_text("utf-8").startswith("# by hand\n")
    assert site.decide(do="undo")["lost"] != []


def test_a_lost_correction_can_be_taken_out_and_put_back(site: Site) -> None:
    site.file.write_text(LOST, "utf-8")
    assert site.decide(do="withdraw", correction="lost")["lost"] == []
    assert site.written() == []
    assert site.decide(do="undo")["lost"] != []


# --- two tabs and a text editor ------------------------------------------------------------


def test_of_two_tabs_the_second_is_told_and_loses_nothing(site: Site) -> None:
    stale = site.state()
    site.decide(stale, do="accept", on=statement(stale, "That is not")["key"])
    answer = site.post(site.asked({"do": "reject", "on": statement(stale, "Then we")["key"]}, stale))
    assert answer.status_code == 409
    assert "changed elsewhere" in answer.json()["message"]
    assert statement(answer.json()["state"], "That is not")["status"] == "confirmed"
    site.decide(answer.json()["state"], do="reject", on=statement(stale, "Then we")["key"])
    assert [entry["action"] for entry in site.written()] == ["confirm", "reject"]


def test_what_an_editor_writes_meanwhile_is_never_overwritten(site: Site) -> None:
    stale = site.state()
    by_hand = "# mine\n- {action: reject, target: attribution, content: nobody asked us}\n"
    site.file.write_text(by_hand, "utf-8")
    answer = site.post(site.asked({"do": "accept", "on": statement(stale, "Then we")["key"]}, stale))
    assert answer.status_code == 409
    assert site.file.read_text("utf-8") == by_hand


def test_a_page_that_is_older_than_the_text_decides_nothing(site: Site) -> None:
    stale = site.state()
    path = site.root / "content" / "weir.md"
    path.write_text(HEARING.replace("on Monday", "on Tuesday"), "utf-8")
    asked = site.asked({"do": "accept", "on": statement(stale, "Then we")["key"]}, stale)
    assert site.post(asked).status_code == 409, "it is not read yet"
    site.build()
    answer = site.post(asked)
    assert answer.status_code == 409
    assert answer.json()["state"]["version"] != stale["version"]
    assert site.written() == []


def test_what_was_changed_in_the_file_since_is_not_undone(site: Site) -> None:
    site.decide(do="accept", on=statement(site.state(), "Then we")["key"])
    site.file.write_text(site.file.read_text("utf-8").replace("confirm", "reject"), "utf-8")
    assert "changed in the file" in site.refused(do="undo")
    assert site.written()[0]["action"] == "reject"


def test_a_broken_sidecar_is_told_and_left_alone(site: Site) -> None:
    state = site.state()
    site.file.write_text("- {action: nonsense}\n", "utf-8")
    answer = site.post(site.asked({"do": "accept", "on": statement(state, "Then we")["key"]}, state))
    assert answer.status_code == 422
    assert "content/weir.review.yaml" in answer.json()["message"]
    assert site.file.read_text("utf-8") == "- {action: nonsense}\n"


def test_a_full_disk_is_told_in_the_panel_and_nothing_is_lost(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.decide(do="accept", on=statement(site.state(), "Then we")["key"])
    before = site.written()
    asked = site.asked({"do": "accept", "on": statement(site.state(), "That is not")["key"]})

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    answer = site.post(asked)
    assert answer.status_code == 422
    assert "No space left on device (nothing was changed)" in answer.json()["message"]
    assert site.written() == before


# --- who is refused ----------------------------------------------------------------------------


@pytest.fixture
def attack(site: Site) -> Iterator[Callable[..., httpx.Response]]:
    """A request that would be answered but for what the test changes; nothing may be written."""
    asked = site.asked({"do": "accept", "on": statement(site.state(), "Then we")["key"]})
    yield lambda **headers: site.post(asked, **headers)
    assert site.written() == []


Attack = Callable[..., httpx.Response]


def test_a_stale_token_is_refused(attack: Attack) -> None:
    for cookie in ("briefing-8800=of-another-run", "briefing-8800=", "", None, "briefing-8801=x"):
        assert attack(Cookie=cookie).status_code == 403


def test_a_token_of_another_preview_on_this_machine_is_refused(site: Site, attack: Attack) -> None:
    assert attack(Cookie=f"briefing-8801={site.reviewing.token}").status_code == 403


@pytest.mark.parametrize("where", ["cross-site", "same-site", "none", ""])
def test_what_a_browser_sends_for_another_page_is_refused(site: Site, attack: Attack, where: str) -> None:
    assert attack(Sec_Fetch_Site=where).status_code == 403
    headers = {"Cookie": site.cookie, "Sec-Fetch-Site": where}
    assert site.request("GET", "/_preview/review", params={"page": PAGE}, headers=headers).status_code == 403


def test_rebinding_is_refused(attack: Attack) -> None:
    for host in ("evil.example", "evil.example:8800", "127.0.0.1.evil.example:8800", "127.0.0.1:8801"):
        assert attack(Host=host, Origin=f"http://{host}").status_code == 421


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://evil.example:8800",
        "https://127.0.0.1:8800",
        "http://127.0.0.1",
        "http://localhost:8800",
        "http://127.0.0.1:8800.evil.example",
    ],
)
def test_another_origin_is_refused(attack: Attack, origin: str | None) -> None:
    assert attack(Origin=origin).status_code == 403


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=x", "text/json"],
)
def test_a_form_from_elsewhere_is_refused(attack: Attack, kind: str | None) -> None:
    assert attack(Content_Type=kind).status_code == 415


@pytest.mark.parametrize("client", ["192.168.1.7", "::ffff:192.168.1.7", "2001:db8::1", "nobody"])
def test_another_machine_is_refused_and_its_pages_get_no_token(site: Site, client: str) -> None:
    asked = site.asked({"do": "accept", "on": statement(site.state(), "Then we")["key"]})
    site.client = client
    assert site.post(asked).status_code == 403
    page = site.request("GET", "/weir/")
    assert "set-cookie" not in page.headers
    assert "review.js" not in page.text


def test_this_machine_may_be_called_by_either_address(site: Site) -> None:
    for client in ("::1", "::ffff:127.0.0.1", "127.0.0.2"):
        site.client = client
        assert site.state()


def test_reading_needs_the_token_too(site: Site) -> None:
    assert site.request("GET", "/_preview/review", params={"page": PAGE}).status_code == 403


def test_a_decision_is_posted(site: Site) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert site.request(method, "/_preview/review", headers=site.headers()).status_code == 405


TRAVERSALS = (
    "../weir/index.html",
    "folder/../weir/index.html",
    "..%2fweir/index.html",
    "%2e%2e/weir/index.html",
    "/etc/passwd",
    "weir\0/index.html",
    "..\\weir\\index.html",
    "weir.md",
    "content/weir.md",
    "",
)


@pytest.mark.parametrize("page", TRAVERSALS)
def test_traversal_in_the_name_leads_nowhere(site: Site, page: str) -> None:
    asked = site.asked({"do": "accept", "on": statement(site.state(), "Then we")["key"]})
    assert site.post({**asked, "page": page}).status_code == 404
    assert list(site.root.rglob("*.review.yaml")) == []


def test_a_source_that_has_become_a_link_out_of_the_site_is_not_written(site: Site, tmp_path: Path) -> None:
    asked = site.asked({"do": "accept", "on": statement(site.state(), "Then we")["key"]})
    path = site.root / "content" / "weir.md"
    path.rename(tmp_path / "elsewhere.md")
    path.symlink_to(tmp_path / "elsewhere.md")
    assert site.post(asked).status_code == 404
    assert list(site.root.rglob("*.review.yaml")) == []


def test_an_oversized_body_is_refused(site: Site) -> None:
    asked = site.asked({"do": "undo"})
    assert site.post({**asked, "more": "x" * 70_000}).status_code == 413


@pytest.mark.parametrize(
    "body", [[], {}, "x", None, {"page": PAGE}, {"page": PAGE, "decision": {"do": "rm"}}]
)
def test_what_is_no_decision_is_refused(site: Site, body: object) -> None:
    assert site.post(body).status_code == 422


@pytest.mark.parametrize(
    "decision",
    [
        {"do": "accept", "on": "attribution:none"},
        {"do": "place", "correction": "none", "candidate": 0},
        {"do": "withdraw", "correction": "none"},
    ],
)
def test_what_is_no_longer_there_is_a_conflict(site: Site, decision: Json) -> None:
    assert site.post(site.asked(decision)).status_code == 409


def test_half_a_character_is_refused(site: Site) -> None:
    asked = site.asked({"do": "add", "what": "attribution", "parts": [{"exact": "x"}], "speakers": []})
    body = json.dumps(asked).replace('"x"', '"\\ud83d"')
    answer = site.request("POST", "/_preview/review", content=body, headers=site.headers())
    assert answer.status_code == 422


# --- what readers get -----------------------------------------------------------------------------


def test_a_page_gets_its_script_on_the_way_out_alone(site: Site) -> None:
    page = site.request("GET", "/weir/")
    assert "/_preview/review.js" in page.text
    assert site.reviewing.token not in page.text
    name, *rules = page.headers["set-cookie"].split("; ")
    assert name == site.cookie
    assert set(rules) == {"Path=/_preview/review", "HttpOnly", "SameSite=Strict"}
    assert "review.js" not in (site.folder / PAGE).read_text("utf-8")


def test_nothing_of_the_review_is_in_what_is_published(site: Site) -> None:
    site.decide(do="accept", on=statement(site.state(), "Then we")["key"])
    build(load_site(site.root), BuildOptions())
    published = [path for path in (site.root / "site").rglob("*") if path.is_file()]
    assert published
    for path in published:
        data = path.read_bytes()
        for word in (b"_preview", b"briefing-review", b"data-review", b"data-id=", b"A. B."):
            assert word not in data, path
        assert path.name != "weir.review.yaml"


# --- names, reporting words, parts ----------------------------------------------


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Tomas Reevre", ["Tomas Reever"]),
        ("Thomas Reever", ["Tomas Reever"]),
        ("Reever", ["Tomas Reever"]),
        ("Nadia Orlov", []),
    ],
)
def test_a_name_that_is_new_is_asked_about_with_who_may_be_meant(
    site: Site, typed: str, offered: list[str]
) -> None:
    key = statement(site.state(), "That is not")["key"]
    answer = site.post(site.asked({"do": "attribute", "on": key, "speakers": [typed]}))
    assert answer.status_code == 422
    assert answer.json()["asks"] == {typed: offered}
    assert "A new person?" in answer.json()["message"]
    assert site.written() == []
    site.decide(do="attribute", on=key, speakers=[typed], new=True)
    assert site.written()[0]["speakers"] == [typed]


def test_a_name_of_another_briefing_or_in_other_capitals_is_not_asked_about(site: Site) -> None:
    key = statement(site.state(), "That is not")["key"]
    site.decide(do="attribute", on=key, speakers=["ilse brandt"])
    assert site.written()[0]["speakers"] == ["ilse brandt"]
    site.page = "folder/article/index.html"
    part = {"exact": "Nobody had looked at it", "suffix": "for years."}
    site.decide(do="add", what="attribution", parts=[part], speakers=["Tomas Reever"])


def test_a_statement_is_added_with_its_reporting_words(site: Site) -> None:
    site.page = "folder/article/index.html"
    part, cue = {"exact": "Nobody had looked at it", "suffix": "for years."}, {"exact": "she  said"}
    add = {"do": "add", "what": "attribution", "parts": [part], "speakers": []}
    assert "reporting words" in site.refused(**add, cue={"exact": "wrote"})
    assert "reporting words" in site.refused(**add, cue={"exact": "looked"})
    site.decide(**add, cue=cue)
    assert [one["exact"] for one in site.written()[0]["cue"]] == ["she said"]


def test_the_inner_edges_of_a_split_quotation_move_and_the_parts_stay_apart(site: Site) -> None:
    site.page = "folder/article/index.html"
    parts = [{"exact": "Nobody had looked at it"}, {"exact": "We waited until the evening"}]
    key = site.decide(do="add", what="attribution", parts=parts, speakers=[])["chosen"]
    after = site.decide(do="resize", on=key, edge="end", words=-1, part=0)
    moved = next(one for one in after["annotations"] if one["key"] == key)
    assert moved["parts"] == 2
    assert moved["words"].startswith("Nobody had looked at …")
    site.decide(do="resize", on=key, edge="start", words=1, part=1)
    assert [one["exact"] for one in site.written()[-1]["content"]] == [
        "Nobody had looked at",
        "waited until the evening",
    ]
    for _ in range(12):
        last = site.post(site.asked({"do": "resize", "on": key, "edge": "end", "words": 1, "part": 0}))
    assert last.status_code == 422
    first, second = site.written()[-1]["content"]
    assert first["start"] + len(first["exact"]) < second["start"]


def test_several_lost_corrections_of_one_statement_are_anchored_anew_together(site: Site) -> None:
    key = statement(site.state(), "That is not")["key"]
    site.decide(do="attribute", on=key, speakers=["Ilse Brandt"])
    site.decide(do="accept", on=key)
    text = HEARING.replace("That is not what we saw, and nobody asked us.", "That is not what we saw at all.")
    (site.root / "content" / "weir.md").write_text(text, "utf-8")
    site.build()
    lost = site.state()["lost"]
    assert len(lost) == 2
    after = site.decide(do="place", correction=lost[0]["correction"], candidate=0)
    assert after["lost"] == []
    assert len({entry["content"][0]["exact"] for entry in site.written()}) == 1
