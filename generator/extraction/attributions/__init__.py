"""Who said what: quotations, frames of grammar, candidates, how likely each is, drafts of a document."""
