"""Service audit: whether a service lies, or is used, where those live who need it, with the published edition."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def service_audit(settings: Settings, progress: Progress, *, audit: Path | None = None) -> None:
    """Audit a service against those who need it, from a list of its places or users, and print where the audit is."""
    from fairer_stockton.definitions.service_audits import load_service_audit
    from fairer_stockton.run.private_errors import leave_cells_out_of_errors
    from fairer_stockton.uses.packs.writing import load_published_edition, write_pack
    from fairer_stockton.uses.services.auditing import make_audit_pack

    declared = load_service_audit(audit)
    edition = load_published_edition(settings)
    with leave_cells_out_of_errors(is_private=True):
        pack = make_audit_pack(settings, edition, declared, audit or Path())
    page = write_pack(settings, edition, pack, progress)
    progress.say(f"wrote a service audit of {len(list(pack.figures))} figures")
    print(page)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["service-audit", *sys.argv[1:]]))
