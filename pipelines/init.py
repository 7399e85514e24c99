"""Init: a folder for a council of one's own."""

from pathlib import Path


def init(folder: Path, authority: str, edition: str) -> None:
    """Start a folder for another council, ready to be filled in."""
    from fairer_stockton.definitions.new_council import create_council_folder, next_steps

    print(next_steps(create_council_folder(folder, authority, edition)))


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["init", *sys.argv[1:]]))
