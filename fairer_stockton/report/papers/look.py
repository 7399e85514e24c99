"""How papers look: the pages' colours, and one scale of type for the PDF and for Word."""

from fairer_stockton.report.charts.style import COLOURS, INK, QUIET, RULE, STAMPED

COLOURS_OF_PAPERS = {
    "brand": COLOURS["borough"],
    "ink": INK,
    "quiet": QUIET,
    "rule": RULE,
    "stamp": STAMPED,
    "wash": "#f4f6f8",
}
# Sizes beside that of the text, as the pages' style sheet has them.
TYPE_SCALE = {"label": 0.765, "note": 0.882, "body": 1.0, "lead": 1.176, "heading": 1.53, "title": 2.0}
# The text's size in points. The letters of the PDF's font are larger for their size than those of Word's.
PDF_TEXT, PDF_LARGE_TEXT, WORD_TEXT = 8.8, 10.0, 9.5
