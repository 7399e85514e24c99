"""Run the command: `python -m fairer_stockton report` is `fairer report`."""

from fairer_stockton.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
