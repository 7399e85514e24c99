"""A survey's design: weights, strata, clusters and finite populations, checked once and used for every question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fairer_stockton.statistics.estimate import Bools, Floats

LonelyPsu = Literal["adjust", "average", "certainty", "fail"]
LONELY_PSU = ("adjust", "average", "certainty", "fail")


@dataclass(frozen=True, slots=True)
class SurveyDesign:
    """One row a respondent, strata and clusters numbered from 0; build it with `describe_survey_design`.

    `usable` is false where the weight is missing or negative: such a respondent stays in the design but adds nothing
    to any sum, and only its own area is not available for it. A weight of 0 is a respondent left out.
    """

    weight: Floats
    usable: Bools
    stratum: NDArray[np.int64]
    psu: NDArray[np.int64]
    psu_stratum: NDArray[np.int64]
    psus_in_stratum: NDArray[np.int64]
    sampled_fraction: Floats
    respondents_in_psu: NDArray[np.int64]
    second_fraction: Floats
    lonely_psu: LonelyPsu
    clustered: bool

    @property
    def lonely_strata(self) -> int:
        """Number of strata with a single cluster, not counting those sampled whole."""
        return int(np.sum(self.lonely))

    @property
    def lonely(self) -> Bools:
        """Return true for a stratum with a single cluster, unless that is all there is."""
        return np.asarray((self.psus_in_stratum == 1) & (self.sampled_fraction < 1))

    @property
    def two_stage(self) -> bool:
        """Return whether respondents were drawn in clusters out of a known number of them; else nothing is added."""
        return self.clustered and bool(
            np.any((self.sampled_fraction > 0)[self.psu_stratum] & (self.second_fraction < 1))
        )


def describe_survey_design(
    weight: ArrayLike,
    *,
    stratum: ArrayLike | None = None,
    psu: ArrayLike | None = None,
    population_size: ArrayLike | None = None,
    cluster_size: ArrayLike | None = None,
    nest: bool = False,
    lonely_psu: LonelyPsu = "adjust",
) -> SurveyDesign:
    """Describe a design of one stage (or of ultimate clusters), or of two where both stages' populations are known.

    Args:
        weight: one number, not negative, a respondent, shape (respondents,).
        stratum: a code a respondent; without it one stratum.
        psu: the cluster (primary sampling unit) a respondent belongs to; without it each respondent is one.
        population_size: clusters in the population of the respondent's stratum, or the sampled fraction where all
            numbers are at most 1; without it, or where it is nan for all of a stratum, sampling is taken to be with
            replacement, which is cautious.
        cluster_size: units in the population of the respondent's cluster, of which the respondents were drawn, or the
            sampled fraction. Without it clusters are taken whole; nan for all of a cluster: its respondents are taken
            to be drawn with replacement.
        nest: cluster codes are used again in other strata and mean other clusters there.
        lonely_psu: what a stratum with one cluster adds to the variance. "adjust": its distance from the mean of all
            clusters (conservative); "average": the mean of the other strata; "certainty": nothing; "fail": an error.

    Returns:
        The design.

    Raises:
        ValueError: shapes differ, a code is missing, a cluster is in two strata without `nest`, a size differs within
            a stratum or cluster or is smaller than its sample, or a lonely cluster with "fail".
    """
    if lonely_psu not in LONELY_PSU:
        raise ValueError(f"lonely_psu {lonely_psu!r} is not one of {', '.join(LONELY_PSU)}")
    weights = np.asarray(weight, dtype=np.float64)
    if weights.ndim != 1 or not weights.size:
        raise ValueError(f"weights must have shape (respondents,), found {weights.shape}")
    strata, stratum_codes = _number_codes_from_zero("stratum", stratum, weights.size)
    clustered = psu is not None
    if clustered:
        clusters, psu_count = _number_codes_from_zero("psu", psu, weights.size)
        if nest:
            # Compact numbers in place of the pair (stratum, cluster).
            _, clusters = np.unique(strata * psu_count + clusters, return_inverse=True)
            psu_count = int(clusters.max()) + 1
        psu_stratum = np.zeros(psu_count, dtype=np.int64)
        psu_stratum[clusters] = strata
        if np.any(psu_stratum[clusters] != strata):
            raise ValueError("a cluster code is found in two strata: pass nest=True if these are different clusters")
    else:
        clusters, psu_stratum = np.arange(weights.size), strata
    per_stratum = np.bincount(psu_stratum, minlength=stratum_codes)
    per_psu = np.bincount(clusters, minlength=psu_stratum.size)
    whole = (
        np.ones(psu_stratum.size)
        if cluster_size is None
        else _compute_sampled_fraction(cluster_size, clusters, per_psu)
    )
    usable = np.isfinite(weights) & (weights >= 0)
    design = SurveyDesign(
        weight=np.where(usable, weights, 0.0),
        usable=usable,
        stratum=strata,
        psu=clusters,
        psu_stratum=psu_stratum,
        psus_in_stratum=per_stratum,
        sampled_fraction=_compute_sampled_fraction(population_size, strata, per_stratum),
        respondents_in_psu=per_psu,
        second_fraction=whole,
        lonely_psu=lonely_psu,
        clustered=clustered,
    )
    if lonely_psu == "fail" and design.lonely_strata:
        raise ValueError(f"{design.lonely_strata} strata have a single cluster: merge strata, or choose a lonely_psu")
    return design


def _number_codes_from_zero(
    code_kind: str, code_of_respondent: ArrayLike | None, respondent_count: int
) -> tuple[NDArray[np.int64], int]:
    if code_of_respondent is None:
        return np.zeros(respondent_count, dtype=np.int64), 1
    codes = np.asarray(code_of_respondent)
    if codes.shape != (respondent_count,):
        raise ValueError(f"{code_kind} {codes.shape} must have the shape of the weights, ({respondent_count},)")
    if codes.dtype == object and any(entry is None or entry != entry for entry in codes):
        raise ValueError(f"a respondent has no {code_kind}")
    if codes.dtype.kind == "f" and not np.all(np.isfinite(codes)):
        raise ValueError(f"a respondent has no {code_kind}")
    distinct, number = np.unique(codes, return_inverse=True)
    return number.astype(np.int64), distinct.size


def _compute_sampled_fraction(
    population_size: ArrayLike | None, group_numbers: NDArray[np.int64], sampled_counts: NDArray[np.int64]
) -> Floats:
    """Return the share of each group's population that was drawn; 0 where its size is not known."""
    if population_size is None:
        return np.zeros(sampled_counts.size)
    sizes = np.broadcast_to(np.asarray(population_size, dtype=np.float64), group_numbers.shape)
    known = ~np.isnan(sizes)
    if not np.all(sizes[known] > 0) or np.any(np.isinf(sizes)):
        raise ValueError("population sizes must be positive numbers")
    by_group = np.full(sampled_counts.size, np.nan)
    by_group[group_numbers[known]] = sizes[known]
    if np.any(by_group[group_numbers[known]] != sizes[known]):
        raise ValueError("a population size differs between respondents of one stratum or cluster")
    fraction = np.nan_to_num(by_group if np.all(sizes[known] <= 1) else sampled_counts / by_group)
    if np.any(fraction > 1):
        raise ValueError("a population size is smaller than the number sampled from it")
    return fraction
