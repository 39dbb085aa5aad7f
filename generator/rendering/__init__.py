"""Pages: annotations woven into the text, through Jinja templates."""

from generator.rendering.context import CONTEXT_VERSION, Month
from generator.rendering.index_entry import IndexEntry
from generator.rendering.pages import RESERVED, BriefingPage, Page, Renderer
from generator.rendering.publication import Briefing, Publication
from generator.rendering.search import SearchDocument, SearchLayout, part_script
from generator.rendering.search_words import SearchWords, group_script, words_script
from generator.rendering.summaries import (
    BriefingSummary,
    CorrectedBriefing,
    Profile,
    QuoteRow,
    SpeakerRef,
    SpeakerSummary,
    TagSummary,
    TitleHeld,
)
from generator.rendering.theme import Theme
from generator.slugs import speaker_address, tag_address

__all__ = [
    "CONTEXT_VERSION",
    "RESERVED",
    "Briefing",
    "BriefingPage",
    "BriefingSummary",
    "CorrectedBriefing",
    "IndexEntry",
    "Month",
    "Page",
    "Profile",
    "Publication",
    "QuoteRow",
    "Renderer",
    "SearchDocument",
    "SearchLayout",
    "SearchWords",
    "SpeakerRef",
    "SpeakerSummary",
    "TagSummary",
    "Theme",
    "TitleHeld",
    "group_script",
    "part_script",
    "speaker_address",
    "tag_address",
    "words_script",
]
