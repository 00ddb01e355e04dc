"""The dateline of a story: where it was filed and by whom ("GENEVA, Aug 3 (Reuters) -", "GENEVA 2016-08-03")."""

import re
from collections.abc import Iterator
from typing import Final

from newswire.enrich.spans import Span
from newswire.enrich.tables import AGENCIES

AGENCY: Final = re.compile(r"[^\n(]{0,80}\( ?([^\n()]{1,30}?) ?\) ?[-\u2013\u2014]+ ?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{4}}-\d\d-\d\d|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}(?: \d{{4}})?)"
_PLACE = r"[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){0,3}"
FILED_AT: Final = re.compile(rf"(?:^|\n)({_PLACE})(?: ?, ({_PLACE}))?(?: ?,)? {_DATE}(?= ?(?:\n|\()|$)", re.IGNORECASE)
HEAD_CHARS: Final = 600  # a dateline stands on the first lines


def dateline_agency(text: str) -> Span:
    """Return where the dateline names the agency that files the story, an empty span where it does not.

    >>> dateline_agency("Port Ambry (Reuters) - The harbour"), dateline_agency("The harbour (north) - a small one")
    ((12, 19), (0, 0))
    """
    agency = AGENCY.match(text)
    return agency.span(1) if agency and agency.group(1).casefold() in AGENCIES else (0, 0)


def find_dateline_end(text: str) -> int:
    """Return where the story begins after "PLACE (Agency) -", 0 without such a dateline."""
    dateline = AGENCY.match(text)
    return dateline.end() if dateline and any(dateline_agency(text)) else 0


def dateline_places(text: str) -> Iterator[Span]:
    """Yield where a dateline with a date names its place, and the region after it.

    >>> text = "PORT AMBRY, Wales 2016-08-03"
    >>> [text[slice(*span)] for span in dateline_places(text)]
    ['PORT AMBRY', 'Wales']
    """
    for found in FILED_AT.finditer(text, 0, HEAD_CHARS):
        yield from (found.span(number) for number in (1, 2) if found[number])
