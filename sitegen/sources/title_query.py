"""Titles → queries of arXiv's search that find every paper of these titles, and few others. Pure."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote_plus, urlencode

ARXIV_API = "https://export.arxiv.org/api/query"
# A title that is the beginning of others, or a part of them, brings these too.
RESULT_LIMIT = 100
_TITLES_A_QUERY = 10
# Servers take addresses of 8 KB; one title of 30 words has some 300 bytes.
_QUERY_BYTE_LIMIT = 3000
_WORD_LIMIT = 30
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_PLAIN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
# The index may keep `GPT-4` and `v2.5` as they are or take them apart: as a phrase of their own, a query does the same.
_AS_WRITTEN = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")


def batches(titles: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The titles, in their order, as many together as one query may ask for."""
    batch: tuple[str, ...] = ()
    byte_count = 0
    for title in titles:
        size = len(quote_plus(_terms(title)))
        if batch and (len(batch) == _TITLES_A_QUERY or byte_count + size > _QUERY_BYTE_LIMIT):
            yield batch
            batch, byte_count = (), 0
        batch += (title,)
        byte_count += size
    if batch:
        yield batch


def query_url(titles: Sequence[str], api: str) -> str:
    """The address that answers with the papers of these titles. api: the address of the search."""
    query = " OR ".join(f"({_terms(title)})" for title in titles)
    return f"{api}?{urlencode({'search_query': query, 'start': 0, 'max_results': RESULT_LIMIT})}"


def _terms(title: str) -> str:
    """What every paper of this title has in its title: runs of plain words as phrases, joined by AND.

    Words in which the title may be written otherwise, or which the index may take apart in another way than the query,
    are left out: those with apostrophes, formulas, accents. Hyphens become spaces; arXiv's search takes them for NOT
    (https://github.com/arXiv/arxiv-search/issues/322).
    """
    phrases = list(_phrases(title)) or [" ".join(re.findall(r"\w+", title)[:_WORD_LIMIT]) or title.replace('"', " ")]
    return " AND ".join(f'ti:"{phrase}"' for phrase in dict.fromkeys(phrases))


def _phrases(title: str) -> Iterator[str]:
    run: list[str] = []
    for word in title.split()[:_WORD_LIMIT]:
        bare = _EDGES.sub("", word)
        if _PLAIN.fullmatch(bare):
            run.append(bare.replace("-", " "))
            continue
        if not bare:  # punctuation between two words
            continue
        if run:
            yield " ".join(run)
            run = []
        if _AS_WRITTEN.fullmatch(bare):
            yield bare
    if run:
        yield " ".join(run)
