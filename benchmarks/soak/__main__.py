"""Run the soak: `python -m benchmarks.soak --refreshes 100 --seed 1`, with pages by `--whole`."""

import argparse
import random
import tempfile
import time
from pathlib import Path

from benchmarks.soak.trials import open_soak

STAGES = ("fetch", "supply", "report")


def main() -> None:
    """Try what is asked for, and print what was tried and how the runs ended."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--refreshes", type=int, default=100, help="how many are disturbed (else 100)")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (else 1)")
    parser.add_argument("--whole", action="store_true", help="with pages and tables; a refresh then takes seconds")
    parser.add_argument("--brief", action="store_true", help="compare with copies of one report, as a test does")
    parser.add_argument("--stages", nargs="*", default=STAGES, help=f"killed before their operations (else {STAGES})")
    parser.add_argument("--every", type=int, default=1, help="before each so many of them (else each)")
    options = parser.parse_args()
    draws = random.Random(options.seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, open_soak(Path(folder), draws, options.whole, options.brief) as soak:
        for _ in range(options.refreshes):
            soak.try_once(draws)
        soak.finish()
        print(f"{options.refreshes} disturbed refreshes, seed {options.seed}: nothing lost, nothing half published")
        print("tried", dict(sorted(soak.tried.items())))
        print("exit codes (-9 is killed)", dict(sorted(soak.ended.items())))
        for stage in options.stages:
            number = soak.kill_before_every_operation(stage, options.every)
            which = "each" if options.every == 1 else f"each {options.every}th"
            print(f"{stage}: killed before {which} of {number} operations on files, and the next run whole")
        soak.finish()
    print(f"every byte is that of an undisturbed report; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
