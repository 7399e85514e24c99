"""The words of the Indices' summaries."""

# Each summary: its title, how it is written, and what it means.
SUMMARY_WORDS = {
    "average_rank": (
        "Average rank",
        "{:,.0f}",
        "The ranks of the neighbourhoods, turned round so that higher is more deprived, averaged over residents.",
    ),
    "average_score": (
        "Average score",
        "{:,.2f}",
        "The scores of the neighbourhoods, averaged over residents.",
    ),
    "proportion": (
        "In the most deprived tenth",
        "{:.1%}",
        "The share of neighbourhoods (not of residents) among the most deprived tenth of England.",
    ),
    "extent": (
        "Extent",
        "{:.1%}",
        "The share of residents in England’s most deprived 30%: in full in the first tenth, then less and less.",
    ),
    "local_concentration": (
        "Local concentration",
        "{:,.0f}",
        "The average rank, turned round, of the most deprived neighbourhoods that hold a tenth of the residents.",
    ),
}
MAIN_INDEX = "imd"
