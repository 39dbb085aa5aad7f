"""Files into documents: front matter, Markdown, plain text, transcripts."""

from generator.reading.sources import Document, find_sources, parse_document, read_document

__all__ = ["Document", "find_sources", "parse_document", "read_document"]
