"""Pages: annotations woven into the text, through Jinja templates."""

from generator.rendering.across import Across
from generator.rendering.context import CONTEXT_VERSION, Month
from generator.rendering.pages import RESERVED, BriefingPage, Page, Renderer
from generator.rendering.publication import Briefing, Publication
from generator.rendering.search import SearchDocument, part_count, part_of
from generator.rendering.summaries import (
    BriefingSummary,
    Profile,
    SaidLine,
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
    "Across",
    "Briefing",
    "BriefingPage",
    "BriefingSummary",
    "Month",
    "Page",
    "Profile",
    "Publication",
    "Renderer",
    "SaidLine",
    "SearchDocument",
    "SpeakerRef",
    "SpeakerSummary",
    "TagSummary",
    "Theme",
    "TitleHeld",
    "part_count",
    "part_of",
    "speaker_address",
    "tag_address",
]
