"""What names a result of this stage; imports nothing, so that a DAG file may read it.

``ANNOTATOR_VERSION`` changes whenever the result for some text may change: rules, data files or model.
"""

SPACY_MODEL_VERSION = "3.7.1"
RULES_VERSION = "2"
ANNOTATOR_VERSION = f"rules-{RULES_VERSION}+core_web_md-{SPACY_MODEL_VERSION}"

ANNOTATED_LANGUAGES = frozenset({"en"})
