"""A tireless editor: seeded random edits, saves, renames, deletions and broken states of a site."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

PEOPLE = ("Ada Quill", "Bruno Marsh", "Cleo Ferrant", "Dario Stone", "Edda Holm")
TAGS = ("water", "rail", "Rail", "harbour")
THINGS = ("ferry", "reservoir", "night train", "harvest", "clinic")
SETTINGS = (
    "",
    "[site]\ntitle = 'Of the harbour'\n",
    "[site]\nmenu = {Nowhere = 'nowhere', Speakers = 'speakers'}\n",
    "[site]\nredirects = {'old' = 'speakers', 'older' = 'gone'}\n",
    "[site]\nbase_url = 'https://example.org/'\n",
    "[review]\nrequire = ['attribution']\n",
    "[site]\ntitel = 'x'\n",
)


@dataclass
class Editor:
    """Acts on the folder ``site``; the same seed gives the same acts."""

    site: Path
    random: random.Random

    @property
    def content(self) -> Path:
        return self.site / "content"

    def begin(self, briefings: int) -> None:
        for _ in range(briefings):
            self.add()

    def act(self) -> str:
        """Do one thing, of the kind that an editor does, more often the more often editors do it; name it."""
        acts = [self.rewrite] * 8 + [
            self.retitle,
            self.retag,
            self.hide,
            self.add,
            self.remove,
            self.rename,
            self.link,
        ]
        acts += [
            self.damage,
            self.sheet,
            self.template,
            self.static,
            self.companion,
            self.folder,
            self.touch,
            self.noise,
            self.correct,
            self.point,
            self.registry,
            self.settings,
        ]
        chosen = self.random.choice(acts)
        chosen()
        return chosen.__name__

    def mend(self) -> None:
        """Leave nothing broken behind."""
        for path in self.sources():
            text = path.read_text("utf-8")
            if "titel:" in text or not text.strip():
                self.save(path, self.text())
            elif "slug: same" in text:
                self.save(path, text.replace("slug: same\n", ""))
        for path in self.content.rglob("*.review.yaml"):
            path.unlink()
        template = self.site / "templates" / "404.html"
        if template.is_file():
            template.write_text("<p>Mended.</p>", "utf-8")
        self.settle("")
        (self.content / "speakers.yaml").unlink(missing_ok=True)

    # --- acts ---

    def add(self) -> None:
        folder = self.random.choice(["", "", "spring/", "spring/week/"])
        self.save(self.content / f"{folder}text-{self.random.randrange(40)}.md", self.text())

    def rewrite(self) -> None:
        for path in self.some():
            self.save(
                path, path.read_text("utf-8") + f"\n{self.random.choice([self.paragraph, self.turn])()}\n"
            )

    def retitle(self) -> None:
        for path in self.some():
            self.replace(path, "title:", f"title: {self.words()}")

    def retag(self) -> None:
        for path in self.some():
            self.replace(path, "tags:", f"tags: [{', '.join(self.random.sample(TAGS, 2))}]")

    def hide(self) -> None:
        for path in self.some():
            kept = self.random.choice(
                ["draft: true", "draft: false", "embargo: 2031-01-01T06:00Z", "slug: same"]
            )
            self.replace(path, "draft:", kept)

    def remove(self) -> None:
        if len(self.sources()) > 3:
            for path in self.some():
                path.unlink()

    def rename(self) -> None:
        for path in self.some():
            target = path.with_name(f"text-{self.random.randrange(40)}.md")
            path.rename(target)

    def link(self) -> None:
        for path in self.some():
            other = self.random.choice(self.sources())
            up = "../" * (len(path.relative_to(self.content).parts) - 1)
            self.save(
                path,
                path.read_text("utf-8")
                + f"\nSee [this]({up}{other.relative_to(self.content).as_posix()}).\n",
            )

    def damage(self) -> None:
        for path in self.some():
            self.save(path, self.random.choice(["", "---\ntitel: x\n---\nText.\n"]))

    def sheet(self) -> None:
        self.save(
            self.site / "templates" / "assets" / "own.css", f"p {{ margin: {self.random.randrange(9)}px }}"
        )

    def template(self) -> None:
        text = self.random.choice(["<p>Gone.</p>", "{% if %}", "<p>Fishing.</p>"])
        self.save(self.site / "templates" / "404.html", text)

    def static(self) -> None:
        path = self.site / "static" / f"{self.random.randrange(3)}.txt"
        if path.is_file() and self.random.random() < 0.5:
            path.unlink()
        else:
            self.save(path, self.words())

    def companion(self) -> None:
        for path in self.some():
            self.save(path.with_name(f"{path.stem}.csv"), self.words())

    def folder(self) -> None:
        place = self.content / "spring"
        if place.is_dir():
            other = self.content / "autumn"
            shutil.rmtree(other, ignore_errors=True)
            place.rename(other)

    def touch(self) -> None:
        for path in self.some():
            path.write_bytes(path.read_bytes())

    def noise(self) -> None:
        for path in self.some():
            path.with_name(f".{path.name}.swp").write_bytes(b"x")
            path.with_name(f"{path.name}~").write_bytes(b"x")

    def correct(self) -> None:
        """Confirm or reject words that stand there, or did once."""
        for path in self.some():
            words = [line for line in path.read_text("utf-8").splitlines() if "“" in line] or [
                "“Gone,” said Ada."
            ]
            exact = self.random.choice(words).partition("”")[0] + "”"
            action = self.random.choice(["confirm", "reject", "confirm", "forget"])
            text = f"- action: {action}\n  target: attribution\n  content:\n    - exact: {exact}\n"
            self.save(path.with_name(f"{path.stem}.review.yaml"), text)

    def point(self) -> None:
        """Link to a place that is in another page, or is not."""
        for path in self.some():
            other = self.random.choice(self.sources())
            up = "../" * (len(path.relative_to(self.content).parts) - 1)
            place = self.random.choice(["main", "nowhere", f"q-the-{self.random.choice(THINGS)}-will-open"])
            target = f"{up}{other.relative_to(self.content).as_posix()}#{place}"
            self.save(path, f"{path.read_text('utf-8')}\nSee [there]({target}) and [here](#{place}).\n")

    def registry(self) -> None:
        people = self.random.sample(PEOPLE, self.random.randrange(len(PEOPLE)))
        aliases = {name: self.random.choice(PEOPLE).split()[1] for name in people}
        lines = [f"- {{name: {name}, kind: person, aliases: [{aliases[name]}]}}" for name in people]
        self.save(self.content / "speakers.yaml", "\n".join(lines) or "[]")

    def settings(self) -> None:
        self.settle(self.random.choice(SETTINGS))

    def settle(self, others: str) -> None:
        """Keep the settings that the site began with, and ``others``."""
        path = self.site / "briefing.toml"
        first = path.read_text("utf-8").partition("[site]")[0].partition("[review]")[0]
        self.save(path, first + others)

    # --- helpers ---

    def sources(self) -> list[Path]:
        return sorted(path for path in self.content.rglob("*.md") if not path.name.startswith("."))

    def some(self) -> list[Path]:
        """One source, where there is one."""
        found = self.sources()
        return [self.random.choice(found)] if found else []

    def save(self, path: Path, text: str) -> None:
        """In place, or by a new file that is renamed: as one editor does, or another."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.random.random() < 0.5:
            path.write_text(text, "utf-8")
        else:
            temporary = path.with_name(f".{path.name}.tmp")
            temporary.write_text(text, "utf-8")
            temporary.replace(path)

    def replace(self, path: Path, start: str, line: str) -> None:
        lines = path.read_text("utf-8").splitlines(keepends=True)
        self.save(path, "".join(f"{line}\n" if old.startswith(start) else old for old in lines))

    def text(self) -> str:
        """An article, or a transcript, whose speakers are known without a language model."""
        spoken = self.random.random() < 0.4
        day = f"2026-0{self.random.randrange(1, 3)}-1{self.random.randrange(9)}"
        kind = "kind: transcript\n" if spoken else ""
        tags = f"tags: [{self.random.choice(TAGS)}]\n"
        head = f"---\ntitle: {self.words()}\ndate: {day}\n{tags}{kind}draft: false\n---\n"
        return head + "\n".join(f"\n{self.turn() if spoken else self.paragraph()}" for _ in range(4)) + "\n"

    def paragraph(self) -> str:
        thing, person = self.random.choice(THINGS), self.random.choice(PEOPLE)
        return f"“The {thing} will open in week {self.random.randrange(52)},” said {person}."

    def turn(self) -> str:
        thing, person = self.random.choice(THINGS), self.random.choice(PEOPLE)
        return f"{person.upper()}: The {thing} costs {self.random.randrange(90)} million."

    def words(self) -> str:
        return f"The {self.random.choice(THINGS)} of week {self.random.randrange(1000)}"


def files(folder: Path) -> dict[str, bytes]:
    """All files of a site by path, to compare two sites."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def differing(one: Path, other: Path) -> list[str]:
    """The files in which two sites differ."""
    first, second = files(one), files(other)
    return sorted(path for path in {*first, *second} if first.get(path) != second.get(path))
