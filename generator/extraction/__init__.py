"""Who said what in a plain text: a ``Source`` in, an ``Extraction`` out. See ``extractor.py``."""
