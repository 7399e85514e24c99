"""All benchmarks, one after the other: `make bench`; `--record` writes them into the docs, `--compare` finds a fall."""

import argparse

from benchmarks import chain, cluster, deprivation, disclosure, statistics
from benchmarks.page import write_page
from benchmarks.ratios import Ratio, describe_fallen_ratios, read_record, write_record

BENCHMARKS = {
    "chain": chain.main,
    "cluster": cluster.main,
    "deprivation": deprivation.main,
    "disclosure": disclosure.main,
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
    ratios: list[Ratio] = []
    for name in options.names or BENCHMARKS:
        ratios += BENCHMARKS[name]()
    fallen = []
    if options.compare:
        recorded = read_record()
        measured = {ratio.what for ratio in ratios}
        fallen = [
            *describe_fallen_ratios(
                [ratio for ratio in recorded if not options.names or ratio.what in measured], ratios
            )
        ]
        print("\n".join(["", *fallen] if fallen else ["", "no ratio has fallen since the record in docs/methods"]))
    if options.record:
        write_record(ratios)
        write_page(ratios)
    return int(any("worse" in line for line in fallen))


if __name__ == "__main__":
    raise SystemExit(main())
