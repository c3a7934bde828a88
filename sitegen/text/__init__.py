"""Words as people write them: Markdown, plain text, formulas, slugs, files. Knows nothing of entries or pages."""
