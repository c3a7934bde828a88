"""What is not HTML: feeds, files to take away, what crawlers and programs ask for. A module for each format."""

from collections.abc import Callable, Mapping
from typing import Any

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.atom import atom, edition_atom
from sitegen.render.formats.collections import bib_file, csl_file, jsonl_file, ris_file, short_bib_file
from sitegen.render.formats.crawlers import robots, sitemap, sitemap_index
from sitegen.render.formats.daily_papers import daily_papers
from sitegen.render.formats.dump import (
    WORDS_OF_README,
    api_index,
    dump_index,
    dump_readme,
    dump_sums,
    llms_text,
    open_search,
)
from sitegen.render.formats.feed_items import DATES, FEED_EDITION, FEED_EDITIONS, FEED_WITHDRAWN, MORE_AUTHORS
from sitegen.render.formats.json_feed import edition_json_feed, json_feed
from sitegen.render.formats.markdown_file import WORDS_OF_FILES, markdown_file
from sitegen.render.formats.opml import HEADINGS, opml
from sitegen.render.formats.table import csv_file

WRITERS: Mapping[str, Callable[[Any, Catalogue], str]] = {
    "feed": atom,
    "json_feed": json_feed,
    "edition_feed": edition_atom,
    "edition_json_feed": edition_json_feed,
    "opml": opml,
    "sitemap": sitemap,
    "sitemap_index": sitemap_index,
    "robots": robots,
    "month_bib": bib_file,
    "month_ris": ris_file,
    "month_csl": csl_file,
    "month_jsonl": jsonl_file,
    "month_csv": csv_file,
    "month_md": markdown_file,
    "day_bib": bib_file,
    "day_md": markdown_file,
    "topic_bib": short_bib_file,
    "api_day": daily_papers,
    "api_index": api_index,
    "dump_index": dump_index,
    "dump_sums": dump_sums,
    "dump_readme": dump_readme,
    "llms": llms_text,
    "opensearch": open_search,
}
"""The writer of each kind of view that no template makes. Of the catalogue it may use what WORDS names for the kind."""

_OF_EDITIONS = (FEED_WITHDRAWN, FEED_EDITION, FEED_EDITIONS, MORE_AUTHORS, *DATES)
WORDS: Mapping[str, tuple[str, ...]] = {
    "feed": (FEED_WITHDRAWN,),
    "json_feed": (FEED_WITHDRAWN,),
    "edition_feed": _OF_EDITIONS,
    "edition_json_feed": _OF_EDITIONS,
    "opml": (FEED_EDITIONS, *(name for name, _ in HEADINGS.values())),
    "month_md": WORDS_OF_FILES,
    "day_md": WORDS_OF_FILES,
    "dump_readme": WORDS_OF_README,
}
"""The interface strings that writers use; a theme may lack them."""
