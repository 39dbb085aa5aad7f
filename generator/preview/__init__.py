"""Watching a site, and previewing it while it is edited."""

from generator.preview.serving import serve, watch
from generator.preview.session import Reporter

__all__ = ["Reporter", "serve", "watch"]
