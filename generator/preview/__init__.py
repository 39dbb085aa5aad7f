"""Watching a site, and previewing it while it is edited."""

from generator.preview.serving import serve, watch
from generator.preview.session import Terminal

__all__ = ["Terminal", "serve", "watch"]
