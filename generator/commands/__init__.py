"""The commands, each in a file of its name; what only one command does lies beside it.

A command's file is imported whenever any command is run, so it imports what it does inside its
function: ``briefing --help`` should not wait for spaCy.
"""
