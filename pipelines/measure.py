"""Make observations and gaps from the staged tables."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings

OPTIONS = {
    "explain": "print how one figure of this measure is made",
    "area": "the area of that figure, by code or name (else the borough)",
    "period": "its period (else the latest)",
}


def stage(
    settings: Settings, progress: Progress, _mirror: Path | None, *, explain: str = "", area: str = "", period: str = ""
) -> None:
    """Make observations and gaps from the staged tables; print how one figure is made where that is asked for."""
    from fairer_stockton.measure.stage import measure

    measure(settings, progress)
    if explain:
        from fairer_stockton.measure import explain as explaining

        print(explaining.explain(settings, explain, area or None, period or None), end="")


if __name__ == "__main__":
    raise SystemExit(run(stage, "Make observations and gaps from the staged tables.", takes=OPTIONS))
