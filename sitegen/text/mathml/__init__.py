"""Formulas as MathML, made while a page is made: no script, no font of ours. Nothing of a formula becomes markup."""
