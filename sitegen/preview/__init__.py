"""The local server: watch, rebuild, reload. What it adds to a page it adds in the answer, never in the site."""
