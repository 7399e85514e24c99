"""Children in low income: every ward of the authority each year, and wards near the publisher's own total."""

from fairer_stockton.schemas.expectations.suite import Facts, Suite, authority_count, known, totals


def expectations(facts: Facts) -> list[Suite]:
    """Return what the whole dataset must be; other authorities' wards may follow a later map."""
    suites = [
        known("wd24cd", facts, only="E", mostly=0.95),
        totals("children", "wd24cd", "areacd", facts, lambda total: (total * 0.02).clip(lower=20), mostly=0.95),
    ]
    for period in ("2023/24", "2024/25"):
        suites += authority_count("wd24cd", facts, period=period, parents=facts.parents["wd24cd"])
    return suites
