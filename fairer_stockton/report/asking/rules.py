"""Rules of answering that the command and the page share: which areas are alike, and which words no figure answers."""

import re

from fairer_stockton.run.vocabulary import AreaType, GapType

LONGEST_QUESTION = 500  # letters: longer is no question
MOST_NEAR = 5  # names that an answer offers
MOST_GAPS = 8  # that a choice offers
SMALL_AREAS = (AreaType.MSOA, AreaType.LSOA)
# Areas of one kind are many; of these there is one.
SINGLE_AREAS = (AreaType.BOROUGH, AreaType.ENGLAND, AreaType.UNITED_KINGDOM, AreaType.REGION)
INSIDE = (AreaType.WARD, AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA, AreaType.MSOA, AreaType.LSOA)
NAMED_WITH_KIND = (AreaType.WARD, AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA)
WHOLE = (AreaType.BOROUGH, AreaType.ENGLAND)  # the two sides of a gap that the edition has itself
PLAIN_GAPS = (GapType.MOST_V_LEAST_FIFTH, GapType.AREA_RANGE)  # of a borough, where no other is named
HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
HOW_MUCH = re.compile(r"\bhow much\b", re.IGNORECASE)
# Of a share there is no average: "average savings" asks for a sum of money.
AN_AVERAGE = re.compile(
    r"(?<!\bnational )(?<!\bengland )(?<!\benglish )(?<!\bborough )(?<!\bregional )(?<!\babove )(?<!\bbelow )(?<!\bon )"
    r"\baverage (?!for\b|in\b|of\b|across\b|person|resident|household|family|ward)(?=\w)"
)
# A claimant count is called so, whatever its unit.
COUNT = re.compile(r"\b(?:number of|numbers|(?<!claimant )count of)\b.*", re.DOTALL)
SHARE = re.compile(r"\b(?:percent(?:age)?|per cent|proportion|share)\b|%")
WITHIN_ENGLAND = re.compile(
    r"(?<!than )\b(?:in|within|inside|across|throughout) (?:england|the country)\b|\bnationally\b"
)
NOT_A_WEEK = re.compile(r"\b(?:per|a|an|each|every|in a) (?:year|month|hour|day)\b|\b(?:annual|yearly|monthly|hourly)")
PERCENT = "percent"
SHARES_AND_RATES = (PERCENT, "per_1000", "per_10000", "per_100000")
