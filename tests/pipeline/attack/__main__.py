"""Attack as many random extracts as are asked for: `make attack N=471`."""

import sys
from collections import Counter

from tests.pipeline.attack.extracts import draw_council
from tests.pipeline.attack.test_random_extracts import attack


def main(number: int) -> int:
    """Print what is found in so many extracts, and return whether anything was."""
    counts: Counter[str] = Counter()
    for seed in range(number):
        with draw_council(seed) as council:
            published = council.publish()
            findings = attack(council, published)
        for finding in findings:
            print(f"extract {seed}: {finding}", flush=True)
        counts["recovered"] += sum(finding.is_exact for finding in findings)
        counts["narrow"] += sum(finding.is_narrow for finding in findings)
        counts["hidden"] += int((published.observations["status"] == "suppressed").sum())
        counts["figures"] += len(published.observations)
    print(
        f"{number} extracts, {counts['figures']} figures, {counts['hidden']} of them hidden:"
        f" {counts['recovered']} recovered, {counts['narrow']} bounded more closely than the rule"
    )
    return int(counts["recovered"] + counts["narrow"] > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
