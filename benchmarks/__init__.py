"""Speeds as ratios to named peers, measured in one run."""

import os
from pathlib import Path

PROJECT = Path(__file__).parent.parent


def mirror_folder() -> Path | None:
    """Give the folder of published extracts, where there is one."""
    mirror = Path(os.environ.get("FAIRER_MIRROR") or PROJECT.parent / "shared/data")
    return mirror if (mirror / "rebuilt").is_dir() else None
