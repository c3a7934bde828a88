"""How a paper was published, by the words of its venue and by its DOI. Lists of words; knows no entry."""

import re

PREPRINT, CONFERENCE, JOURNAL = "preprint", "conference", "journal"
_PREPRINTS = re.compile(
    r"(?i:\b(?:arxiv|corr|biorxiv|medrxiv|chemrxiv|techrxiv|psyarxiv|ssrn|osf|zenodo|hal|research square|preprints?"
    r"|openreview|under review|in review|submitted|submission|technical report|unpublished"
    r"|thesis|dissertation|rejected)\b)"
)
# Journals whose names have the words of a conference.
_JOURNALS_ALL_THE_SAME = re.compile(
    r"(?i:\bproceedings of the (?:national academy|ieee\b(?!.*(?:conf|symp|workshop|meeting))|vldb"
    r"|royal society|acm on\b)|\bPVLDB\b|\bPACM\b"
    r"|\bproc\. (?:natl\.? acad|vldb|r\. soc|acm (?:program|hum|interact|meas|manag|netw|softw))"
    r"|\bjournal of\b|\btransactions o[nf]\b)"
)
_CONFERENCES = re.compile(
    r"(?i:\b(?:proceedings|proc\.?|conference|conf\.?|symposium|symp\.?|workshops?|meeting|congress|colloquium|summit"
    r"|findings of|pmlr|lecture notes in|advances in neural information processing systems|tutorial"
    r"|shared task|challenge)(?![a-z]))"
)
_CONFERENCE_NAMES = re.compile(
    r"(?:\b(?:NeurIPS|NIPS|ICML|ICLR|AAAI|IJCAI|UAI|AISTATS|COLT|ALT|ACML|AutoML|CoLLAs|CLeaR|L4DC|LoG|MLSys|MLHC|COLM"
    r"|CVPR|ICCV|ECCV|WACV|BMVC|ACCV|3DV|ICIP|ICPR|MICCAI|MIDL|ISBI|FG|ACL|EMNLP|NAACL|EACL|AACL|IJCNLP|COLING|LREC"
    r"|CoNLL|WMT|SemEval|SIGDIAL|INLG|ICASSP|INTERSPEECH|Interspeech|ASRU|SLT|ISMIR|KDD|WWW|TheWebConf|SIGIR|CIKM|WSDM"
    r"|RecSys|ICDM|SDM|ECIR|ICTIR|PKDD|ECML|SIGMOD|PODS|ICDE|EDBT|ICRA|IROS|RSS|CoRL|HRI|CHI|UIST|CSCW|IUI|FAccT"
    r"|AIES|SIGGRAPH|ISMAR|AAMAS|ICAPS|ECAI|GECCO|SOSP|OSDI|NSDI|ASPLOS|ISCA|HPCA|MICRO|DAC|DATE|ICCAD|SC|PPoPP"
    r"|ICSE|FSE|ASE|ISSTA|OOPSLA|PLDI|POPL|ICFP|CCS|NDSS|USENIX|STOC|FOCS|SODA|ITCS|SoCG|ISIT|CDC|ACC|IJCNN|ICANN|ESANN"
    r"|ICDAR|MMM|ICMR|ICME|MM|ACMMM)(?![A-Za-z]))"
)
_JOURNALS = re.compile(
    r"(?i:\b(?:journal|j\.|transactions|trans\.?|letters|lett\.?|reviews?|annals|annual review|bulletin|magazine"
    r"|quarterly|archives?|nature|science|pnas|plos|elife|cell|patterns|frontiers|ieee access|computational linguistics"
    r"|neural computation|neural networks|neurocomputing|machine learning|artificial intelligence|communications|acta"
    r"|scientific reports|jmlr|tmlr|jair|tacl|tpami|pami|ijcv|tip|tmm|tnnls|tog|tkde|tois|toit|csur|dmlr|jmir|vol\.)"
    r"(?![a-z]))"
)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|(?<=['’])[0-9]{2}(?![0-9])")
# What is no number of a volume: years, ordinals, pages.
_NO_VOLUME = re.compile(
    rf"{_YEAR.pattern}|(?i:[0-9]+(?:st|nd|rd|th)\b|\b(?:pages?|pp?\.) *[0-9]+(?: *[-–—]+ *[0-9]+)?)"
)
# Elsevier, Nature, PNAS, Oxford, APS, PLOS and MDPI.
_JOURNAL_DOI = re.compile(r"10\.(?:1016/j\.|1038/|1073/|1093/|1103/|1371/|3390/)", re.IGNORECASE)
# Who registers DOIs of preprints, data and talks: arXiv, bioRxiv, Zenodo, Figshare, SSRN and others.
_PREPRINT_DOI = re.compile(
    r"10\.(?:48550|5281|6084|2139|31219|31234|31222|21203|36227|20944|26434|13140|22541|32388|57967)/|10\.1101/[0-9]",
    re.IGNORECASE,
)
# ACL Anthology; Springer's and ACM's numbers of a volume; names of conferences as IEEE and OpenReview write them.
_CONFERENCE_DOI = re.compile(
    r"10\.(?:18653|3115|21437)/|10\.1007/978-|10\.1145/[0-9]{7}\.[0-9]{7}$"
    r"|10\.1109/(?!(?:access|m?tpami|t[a-z]{2,5}|j[a-z]{2,6}|l[a-z]{2,5})\.)[a-z0-9-]*[0-9]{5,}|10\.24963/ijcai|10\.1609/aaai"
    r"|10\.52202/",
    re.IGNORECASE,
)


def kind_of(venue: str, doi: str) -> str:
    """`conference`, `journal` or `preprint`. A venue that no list knows is a conference if it tells a year, no volume.

    Without a venue the DOI tells: a publisher's is that of a journal, unless its form is that of a conference.
    """
    if venue and not _PREPRINTS.search(venue):
        return _kind_of_venue(venue, doi)
    if not doi or _PREPRINT_DOI.match(doi):
        return PREPRINT
    return CONFERENCE if _CONFERENCE_DOI.match(doi) else JOURNAL


def year_of(venue: str) -> int | None:
    """The year that a venue names: 2025 of `NeurIPS 2025` and of `ICML '25`."""
    found = _YEAR.search(venue)
    if not found:
        return None
    return int(found[0]) if len(found[0]) == 4 else 2000 + int(found[0])


def _kind_of_venue(venue: str, doi: str) -> str:
    if _JOURNALS_ALL_THE_SAME.search(venue):
        return JOURNAL
    if _CONFERENCES.search(venue) or _CONFERENCE_NAMES.search(venue):
        return CONFERENCE
    if _JOURNALS.search(venue):
        return JOURNAL
    if _JOURNAL_DOI.match(doi) or re.search(r"[0-9]", _NO_VOLUME.sub("", venue)):
        return JOURNAL
    return CONFERENCE if year_of(venue) or _CONFERENCE_DOI.match(doi) else JOURNAL
