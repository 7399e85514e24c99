"""How a council's report looks: its logo and colours, refused where they could not be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError

WHITE = "#ffffff"
LEAST_CONTRAST = 4.5  # of text on its ground: WCAG 2.2, success criterion 1.4.3 (AA)
OWN_COLOURS = ("accent", "heading")
LOGO_FORMS = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Look:
    """A council's logo and colours; each is empty where the package's own look holds.

    `accent` is the ground of the band at the top of a page, with white words on it, and the colour of rules; `heading`
    is that of headings, the accent where only that is set. Colours are of the form #rrggbb.
    """

    logo: Path | None = None
    logo_alt: str = ""
    accent: str = ""
    heading: str = ""

    @property
    def logo_name(self) -> str:
        """The logo's name beside the pages; empty where there is none."""
        return f"logo{self.logo.suffix}" if self.logo else ""


def read_look(raw: dict[str, Any], file: Path) -> Look:
    """Take the keys `logo`, `logo_alt` and `colours` out of a council's file, and return what they say.

    Raises:
        CatalogueError: the logo is not there, has no words for those who do not see it or is no SVG or PNG; or a colour
            is none, or too faint against white.
    """
    logo, logo_alt, colours = raw.pop("logo", ""), raw.pop("logo_alt", ""), dict(raw.pop("colours", {}))
    if logo:
        _check_logo(file, file.parent / logo, logo_alt)
    elif logo_alt:
        raise CatalogueError(
            file=file, found="logo_alt without logo", expected="both or neither", remedy="name the logo's file"
        )
    for name, colour in colours.items():
        _check_colour(file, name, colour)
    accent = str(colours.get("accent", ""))
    heading = str(colours.get("heading", accent))
    return Look(file.parent / logo if logo else None, logo_alt, accent, heading)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours of the form #rrggbb, from 1 (the same) to 21 (black on white).

    Source: Web Content Accessibility Guidelines (WCAG) 2.2, "contrast ratio" and "relative luminance".
    """
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _check_logo(file: Path, logo: Path, logo_alt: str) -> None:
    wrong: Mapping[str, tuple[bool, str, str]] = {
        f"no file {logo}": (not logo.is_file(), "a file in the council's folder", "put it there, or correct its name"),
        f"logo = {logo.name!r}": (
            logo.suffix.lower() not in LOGO_FORMS,
            f"a picture that ends in {' or '.join(LOGO_FORMS)}",
            "save it in one of these forms",
        ),
        "a logo without logo_alt": (
            not logo_alt,
            "words for readers who do not see the logo",
            'write them, as in logo_alt = "Middleham Council"',
        ),
    }
    for finding, (is_wrong, expected, remedy) in wrong.items():
        if is_wrong:
            raise CatalogueError(file=file, found=finding, expected=expected, remedy=remedy)


def _check_colour(file: Path, name: str, colour: Any) -> None:
    if name not in OWN_COLOURS:
        raise CatalogueError(
            file=file,
            found=f"the colour {name!r}",
            expected=f"the colours {' and '.join(OWN_COLOURS)}",
            remedy="leave the others out",
        )
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(colour)):
        raise CatalogueError(
            file=file,
            found=f"{name} = {colour!r}",
            expected="a colour as in #0b3c5d: two figures each for red, green and blue",
            remedy="write it so",
        )
    if (ratio := contrast(colour, WHITE)) < LEAST_CONTRAST:
        raise CatalogueError(
            file=file,
            found=f"{name} = {colour!r}, whose contrast with white is {_one_place_down(ratio)} to 1",
            expected=f"at least {LEAST_CONTRAST} to 1, so that everybody can read white words on it, and it on white",
            remedy="choose a darker colour",
        )


def _one_place_down(ratio: float) -> float:
    """Round down, so that a contrast that falls short is never shown as one that does not."""
    return int(10 * ratio) / 10
