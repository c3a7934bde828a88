"""The text of a source → clean plain text, and which rules fired. Pure; knows neither Markdown nor records."""

from sitegen.text.hygiene.authors import CleanNames, clean_names, split_names
from sitegen.text.hygiene.cleaning import Clean, clean_line, clean_text
from sitegen.text.hygiene.rules import RULES, WHITE_SPACE, Rule, RuleName

__all__ = [
    "RULES",
    "WHITE_SPACE",
    "Clean",
    "CleanNames",
    "Rule",
    "RuleName",
    "clean_line",
    "clean_names",
    "clean_text",
    "split_names",
]
