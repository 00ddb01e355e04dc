"""The language of a text, by py3langid (its model is inside the package) with the source's language as prior."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LETTER_FLOOR = 60  # letters; below that the identifier guesses
SAMPLE_CHARS = 1_000
SURE_RATIO = 0.9  # how probable a language must be to be believed without a prior, or against it
# What news is written in; among all languages of the model a short text is taken for something rare too often.
LANGUAGES = frozenset(
    ("af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
     "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku",
     "lb", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "nb", "ne", "nl", "nn", "no", "pa", "pl", "ps", "pt",
     "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te",  # codespell:ignore te
     "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh")
)  # fmt: skip
_IDEOGRAPH = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")


def find_language(text: str, prior: str | None = None) -> str | None:
    """Return the ISO 639-1 code of the text's language; None where the text is too short to tell and no prior is known.

    ``prior`` is what the document or its source says ("en", "pt-BR"): it decides where the text can't.
    """
    expected = prior.replace("_", "-").split("-")[0].lower() if prior else None
    sample = text[:SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < _letter_floor(sample):
        return expected or None
    # Casing carries no language: all-capitals wires would be taken for something rare.
    best, ratio = _identifier().classify(sample.lower())
    return str(best) if ratio >= SURE_RATIO else expected or None


def _letter_floor(sample: str) -> int:
    """One ideograph says as much as four letters."""
    return LETTER_FLOOR // 4 if _IDEOGRAPH.search(sample) else LETTER_FLOOR


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(LANGUAGES.intersection(identifier.labels)))
    return identifier
