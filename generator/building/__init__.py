"""The way through all stages: from content to a published site."""
