"""The sample's draws: a published stream, and distributions with the moments that their names promise."""

import hashlib

import numpy as np
import pytest

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import SEED

MANY = 40_000


def splitmix64(state: int, count: int) -> list[int]:
    """The published algorithm (Steele, Lea and Flood 2014) in plain whole numbers."""
    mask, numbers = (1 << 64) - 1, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        numbers.append(mixed ^ (mixed >> 31))
    return numbers


def test_splitmix64_gives_its_published_first_numbers() -> None:
    # From state 1234567, as the test vectors of Rosetta Code and of several implementations have them.
    assert splitmix64(1234567, 3) == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_the_stream_is_splitmix64_from_the_topic() -> None:
    start = int.from_bytes(hashlib.sha256(f"{SEED} turnout".encode()).digest()[:8], "little")
    expected = [number / 2**53 for number in (bits >> 11 for bits in splitmix64(start, 7))]
    draw = RandomDraws("turnout")
    assert [*draw.random(3), draw.random(), *draw.random((3, 1)).ravel()] == expected


def test_topics_have_streams_of_their_own() -> None:
    assert not np.intersect1d(RandomDraws("turnout").random(1000), RandomDraws("open space").random(1000)).size


@pytest.mark.parametrize(
    ("numbers", "mean", "deviation"),
    [
        (RandomDraws("a").normal(3, 2, MANY), 3, 2),
        (RandomDraws("b").uniform(-1, 3, MANY), 1, 4 / 12**0.5),
        (RandomDraws("c").integers(2, 12, MANY), 6.5, (99 / 12) ** 0.5),
        (RandomDraws("d").exponential(np.full(MANY, 5.0)), 5, 5),
        (RandomDraws("e").gumbel(MANY), 0.5772156649, np.pi / 6**0.5),
        (RandomDraws("f").binomial(np.full(MANY, 20), 0.3), 6, 4.2**0.5),
    ],
    ids=["normal", "uniform", "integers", "exponential", "gumbel", "binomial"],
)
def test_numbers_have_the_mean_and_deviation_of_their_distribution(
    numbers: np.ndarray, mean: float, deviation: float
) -> None:
    assert numbers.mean() == pytest.approx(mean, abs=5 * deviation / MANY**0.5)
    assert numbers.std() == pytest.approx(deviation, rel=0.03)


def test_each_row_of_units_is_shared_by_its_own_shares() -> None:
    units, shares = np.array([30_000, 0, 20_000]), np.array([[0.2, 0.0, 0.8], [1.0, 0.0, 0.0], [0.5, 0.5, 0.0]])
    counts = RandomDraws("g").multinomial(units, shares)
    assert counts.sum(axis=1).tolist() == units.tolist()
    assert (counts[shares == 0] == 0).all()
    assert counts[0, 0] / 30_000 == pytest.approx(0.2, abs=0.012)
    assert counts[2, 0] / 20_000 == pytest.approx(0.5, abs=0.018)
    assert RandomDraws("h").multinomial(7, np.array([0.5, 0.5])).sum() == 7


def test_choices_follow_their_chances_and_come_once_where_none_is_put_back() -> None:
    drawn = RandomDraws("i").choice(["x", "y", "z"], MANY, probabilities=[0.1, 0.0, 0.9])
    assert set(drawn) == {"x", "z"}
    assert (drawn == "x").mean() == pytest.approx(0.1, abs=0.0075)
    assert sorted(RandomDraws("j").choice(10, 10, replace=False)) == list(range(10))
    assert sorted(RandomDraws("k").permutation(range(50))) == list(range(50))
