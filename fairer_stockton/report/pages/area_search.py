"""The search for an area: what the script that suggests areas knows of them, and the words around its field."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.report.area_profile import SHORT_AREA_TITLES, ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.area_lookups import (
    OUTLINES_FILE,
    list_outward_codes,
    write_outline_script,
    write_postcode_scripts,
)
from fairer_stockton.report.pages.areas import Profiles
from fairer_stockton.run.vocabulary import AreaType

NAMES_FILE = "area-names.js"
BEST_KNOWN_FIRST = (AreaType.WARD, AreaType.LSOA, AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA)


@dataclass(frozen=True)
class AreaSearch:
    """What the search says before anybody types: which kinds of area it knows, and how many have a page."""

    label: str
    hint: str


def make_area_search(edition: Edition) -> AreaSearch:
    """Return the words of the search, for whatever areas the edition has pages of."""
    counts = Counter(area.area_type for area in Profiles(edition).areas)
    titles = {kind: SHORT_AREA_TITLES[kind] for kind in BEST_KNOWN_FIRST if counts[kind]}
    searched = [_make_singular(title) for title in titles.values()]
    label = _join_words(searched if edition.postcodes is None else [*searched, "postcode"], "or")
    counted = [
        f"{counts[kind]} {title if counts[kind] > 1 else _make_singular(title)}" for kind, title in titles.items()
    ]
    return AreaSearch(
        label=f"{label[:1].upper()}{label[1:]}",
        hint=f"There is a page for each of {_join_words(counted, 'and')}.",
    )


def _make_singular(title: str) -> str:
    return title.removesuffix("s")


def _join_words(words: Sequence[str], last_link: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last_link} {words[-1]}"


def write_area_names(edition: Edition, areas: Sequence[ProfiledArea]) -> str:
    """Return the script that holds the name, kind and page of each area, and the code of each neighbourhood."""
    entries = [
        [area.name, area.whereabouts.replace(" (LSOA)", ""), area.page, area.code if area.ward else ""]
        for area in areas
    ]
    contents = {
        "borough": edition.borough_name,
        "areas": entries,
        "outwardCodes": list_outward_codes(edition),
        "hasOutlines": edition.boundaries is not None,
    }
    text = json.dumps(contents, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"window.areaNames = {text};\n"


def write_search_files(edition: Edition, areas: Sequence[ProfiledArea], folder: Path) -> None:
    """Write what the search reads into an edition's folder."""
    scripts = {NAMES_FILE: write_area_names(edition, areas), OUTLINES_FILE: write_outline_script(edition, areas)}
    scripts |= {f"postcodes/{code}.js": text for code, text in write_postcode_scripts(edition, areas).items()}
    for name, text in scripts.items():
        if text:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
