"""All benchmarks, one after the other: `make bench`; `--record` writes them into the docs, `--compare` finds a fall."""

import argparse

from benchmarks import chain, cluster, deprivation, disclosure, growth, statistics
from benchmarks.page import write_page
from benchmarks.ratios import RECORD, Ratio, describe_comparison, find_fallen_ratios, read_record, write_record

BENCHMARKS = {
    "chain": chain.main,
    "cluster": cluster.main,
    "deprivation": deprivation.main,
    "disclosure": disclosure.main,
    "growth": growth.main,
    "statistics": statistics.main,
}


def main() -> int:
    """Run all benchmarks, or those that are named; return 1 where a ratio has fallen since the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(BENCHMARKS)}: all where none is named")
    parser.add_argument("--record", action="store_true", help="write the ratios into docs/methods")
    parser.add_argument("--compare", action="store_true", help="name each ratio that fell since the record")
    options = parser.parse_args()
    if unknown := {*options.names} - BENCHMARKS.keys():
        parser.error(f"no benchmark is named {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    recorded = read_record()
    if options.compare and not recorded:
        parser.error(f"there is no record in {RECORD.name} yet: `make bench FLAGS=--record` writes it")
    ratios = [ratio for name in options.names or BENCHMARKS for ratio in BENCHMARKS[name]()]
    if options.record:
        write_record_and_page(recorded if options.names else [], ratios)
    return compare(recorded, ratios, is_part=bool(options.names)) if options.compare else 0


def write_record_and_page(others: list[Ratio], ratios: list[Ratio]) -> None:
    """Write what was measured, in place of the same in the record where only some benchmarks ran."""
    together = {ratio.what: ratio for ratio in (*others, *ratios)}
    write_record(together.values())
    write_page([*together.values()])


def compare(recorded: list[Ratio], ratios: list[Ratio], *, is_part: bool) -> int:
    """Print each ratio that has fallen since the record, and return 1 where one has."""
    measured = {ratio.what for ratio in ratios}
    before = [ratio for ratio in recorded if ratio.what in measured or not is_part]
    lines = [*describe_comparison(before, ratios)]
    print("\n".join(["", *(lines or ["no ratio has fallen since the record in docs/methods"])]))
    return int(bool(find_fallen_ratios(before, ratios)))


if __name__ == "__main__":
    raise SystemExit(main())
