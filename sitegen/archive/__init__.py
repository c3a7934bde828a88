"""The archive: entries as Markdown files, their topics, and ingest. Knows nothing of pages."""
