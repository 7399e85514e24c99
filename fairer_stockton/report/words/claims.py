"""The words of what came of the council's own figures."""

from fairer_stockton.run.vocabulary import ClaimVerdict

CLAIM_VERDICTS = {
    ClaimVerdict.REPRODUCED: "Reproduced",
    ClaimVerdict.DIFFERS: "Differs",
    ClaimVerdict.NOT_YET_CHECKABLE: "Not yet checkable",
}
