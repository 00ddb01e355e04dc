"""What is found in texts, as a desk calls it: kinds of names, of quotes and of changes."""

LABELS = {
    "people": ["PERSON"],
    "organisations": ["ORG"],
    "places": ["GPE", "LOC", "FAC"],
    "groups": ["NORP"],
    "works and events": ["EVENT", "WORK_OF_ART", "LAW", "PRODUCT"],
}
LABEL_GROUPS = {label: group for group, labels in LABELS.items() for label in labels}
CHANGE_KINDS = ("correction", "kill", "hold")
QUOTE_KINDS = ("direct", "mixed", "indirect")
