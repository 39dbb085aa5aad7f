"""Texts that other programs wrote, read into what a draft is made of: one format, one file."""

from generator.importing.imported import Imported
from generator.importing.importer import import_file

__all__ = ["Imported", "import_file"]
