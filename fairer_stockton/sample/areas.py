"""The authorities of the sample, a file each: codes, names, wards, and what became of each 2011 LSOA in 2021."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.toml_file import open_toml_definition

AUTHORITY_FILES = PACKAGE / "sample" / "authorities"


@dataclass(frozen=True, slots=True)
class Outlines:
    """The honeycomb that a council's LSOAs are drawn as, in degrees, and the grid reference of its middle in metres."""

    combined_authority: str
    columns: int
    west: float
    north: float
    half_width: float
    row_step: float
    centre: tuple[float, float]
    grid_centre: tuple[int, int]
    metres: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Authority:
    """One local authority of the sample; its wards and constituencies by code, and the parts of each split LSOA.

    An authority with `outlines` can be the home of a sample: the council whose report is made.
    """

    code: str
    name: str
    region: tuple[str, str]
    lsoa11: tuple[str, ...]
    msoas: tuple[str, ...]
    splits: Mapping[str, tuple[str, ...]]
    wards19: Mapping[str, str]
    wards24: Mapping[str, str]
    constituencies: Mapping[str, str]
    welsh_name: str = ""
    single_area_ward: str = ""
    outlines: Outlines | None = None


@cache
def load_authorities() -> dict[str, Authority]:
    """Read every authority that the sample has facts of, by code and in the order of their codes."""
    authorities = []
    for path in AUTHORITY_FILES.glob("*.toml"):
        with open_toml_definition(path) as facts:
            authorities.append(_authority(facts))
    return {authority.code: authority for authority in sorted(authorities, key=lambda authority: authority.code)}


def authorities_of_sample(home: str) -> tuple[Authority, ...]:
    """Return the authorities whose LSOAs a sample holds: the council of the report, and those that are never that.

    Raises:
        MissingSourceError: there are no facts of the council's own LSOAs.
    """
    known = load_authorities()
    homes = {code: authority.name for code, authority in known.items() if authority.outlines}
    if home not in homes:
        raise MissingSourceError(
            source="the generated sample",
            found=f"no neighbourhoods of {home}",
            expected=f"a council that the sample can be made for: {' or '.join(homes.values())}",
            remedy="run `fairer fetch` for the published extracts, which hold every council of England",
        )
    return (known[home], *(authority for code, authority in known.items() if code not in homes))


def _authority(facts: dict[str, Any]) -> Authority:
    region, outlines = facts.pop("region"), facts.pop("outlines", None)
    return Authority(
        **{key: facts.pop(key) for key in ("code", "name", "wards19", "wards24")},
        **{key: facts.pop(key, "") for key in ("welsh_name", "single_area_ward")},
        region=(region["code"], region["name"]),
        lsoa11=tuple(code for run in facts.pop("lsoa11") for code in _codes_of_run(run)),
        msoas=tuple(code for run in facts.pop("msoas") for code in _codes_of_run(run)),
        splits={parent: tuple(parts) for parent, parts in facts.pop("splits", {}).items()},
        constituencies=facts.pop("constituencies", {}),
        outlines=_outlines(outlines) if outlines else None,
    )


def _outlines(facts: dict[str, Any]) -> Outlines:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
    return Outlines(**values)


def _codes_of_run(run: str) -> Iterator[str]:
    """Yield every code from the first of a run to its last, as in E01012007-E01012027; a single code alone."""
    first, _, last = run.partition("-")
    for number in range(int(first[1:]), int((last or first)[1:]) + 1):
        yield f"{first[0]}{number:08d}"
