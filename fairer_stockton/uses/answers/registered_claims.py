"""The register of the council's own figures, as an edition has recomputed them, beside a paper that repeats one."""

from collections.abc import Iterable
from dataclasses import replace

from fairer_stockton.definitions.claims import CLAIM_UNITS
from fairer_stockton.report.asking.tokens import split_into_tokens
from fairer_stockton.report.pages.claims import ClaimRow
from fairer_stockton.run.vocabulary import ClaimVerdict
from fairer_stockton.run.vocabulary_of_uses import QuoteVerdict
from fairer_stockton.uses.answers.judging import Judgement
from fairer_stockton.uses.answers.quoted_numbers import QuotedNumber, find_numbers
from fairer_stockton.uses.answers.unread import describe_unread, find_unread, write_unread

LEAST_SHARED = 0.6  # of a claim's words: a sentence with fewer is about something else
CLAIMS_PAGE = "claims.html"
VERDICTS = {
    ClaimVerdict.REPRODUCED: QuoteVerdict.AGREES,
    ClaimVerdict.DIFFERS: QuoteVerdict.DIFFERS,
    ClaimVerdict.NOT_YET_CHECKABLE: QuoteVerdict.NOT_FOUND,
}


def judge_by_register(
    sentence: str, number: QuotedNumber, claims: Iterable[ClaimRow], address: str = ""
) -> Judgement | None:
    """Return what the edition found of the council's own figure that a sentence repeats; None where it repeats none."""
    words = {*split_into_tokens(sentence)}
    for claim in claims:
        own = {*split_into_tokens(claim.text)}
        if claim.stated == number.stated and len(own & words) >= LEAST_SHARED * len(own):
            judgement = _describe(claim, address)
            unread = write_unread(sentence, find_unread(sentence, find_numbers(sentence), own, ()))
            return _leave_open(judgement, unread) if unread else judgement
    return None


def _leave_open(judgement: Judgement, unread: Iterable[str]) -> Judgement:
    """Return a judgement of a sentence that says more than the claim: its number may be of something else."""
    if judgement.verdict != QuoteVerdict.AGREES:
        return judgement
    return replace(judgement, verdict=QuoteVerdict.NOT_JUDGED, why=f"{judgement.why} {describe_unread(unread)}")


def _describe(claim: ClaimRow, address: str) -> Judgement:
    known = claim.verdict != ClaimVerdict.NOT_YET_CHECKABLE
    ours = (
        f"{f'{claim.recomputed:,.1f}'.removesuffix('.0')} {CLAIM_UNITS[claim.unit]}, {claim.of_period}" if known else ""
    )
    why = claim.why if known else f"to check it needs: {claim.needs}"
    return Judgement(
        VERDICTS[claim.verdict], ours, f"a figure of the council's register ({claim.of}). {why}", address + CLAIMS_PAGE
    )
