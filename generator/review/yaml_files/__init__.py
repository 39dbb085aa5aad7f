"""Read and change YAML lists that people also edit by hand, entry by entry."""
