"""Record what was published, version by version, and what changed in between."""
