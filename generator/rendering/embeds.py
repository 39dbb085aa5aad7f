"""Give statements pages of their own, to be embedded elsewhere.

Its address is made of the words, as the statement's place in the briefing is. Words that were reviewed
or published before, in other wordings, keep theirs: what stands there is the statement as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup, escape
from rapidfuzz.distance import Indel

from generator.model import Attribution
from generator.rendering.annotation_words import review_words
from generator.rendering.context import AccountView, BriefingView, EmbedView, QuoteView, Role, StatementView
from generator.rendering.i18n import PageLocale
from generator.rendering.publication import Briefing, Publication
from generator.rendering.teller import Teller
from generator.slugs import Fragments

FOLDER = "quotes"
WIDTH = 600
_LONGEST = 4_000  # characters: a longer turn of a transcript is read in its place
_ALIKE = 0.6  # likeness of words that makes one a new wording of the other
_LINE = 62  # characters in a line of WIDTH
_PIXELS = 27  # of such a line


def with_embed(statement: StatementView, publication: Publication) -> StatementView:
    """Return the statement with the folder of its own page, where it has one."""
    wanted = publication.embeds == "all" or not statement.review.by_machine
    tellable = statement.speakers and not statement.asks and len(statement.text) <= _LONGEST
    if not (_has_embeds(publication) and wanted and tellable):
        return statement
    return replace(statement, embed=f"{FOLDER}/{statement.fragment}")


def pair_with_embed(pair: AccountView, publication: Publication) -> AccountView:
    """Return a disagreement with the folder of its own page, where an editor confirmed it."""
    told = all(side.speakers and len(side.text) <= _LONGEST for side in pair.sides)
    if not (_has_embeds(publication) and pair.confirmed and told):
        return pair
    names = "-".join(side.fragment.removeprefix("q-") for side in pair.sides)
    return replace(pair, embed=f"{FOLDER}/d-{names}")


def _has_embeds(publication: Publication) -> bool:
    return publication.has_exports and publication.embeds != "off"


class Embeds:
    """The pages of one briefing's statements and disagreements."""

    def __init__(
        self,
        view: BriefingView,
        attributions: Sequence[Attribution],
        teller: Teller,
        publication: Publication,
        locale: PageLocale,
    ) -> None:
        self.view, self.teller, self.publication, self.locale = view, teller, publication, locale
        self.attributions = {one.id: one for one in attributions}

    def pages(self, briefing: Briefing) -> Iterator[EmbedView]:
        """Yield each page; those at former addresses last."""
        statements = [one for one in self.view.statements if one.embed]
        yield from (self._page(one.embed or "", [one]) for one in statements)
        for pair in self.view.accounts:
            if pair.embed:
                yield self._page(pair.embed, pair.sides, pair.subject)
        if not _has_embeds(self.publication):
            return
        taken = {one.fragment for one in statements}
        for fragment, words in former(briefing, self.publication).items():
            if fragment not in taken:
                now = _alike(words, statements)
                yield self._page(f"{FOLDER}/{fragment}", [now] if now else [])

    def _page(self, folder: str, told: Sequence[StatementView], subject: str | None = None) -> EmbedView:
        address = f"{self.view.address}/{folder}"
        quotes = tuple(map(self._quote, told))
        names = list(dict.fromkeys(speaker.name for one in quotes for speaker in one.speakers))
        title = f"{self.locale.listed(names)}: {self.view.title}" if names else self.view.title
        page = EmbedView(address, title, quotes, subject)
        if not quotes:
            return page
        whole = self.publication.address(f"{address}/index.html")
        return replace(
            page,
            blockquote=self._blockquote(quotes),
            iframe=self._iframe(page, whole) if whole else None,
            oembed=self.publication.address(f"{address}/oembed.json"),
        )

    def _quote(self, one: StatementView) -> QuoteView:
        # A turn is all of what it says: the label that names its speaker is no sentence.
        words = one.words if one.whole else self.teller.in_sentence(self.attributions[one.id])
        lang = one.lang or self.view.lang
        return QuoteView(one.fragment, words, one.speakers, one.kind, one.cue, one.via, one.review, lang)

    def _blockquote(self, quotes: Sequence[QuoteView]) -> str:
        """Return a quotation that stands for itself in anybody's page: no script, no style."""
        return "\n".join(self._quoted(one) for one in quotes)

    def _quoted(self, one: QuoteView) -> Markup:
        url = self.publication.address(f"{self.view.address}/index.html")
        place = f"{url}#{one.fragment}" if url else None
        title = Markup('<a href="{}">{}</a>').format(place, self.view.title) if place else self.view.title
        day = self.locale.day(self.view.date) if self.view.date else ""
        review = review_words(one.review.status, self.locale, uncertain=one.review.uncertain)
        source = Markup(", ").join(filter(None, (title, self.publication.title, day)))
        return Markup('<blockquote{} lang="{}"><p>{}</p><footer>{} ({}). {}</footer></blockquote>').format(
            Markup(' cite="{}"').format(place) if place else "",
            one.lang,
            Markup("").join(marked(words.text, said=words.role is Role.SAID) for words in one.words),
            self.locale.listed([_with_title(s.name, s.title) for s in one.speakers]),
            review,
            source,
        )

    def _iframe(self, page: EmbedView, whole: str) -> str:
        form = Markup('<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>')
        return str(form.format(whole, page.title, WIDTH, height(page)))


def height(page: EmbedView) -> int:
    """Return how many pixels a page needs at ``WIDTH``, roughly; it scrolls where it needs more."""
    characters = [sum(len(words.text) for words in one.words) for one in page.quotes]
    return 170 + sum(90 + _PIXELS * (1 + count // _LINE) for count in characters)


def marked(text: str, *, said: bool) -> Markup:
    """Return words of a sentence as HTML, what is said marked."""
    return Markup("<mark>{}</mark>").format(text) if said else escape(text)


def former(briefing: Briefing, publication: Publication) -> dict[str, str]:
    """Return the words that may have had a page of their own, by the fragment they had."""
    published = briefing.published if publication.embeds == "all" else ()
    fragments = Fragments()
    return {fragments.of("q", words): words for words in dict.fromkeys((*briefing.reviewed, *published))}


def _alike(words: str, statements: Sequence[StatementView]) -> StatementView | None:
    """Return the statement that words have become."""
    split = words.split()
    likeness = [Indel.normalized_similarity(split, one.text.split()) for one in statements]
    best = max(range(len(statements)), key=likeness.__getitem__, default=None)
    return statements[best] if best is not None and likeness[best] >= _ALIKE else None


def _with_title(name: str, title: str | None) -> str:
    return f"{name}, {title}" if title else name
