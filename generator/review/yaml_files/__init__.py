"""Read and change YAML lists that people also edit by hand, one entry at a time."""
