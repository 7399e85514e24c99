"""Words made alike: capitals, accents, plurals and small words make no difference to what a text asks for."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import partial

Tokens = tuple[str, ...]
POSSESSIVE = re.compile(r"(?<=\w)['’]s\b|(?<=s)['’](?=\s|$)")
WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?")
A_LEVELS = re.compile(r"\ba[ -]levels\b|\ba-level\b")  # whose letter is no small word
PARENTHESIS = re.compile(r"\s*\([^)]*\)")
LIKE_PLURALS = ("ss", "us", "is", "as")  # endings of words that are none
IRREGULAR = {"children": "child", "women": "woman", "men": "man"}
VERB_ENDINGS = ("ed", "ing")
SHORTEST_PLURAL = 4  # letters


def split_into_tokens(text: str) -> Tokens:
    """Return the words of a text in order, without capitals, accents, punctuation and endings of plurals and verbs."""
    plain = unicodedata.normalize("NFKD", A_LEVELS.sub("alevel", POSSESSIVE.sub("", text.lower())))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(map(_find_stem, WORD.findall(plain.replace("'", "").replace("’", ""))))


def leave_out_fillers(tokens: Iterable[str], fillers: Collection[str]) -> Tokens:
    """Return the words that mean something; all of them where none does."""
    every = tuple(tokens)
    return tuple(token for token in every if token not in fillers) or every


def without_parenthesis(text: str) -> str:
    """Return a title without what is in parentheses, such as (modelled)."""
    return PARENTHESIS.sub("", text)


def _make_singular(word: str) -> str:
    if word in IRREGULAR or re.fullmatch(r"\d+s", word):  # over 65s
        return IRREGULAR.get(word, word[:-1])
    if len(word) < SHORTEST_PLURAL or word.endswith(LIKE_PLURALS) or not word.endswith("s"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > SHORTEST_PLURAL else word[:-1]


def _find_stem(word: str) -> str:
    """Return what claim, claims, claimed and claiming share."""
    stem = _make_singular(word)
    ending = next((ending for ending in VERB_ENDINGS if stem.endswith(ending) and len(stem) > len(ending) + 3), "")
    stem = stem.removesuffix(ending)
    return stem[:-1] if stem.endswith("e") and len(stem) > SHORTEST_PLURAL else stem


make_fillers = partial(map, _find_stem)
