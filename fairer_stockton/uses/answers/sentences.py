"""Sentences of a paragraph, and whether one claims a cause."""

import re
from collections.abc import Iterator

# What moves a figure, as its cause: the measure itself is no cause of its own.
ACTS = (
    r"(?:brought|driven|pushed|forced) (?:\w+ ){0,2}?(?:down|up)|cut|reduced|raised|lifted|lowered|boosted|transformed"
)
CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|because(?: of)?|(?:(?:has|have|had) )?led (?:directly )?to|leads to|due to(?! be\b)|"
    r"owing to|thanks to|as a (?:direct )?(?:result|consequence) of|(?:a|the) (?:direct )?(?:result|effect) of|"
    r"result(?:s|ed|ing) (?:in|from)|driven by|drove|contribut(?:es|ed|ing) to|brought about|responsible for|"
    r"attribut(?:able|ed) to|explains?|explained by|on account of|stem(?:s|med|ming) from|fuelled by|prompted by|"
    r"triggered(?: by)?|blamed on|credited (?:to|with)|(?:lies?|is|was|are|were) behind (?:the|this|that)|"
    r"the reason (?:for|why)|"
    r"(?:can|may|could) be put down to|put down to|made possible by|in the wake of|helped (?:to )?(?:cut|reduce|raise|"
    rf"lower|lift|bring|improve|narrow|close)|(?:has|have|had) (?:{ACTS}))\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“'(\[]*[A-Z0-9])|\n+")
LONGEST = 1_000  # letters of a sentence: what has more, such as a table without full stops, is cut
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs|approx|no|p|pp|fig|para|dr|mr|mrs|ms|st)\.$", re.IGNORECASE)


def split_into_sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a paragraph, each with where it begins."""
    sentences, start = list[tuple[int, str]](), 0
    for match in SENTENCE_END.finditer(text):
        if not ABBREVIATION.search(text[start : match.start()]):
            sentences.append((start, text[start : match.start()]))
            start = match.end()
    cut = (part for begin, sentence in (*sentences, (start, text[start:])) for part in _cut(begin, sentence))
    return [(begin, sentence) for begin, sentence in cut if sentence.strip()]


def _cut(begin: int, sentence: str) -> Iterator[tuple[int, str]]:
    while len(sentence) > LONGEST:
        end = sentence.rfind(" ", 1, LONGEST)
        end = end if end > 0 else LONGEST
        yield begin, sentence[:end]
        begin, sentence = begin + end, sentence[end:]
    yield begin, sentence


def claims_a_cause(sentence: str) -> str:
    """Return the words by which a sentence claims a cause; empty where it claims none."""
    match = CAUSE.search(sentence)
    return match[0].strip() if match else ""
