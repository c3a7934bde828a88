"""What follows the last word of a person's name and is no part of it: 'Jr.', 'III'."""

SUFFIX = r"(?:[JjSs][Rr]\.?|Esq\.?|Ph\.?\s?D\.?|M\.D\.?|I{2,3}|IV|VI{1,3})"
