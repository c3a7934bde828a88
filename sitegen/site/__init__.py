"""Entries → graph → pages with their views: pure values, every order total. Knows no template and no file."""
