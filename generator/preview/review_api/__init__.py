"""Review in the preview: what a person decides in a page becomes a correction in the sidecar.

    page ─auth→ decision ─actions→ change ─tried by service→ sidecar ─watcher→ page

The browser sends names of annotations and words, never HTML and never positions; where
words are is worked out here, in code points of the text as it is on disk.
"""

from generator.preview.review_api.auth import reviewer
from generator.preview.review_api.routes import ReviewApi
from generator.preview.review_api.service import ReviewService

__all__ = ["ReviewApi", "ReviewService", "reviewer"]
