"""Small extracts, drawn at random and published: nobody can find a hidden count, nor know one nearly."""

import pytest

from tests.pipeline.attack.amounts import attack_amounts
from tests.pipeline.attack.counts import PRESENCE, SUBTRACTION, attack_counts
from tests.pipeline.attack.extracts import YEARS, Council, draw_council
from tests.pipeline.attack.published import Published
from tests.pipeline.attack.puzzle import Finding, Puzzle, Target
from tests.pipeline.attack.truth import check_against_truth, read_contributions, read_truth
from tests.pipeline.attack.weakening import leave_out_rows_of_nobody, show_small_counts

TENS = range(3)  # of councils, each with two extracts; `make attack N=471` draws more
WEAKENED = (0, 3)  # seeds of an extract of each kind in which much is found once it is weakened
CONTACTS_WITH_WAITS = 4  # a seed whose extract sums minutes


def attack(council: Council, published: Published) -> list[Finding]:
    """Return what all attacks on one extract find, after holding each finding against the truth."""
    findings = attack_counts(published, council.source, SUBTRACTION) + attack_counts(
        published, council.source, PRESENCE
    )
    findings += attack_amounts(published, council.source, read_contributions(council.connection))
    return check_against_truth(findings, read_truth(council.connection))


@pytest.mark.parametrize("ten", TENS)
def test_nothing_is_found_in_random_extracts(ten: int) -> None:
    found = {}
    for seed in range(10 * ten, 10 * ten + 10):
        with draw_council(seed, YEARS) as council:
            found[seed] = [str(finding) for finding in attack(council, council.publish())]
    assert not {seed: findings for seed, findings in found.items() if findings}


def test_rows_that_are_left_out_tell_where_somebody_is() -> None:
    """The attack by presence works: it finds counts where areas without a case have no row."""
    found = []
    for seed in WEAKENED:
        with draw_council(seed) as council:
            truth = read_truth(council.connection)
            weak = leave_out_rows_of_nobody(council.publish(), council.source, truth)
            found += check_against_truth(attack_counts(weak, council.source, PRESENCE), truth)
    assert len(found) > 5


def test_figures_that_are_hidden_for_their_size_alone_tell_the_others() -> None:
    """The attack by subtraction works: it finds small counts where nothing is hidden for their sake."""
    found = []
    for seed in WEAKENED:
        with draw_council(seed) as council:
            truth = read_truth(council.connection)
            weak = show_small_counts(council.publish(), council.source, truth, 5)
            found += check_against_truth(attack_counts(weak, council.source, SUBTRACTION), truth)
    assert sum(finding.is_exact for finding in found) > 3
    assert any(finding.is_narrow for finding in found)


def test_a_sum_that_one_person_makes_up_is_found_where_it_is_shown() -> None:
    """The attack by dominance works: unprotected, the wait of the only person in a neighbourhood is shown."""
    found = []
    for seed in range(12):
        with draw_council(seed) as council:
            if "minutes_waiting" in council.measures:
                weak = council.publish(protected=False)
                found += attack_amounts(weak, council.source, read_contributions(council.connection))
    assert found


def test_a_false_fact_is_noticed() -> None:
    """What an attacker takes for known is held against the truth, so wrong reasoning cannot pass for safety."""
    puzzle = Puzzle()
    puzzle.add_fact({"a": 1.0, "b": 1.0}, 3.0, 3.0)
    puzzle.add_fact({"a": 1.0, "b": -1.0}, 1.0, 1.0)
    (finding,) = puzzle.find_narrow_targets([Target("a", {"a": 1.0}, 5.0, 5.0)])
    assert (finding.low, finding.high, finding.is_exact) == (2, 2, True)
    with pytest.raises(AssertionError, match="a is 2 to 2, and in truth 1"):
        check_against_truth([finding], lambda _: 1.0)
    puzzle.add_fact({"a": 1.0}, 4.0, 4.0)
    with pytest.raises(ValueError, match="no whole numbers agree"):
        puzzle.find_narrow_targets([Target("a", {"a": 1.0}, 5.0, 5.0)])
