"""The text of a source → clean plain text, and which rules fired. Pure; knows neither Markdown nor records."""

from sitegen.text.hygiene.authors import (
    CleanNames,
    clean_names,
    is_nobody,
    is_whole,
    names_between_ands,
    names_between_commas,
    split_names,
    turned,
)
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
    "is_nobody",
    "is_whole",
    "names_between_ands",
    "names_between_commas",
    "split_names",
    "turned",
]
