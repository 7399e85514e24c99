"""One loaded edition of the sample, of which questions are asked and on which papers are checked."""

import pytest

import fairer_stockton as fs
from fairer_stockton.definitions.everyday_words import EVERYDAY_WORDS, load_everyday_words
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.asking.published_figures import PublishedFigures
from fairer_stockton.uses.answers.answering import Answerer, make_answerer
from tests.conftest import DEFINITIONS


@pytest.fixture(scope="session")
def answerer(sample: Settings) -> Answerer:
    """What answers questions about the sample edition."""
    words = load_everyday_words(DEFINITIONS.layers.shared(EVERYDAY_WORDS), DEFINITIONS.measures)
    return make_answerer(PublishedFigures(fs.load(sample.reports / sample.edition), DEFINITIONS), words)
