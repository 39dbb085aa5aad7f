"""Extract who said what from a plain text: a ``Source`` in, an ``Extraction`` out. See ``extractor.py``."""
