"""YAML without guessing: text → nodes with places → typed fields, and back. No scalar gets its type by its look."""
