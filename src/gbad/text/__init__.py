"""Words for a reader: an answer, a text that is safe to show, columns that print as a person would say it."""
