"""A picture of a page for the docs: `python -m docs_generator.page_picture PAGE.html PICTURE.png`."""

import io
import shutil
import sys
from pathlib import Path

WIDTH, HEIGHT = 1280, 1600
SHRUNK_TO = 1000  # pixels wide
COLOURS = 200  # of the picture: the pages have few, and so a page needs a third of the bytes


def save_page_picture(page: Path, picture: Path) -> None:
    """Write the top of a page, as a wide screen shows it, as a PNG of few colours.

    Raises:
        FileNotFoundError: Debian's Chromium is not installed.
    """
    from PIL import Image
    from playwright.sync_api import ViewportSize, sync_playwright

    browser_file = shutil.which("chromium")
    if browser_file is None:
        raise FileNotFoundError("no Chromium on this machine: install the Debian package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_file, args=["--no-sandbox"])
        tab = browser.new_page(viewport=ViewportSize(width=WIDTH, height=HEIGHT))
        tab.goto(page.resolve().as_uri())
        shot = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
        browser.close()
    small = shot.resize((SHRUNK_TO, round(shot.height * SHRUNK_TO / shot.width)), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(picture, optimize=True)


if __name__ == "__main__":
    save_page_picture(*map(Path, sys.argv[1:]))
