"""Likely measures: those that a question may mean whose words are not all understood, to be offered as a choice."""

import math
import re
from collections import Counter
from collections.abc import Iterable

from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.report.asking.lexicon import Lexicon
from fairer_stockton.report.asking.periods import take_period_out
from fairer_stockton.report.asking.tokens import Tokens, split_into_tokens

MOST_LIKELY = 5  # measures that a choice offers
LEAST_OF_PHRASE = 0.5  # of the words of a phrase, rare ones counting for more
LEAST_UNDERSTOOD = 0.2  # of the telling words of a question
IDLE = 0.1  # what a word is worth that tells nothing by itself
YEARS = re.compile(YEAR)


def list_likely_measures(question: str, lexicon: Lexicon) -> list[str]:
    """Return the measures whose phrases share most of their words with a question, the likeliest first.

    There is none where a word of the question may be a place that is not known: another place is no choice.
    """
    rest, _ = take_period_out(question)
    if _names_unknown_place(rest, lexicon) or YEARS.search(rest):
        return []
    named = {word for phrase in lexicon.phrases for word in phrase}
    content = {lexicon.alike.get(word, word) for word in lexicon.read_content(rest)}
    rarity = _weigh_words(lexicon)
    # A word of a measure tells, even if some place or group has it too.
    telling = {word for word in content if word not in lexicon.idle and (word in rarity or word not in named)}
    best: dict[str, float] = {}
    for phrase in lexicon.measures:
        needed = {lexicon.alike.get(word, word) for word in phrase.needed}
        shared = sum(rarity[word] for word in needed & content)
        part = shared / sum(rarity[word] for word in needed)
        if part >= LEAST_OF_PHRASE and len(needed & content) > LEAST_UNDERSTOOD * len(telling):
            best[phrase.measure] = max(best.get(phrase.measure, 0.0), shared * part)
    return sorted(best, key=lambda measure: best[measure], reverse=True)[:MOST_LIKELY]


def _weigh_words(lexicon: Lexicon) -> dict[str, float]:
    """Return how much each word tells: the fewer measures are called by it, the more; next to nothing, idle ones."""
    pairs = {(phrase.measure, word) for phrase in lexicon.measures for word in phrase.needed}
    of_word = Counter(word for _, word in {(measure, lexicon.alike.get(word, word)) for measure, word in pairs})
    every = len({measure for measure, _ in pairs})
    return {word: IDLE if word in lexicon.idle else math.log(1 + every / count) for word, count in of_word.items()}


def _names_unknown_place(question: str, lexicon: Lexicon) -> bool:
    known = _list_known_words(lexicon)
    for number, match in enumerate(re.finditer(r"[^\W\d_][\w'’-]*", question)):
        unknown = not known.issuperset(split_into_tokens(match[0]))
        is_name = match[0][0].isupper() and number > 0
        if unknown and is_name:
            return True
    return False


def _list_known_words(lexicon: Lexicon) -> frozenset[str]:
    phrases: Iterable[Tokens] = lexicon.phrases
    named = {word for phrase in phrases for word in phrase}
    called = {word for phrase in lexicon.measures for word in phrase.needed | phrase.optional}
    return frozenset(named | called | lexicon.fillers | lexicon.idle)
