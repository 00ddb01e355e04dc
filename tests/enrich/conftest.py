"""The model, loaded once for all tests of this stage."""

import pytest
from spacy.language import Language

from newswire.enrich.model import load_model


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_model(with_tagger=False)
