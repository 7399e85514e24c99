"""The look of the pages: the style sheet, and over it a council's own colours and logo."""

import shutil
from pathlib import Path

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.render import TEMPLATES

STYLE_SHEET = "style.css"
# Colours come last and so win. Where the reader forces colours of their own these yield to them, as all others do.
ACCENT_RULES = """\
:root {{ --brand: {accent}; }}
"""
HEADING_RULES = """\
h1, h2 {{ color: {heading}; }}
"""
# A logo has a white ground of its own: it may be dark, and the band is.
LOGO_RULES = """\
.logo { display: block; height: 3.5rem; width: auto; max-width: 100%; margin: 0 0 1rem; padding: 0.4rem 0.6rem;
  background: #fff; }
"""


def write_look(edition: Edition, folder: Path) -> None:
    """Write the style sheet into an edition's folder, and the council's logo where it has one."""
    look = edition.look
    text = (TEMPLATES / STYLE_SHEET).read_text(encoding="utf-8")
    if look.accent:
        text += ACCENT_RULES.format(accent=look.accent)
    if look.heading:
        text += HEADING_RULES.format(heading=look.heading)
    if look.logo:
        text += LOGO_RULES
        shutil.copyfile(look.logo, folder / look.logo_name)
    (folder / STYLE_SHEET).write_text(text, encoding="utf-8", newline="\n")
