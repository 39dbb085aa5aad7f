"""Hold one paragraph while it is read: its mentions, and whom they stand for so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.extraction.mentions.mention import Form, Mention
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.possessors import Owners
from generator.extraction.speakers.salience import Cover, Place
from generator.extraction.speakers.source_heads import SourceHeads
from generator.model import Attribution, Span


@dataclass(slots=True)
class Paragraph:
    """A paragraph by number; it begins at ``offset`` of the ``text``, behind so many ``sentences``.

    ``found`` runs along the mentions; ``several`` has those that stand for more than one together.
    Mentions count code points from the offset.
    """

    number: int
    text: str
    offset: int
    sentences: int
    mentions: Sequence[Mention]
    found: list[Identity | None]
    owners: Owners
    heads: SourceHeads
    drafts: Sequence[Attribution]  # of the whole text
    reports: Cover  # what anybody says in it
    voice: Identity | None  # whose turn or speech it is in
    several: dict[int, tuple[Identity, ...]] = field(default_factory=dict)
    credited: frozenset[int] = field(init=False)  # the authors of something
    _joined: frozenset[int | None] = field(init=False)  # those that something else is joined to

    def __post_init__(self) -> None:
        self.credited = frozenset(m.author for m in self.mentions if m.author is not None)
        self._joined = frozenset(m.joined_to for m in self.mentions)

    def place(self, index: int) -> Place:
        """Return where a mention stands."""
        mention = self.mentions[index]
        start = mention.core.start + self.offset
        return Place(
            start,
            self.sentences + mention.sentence,
            self.number,
            mention.role,
            mention.quoted or start in self.reports,
            index in self.heads.by_mention,
            mention.form is Form.NAME,
            mention.quoted or self.voice is not None,
        )

    def printed(self, span: Span) -> str:
        """Return the words of a span of this paragraph."""
        return self.text[span.start + self.offset : span.end + self.offset]

    def said(self, index: int) -> tuple[Span, ...]:
        """Return what a mention says as a source, as spans of the text."""
        drafts = self.heads.by_mention.get(index, ())
        return tuple(span for draft in drafts for span in self.drafts[draft].content)

    def speaks_as(self, index: int) -> tuple[Identity, ...]:
        """Return those who speak where a mention does."""
        identity = self.found[index]
        return self.several.get(index) or ((identity,) if identity else ())

    def ends_chain(self, index: int) -> bool:
        """Tell whether a mention closes an enumeration: it is joined to another, and none to it."""
        return self.mentions[index].joined_to is not None and index not in self._joined
