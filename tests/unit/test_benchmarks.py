"""The record of the benchmarks: what fell since then is named, whichever way is better, and so is what is missing."""

from pathlib import Path

from benchmarks.ratios import Ratio, describe_comparison, read_record, write_record

BEFORE = [Ratio("peer ÷ ours", 6.0, 5.0), Ratio("share", 0.1, 0.33, is_share=True), Ratio("no goal", 2.0)]


def test_the_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_record(BEFORE, tmp_path / "speed.csv")
    assert read_record(tmp_path / "speed.csv") == BEFORE


def test_what_fell_is_named() -> None:
    now = [Ratio("peer ÷ ours", 4.0, 5.0), Ratio("share", 0.2, 0.33, is_share=True), Ratio("new", 1.0)]
    assert [*describe_comparison(BEFORE, now)] == [
        "not measured now: no goal",
        "not in the record: new",
        "1.5 times worse (6 before, 4 now): peer ÷ ours",
        "2.0 times worse (0.1 before, 0.2 now): share",
    ]
    assert not [*describe_comparison(BEFORE, BEFORE)]
    better = [Ratio("peer ÷ ours", 60.0, 5.0), Ratio("share", 0.01, 0.33, is_share=True), Ratio("no goal", 1.6)]
    assert not [*describe_comparison(BEFORE, better)]


def test_a_goal_is_reached_on_its_own_side() -> None:
    assert [ratio.is_reached for ratio in BEFORE] == [True, True, True]
    assert [ratio.goal_words for ratio in BEFORE] == ["≥ 5", "≤ 0.33", ""]
    assert not Ratio("share", 0.4, 0.33, is_share=True).is_reached
    assert not Ratio("peer ÷ ours", 4.9, 5.0).is_reached
