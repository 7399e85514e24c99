"""The words of what came of the council's own figures."""

CLAIM_VERDICTS = {"reproduced": "Reproduced", "differs": "Differs", "not_yet_checkable": "Not yet checkable"}
