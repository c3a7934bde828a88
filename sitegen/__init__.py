"""Turns what a paper digest published each day into a website that lasts."""

__version__ = "0.1.0"
