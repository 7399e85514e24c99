"""The words of what came of the council's own figures."""

VERDICTS = {"reproduced": "Reproduced", "differs": "Differs", "not_yet_checkable": "Not yet checkable"}
