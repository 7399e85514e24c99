"""Init: a folder for a council of one's own."""

from pathlib import Path


def init(folder: Path, authority: str, edition: str) -> None:
    """Start a folder for another council, ready to be filled in."""
    from fairer_stockton.definitions.new_council import next_steps, start_council

    print(next_steps(start_council(folder, authority, edition)))


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["init", *sys.argv[1:]]))
