"""Census 2021 disability: every neighbourhood of England and Wales, and the published number of residents."""

from schemas.expectations.suite import Facts, Suite, authority_count, english, known, published_sum

RESIDENTS = 59_597_542  # of England and Wales on census day
PERTURBED = 100  # residents that the perturbation of counts may add or take in so large a sum


def expectations(facts: Facts) -> list[Suite]:
    """Say what the whole dataset is."""
    return [
        english("lsoa21cd", facts),
        known("lsoa21cd", facts),
        *authority_count("lsoa21cd", facts, parents=facts.parents["lsoa21cd"]),
        *published_sum("residents", RESIDENTS, facts, PERTURBED),
    ]
