"""Keep what is known: the archive, what stands in it, and the files of an output."""
