"""The chain over the published extracts, against plain pandas, and against itself with nothing or one file changed."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import PROJECT, mirror_folder
from benchmarks.ratios import Ratio, print_ratios
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json

AUTHORITY = "E06000004"
RUNS = 3


@dataclass(frozen=True)
class Run:
    """One finished process: wall seconds, peak memory, and the seconds it measured itself, imports left out."""

    seconds: float
    peak_mb: float
    inside: float


def run(*arguments: str) -> Run:
    """Run a module in a process of its own, under the operating system's accounting."""
    import time

    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments[0]} ended with code {process.returncode}")
    first = output.split()[0] if output.split() else "nan"
    inside = float(first) if first.replace(".", "", 1).isdigit() else float("nan")
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024, inside)


def stages(work: Path) -> list[Run]:
    """Run the four stages of `make report`, each a process, as make does."""
    folders = [f"--{name}={work / name}" for name in ("raw", "processed", "reports")]
    return [run(f"pipelines.{stage}", *folders, "--quiet") for stage in ("ingest", "validate", "measure", "report")]


def revise(raw: Path) -> None:
    """Count one home more near open space in the first neighbourhood, as a corrected extract would."""
    path = sorted((raw / "sample/open_space").rglob("open_space_*.csv"))[-1]
    header, first, *others = path.read_text(encoding="utf-8").splitlines()
    code, homes, near = first.split(",")
    path.write_text("\n".join([header, f"{code},{homes},{int(near) + 1}", *others, ""]), encoding="utf-8")
    record = read_json(path.with_name("provenance.json"))
    for entry in record["files"]:
        entry["sha256"] = compute_file_checksum(path) if entry["stored"] == path.name else entry["sha256"]
    path.with_name("provenance.json").write_text(json.dumps(record), encoding="utf-8")


def main() -> list[Ratio]:
    """Print the ratios, and return them."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        folders = [f"--{name}={work / name}" for name in ("raw", "processed", "reports")]
        run("pipelines.sample", *folders)  # for what only the council could supply
        if mirror := mirror_folder():
            run("pipelines.fetch", *folders, "--mirror", str(mirror))
            print("chain, over the published extracts")
        else:
            print("chain, over the SAMPLE (no published extracts here): too small for its ratios to mean much")
        cold, warm = stages(work), stages(work)
        revise(work / "raw")
        revised = stages(work)
        total = [sum(stage.seconds for stage in runs) for runs in (cold, warm, revised)]
        staged = str(work / "processed/staged")
        pairs = [
            (run("benchmarks.plain_pandas", staged, AUTHORITY), run("benchmarks.compiled_sums", staged, AUTHORITY))
            for _ in range(RUNS)
        ]
        (work / "peer").mkdir()
        peer = run("benchmarks.raw_pandas", str(work / "raw"), str(work / "peer"))
        ours = max(cold[0].peak_mb, median(pair[1].peak_mb for pair in pairs))
        theirs = max(peer.peak_mb, median(pair[0].peak_mb for pair in pairs))
        inside = median(pair[0].inside / pair[1].inside for pair in pairs)
        whole = median(pair[0].seconds / pair[1].seconds for pair in pairs)
        memory = median(pair[1].peak_mb / pair[0].peak_mb for pair in pairs)
    read = peer.seconds / cold[0].seconds
    ratios = [
        Ratio("sums of all measures: plain pandas ÷ ours, imports left out", inside, 6),
        Ratio("sums of all measures: plain pandas ÷ ours, with imports", whole),
        Ratio("peak memory of the sums: ours ÷ plain pandas", memory, 0.33, is_share=True),
        Ratio("peak memory, raw extracts to sums: ours ÷ plain pandas", ours / theirs, 0.33, is_share=True),
        Ratio("reading the raw extracts: plain pandas ÷ ours (ours reads two more, and checks)", read),
        Ratio("second `make report`, nothing changed: ÷ cold run", total[1] / total[0], 0.1, is_share=True),
        Ratio("third `make report`, one source revised: ÷ cold run", total[2] / total[0], 0.25, is_share=True),
    ]
    print_ratios(ratios)
    parts = ", ".join(
        f"{name} {r.seconds:.1f} s" for name, r in zip(("ingest", "validate", "measure", "report"), cold, strict=True)
    )
    print(
        f"  cold run {total[0]:.1f} s ({parts}); peak {max(r.peak_mb for r in cold):.0f} MB;"
        f" second run {total[1]:.1f} s, third {total[2]:.1f} s"
    )
    return ratios


if __name__ == "__main__":
    main()
