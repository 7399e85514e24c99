"""Make golden/survey_answers_svy.csv with the svy package, from golden/survey_respondents.csv.

Run from this folder, in an environment with svy: python make_survey_answers_svy.py. Last run with svy 0.35.0.
"""

from pathlib import Path

import polars as pl
import svy

GOLDEN = Path(__file__).parents[1] / "golden"
people = pl.read_csv(GOLDEN / "survey_respondents.csv").with_columns(
    (pl.col("stratum") * 100 + pl.col("psu")).alias("cluster")
)
# svy stops at lonely clusters unless told; the strata that have one are left out, so every default agrees.
people = people.filter(pl.col("cluster").n_unique().over("stratum") > 1)
rows = []
for name, design in {
    "clustered": svy.Design(wgt="weight", stratum="stratum", psu="cluster"),
    "stratified": svy.Design(wgt="weight", stratum="stratum"),
}.items():
    sample = svy.Sample(people, design)
    for method in ("korn-graubard", "logit", "wilson"):
        answer = sample.estimation.prop("q1", by="area", ci_method=method, deff="wr")
        for row in answer.to_polars().iter_rows(named=True):
            rows.append({"design": name, "method": method, **row})
pl.DataFrame(rows).write_csv(GOLDEN / "survey_answers_svy.csv")
