"""A PDF: the text of its pages; one that is a picture is not read."""

from __future__ import annotations

import io

from generator.errors import ContentError
from generator.importing.imported import Imported, need


def read(data: bytes, name: str) -> Imported:
    """Read a PDF, of which every page must have text."""
    pypdf = need("pypdf", name)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
        if reader.is_encrypted:
            raise ContentError("the PDF is encrypted", file=name, hint="save a copy without a password")
        pages = [page.extract_text().strip() for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except ContentError:
        raise
    except Exception as error:  # what a damaged file raises has no common root
        raise ContentError("this is no PDF, or a damaged one", file=name, hint="save it again") from error
    for number, text in enumerate(pages, 1):
        if not text:
            hint = "a scan? copy the text and use --from -"
            raise ContentError(f"page {number} has no text", file=name, hint=hint)
    lost = ("paragraphs: a PDF does not tell them; each page is one, with its head and foot",)
    return Imported("\n\n".join(pages), title=title or None, lost=lost)
