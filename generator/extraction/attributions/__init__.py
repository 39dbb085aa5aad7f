"""Find who said what: quotations, frames of grammar, candidates, their scores, drafts of a document."""
