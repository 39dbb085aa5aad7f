"""Bring a site that was built to where it is read: a folder, a branch of git, another machine."""
