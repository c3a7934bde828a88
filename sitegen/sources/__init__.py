"""Outside formats, one module each: bytes → records. Guesses nothing that a source did not say; knows no archive."""
