"""What names a result of this stage; imports no library, so that a DAG file may read it.

``ANNOTATOR_VERSION`` changes whenever the result for some text may change: rules, data files, weights or model.
"""

from newswire.errors import UsageError
from newswire.settings import annotator


def uses_tagger() -> bool:
    """Return whether quotes come from the trained tagger. Raises UsageError for a setting that is neither."""
    if annotator() not in {"tagger", "rules"}:
        raise UsageError(f"NEWSWIRE_ANNOTATOR is {annotator()!r}: it may be 'tagger' or 'rules'")
    return annotator() == "tagger"


SPACY_MODEL_VERSION = "3.7.1"
TAGGER_VERSION = "10"
RULES_VERSION = "12"
ANNOTATOR_VERSION = "+".join(
    (
        *((f"tagger-{TAGGER_VERSION}",) if uses_tagger() else ()),
        f"rules-{RULES_VERSION}",
        f"core_web_md-{SPACY_MODEL_VERSION}",
    )
)

ANNOTATED_LANGUAGES = frozenset({"en"})
