"""Files into documents: front matter, Markdown, plain text, transcripts."""

from generator.reading.sources import Document, parse_document, read_document

__all__ = ["Document", "parse_document", "read_document"]
