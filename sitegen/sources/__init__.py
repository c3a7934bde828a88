"""Outside formats, one module each: bytes → records. Nothing here guesses what a source did not say, or knows the archive."""
