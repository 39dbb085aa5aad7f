"""Review in the preview: what a person decides in a page becomes a correction in the sidecar.

    page ─guard→ decision ─deciding→ change ─tried→ sidecar ─watcher→ page

The browser sends names of annotations and words, never HTML and never positions; where
words are is worked out here, in code points of the text as it is on disk.
"""

from generator.preview.reviewing.bench import Bench
from generator.preview.reviewing.routes import Reviewing
from generator.preview.reviewing.signing import reviewer

__all__ = ["Bench", "Reviewing", "reviewer"]
