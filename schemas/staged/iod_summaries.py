"""Summaries of the Indices of Deprivation: one row for each edition, index and council."""

from typing import Any

from fairer_stockton.schemas.fields import (
    Decimal,
    StagedTable,
    Whole,
    declare_answer,
    declare_area_code,
    declare_count,
    declare_number,
    declare_text,
)

INDEXES = (
    "imd",
    "income",
    "employment",
    "education",
    "health",
    "crime",
    "barriers",
    "living_environment",
    "idaci",
    "idaopi",
)


def declare_rank(summary_in_words: str, **pandera_options: Any) -> Any:
    """Declare the rank of a council on one summary."""
    return declare_count(
        f"Rank of the council on its {summary_in_words}, 1 the most deprived.", "rank", le=317, **pandera_options
    )


def declare_share(description: str, **pandera_options: Any) -> Any:
    """Declare a part of the whole, from 0 to 1."""
    return declare_number(description, "share", ge=0, le=1, **pandera_options)


class Staged(StagedTable):
    """Summaries of the Indices of Deprivation: one row for each edition, index and council."""

    ladcd: str = declare_area_code(
        "ladcd", "Council: of 2019 in the editions of 2015 and 2019, of 2024 in that of 2025."
    )
    ladnm: str = declare_text("Name of the council.")
    index_name: str = declare_answer(INDEXES, "The index: imd, one of its seven domains, idaci or idaopi.")
    average_rank: Decimal = declare_number(
        "Mean of the ranks of the neighbourhoods, turned round so that higher is more deprived, weighted by people.",
        "rank",
        ge=0,
        nullable=True,
    )
    rank_of_average_rank: Whole = declare_rank("average rank; not in 2015", nullable=True)
    average_score: Decimal = declare_number(
        "Mean of the scores of neighbourhoods, weighted by people; a rate for income, employment, idaci and idaopi.",
        "score",
        nullable=True,
    )
    rank_of_average_score: Whole = declare_rank("average score")
    proportion: Decimal = declare_share("Share of the neighbourhoods that are in the most deprived tenth of England.")
    rank_of_proportion: Whole = declare_rank("proportion; not in 2015", nullable=True)
    extent: Decimal = declare_share(
        "Share of people in the most deprived three tenths, counted less and less beyond the first; imd alone.",
        nullable=True,
    )
    rank_of_extent: Whole = declare_rank("extent; imd alone", nullable=True)
    local_concentration: Decimal = declare_number(
        "Mean rank, turned round, of the most deprived neighbourhoods that hold a tenth of the people; imd alone.",
        "rank",
        ge=0,
        nullable=True,
    )
    rank_of_local_concentration: Whole = declare_rank("local concentration; imd alone", nullable=True)
    scale: Decimal = declare_number(
        "People who are deprived of income or of employment.", "residents", ge=0, nullable=True
    )
    rank_of_scale: Whole = declare_rank("scale; income and employment alone", nullable=True)

    class Config(StagedTable.Config):
        """Each council stands once in an index of an edition."""

        unique = ["period", "index_name", "ladcd"]
