"""Which areas are among the ten worst, as far as their figures allow that to be known."""

from dataclasses import dataclass

from fairer_stockton.report.edition import Edition
from fairer_stockton.run.vocabulary import AmongTenWorst, AreaType

AREA_NOUNS: dict[str, str] = {
    AreaType.WARD: "ward",
    AreaType.MSOA: "local area",
    AreaType.LSOA: "neighbourhood",
    AreaType.COMMUNITY_PARTNERSHIP: "Community Partnership",
}
AREA_PLURALS: dict[str, str] = {
    AreaType.WARD: "wards",
    AreaType.MSOA: "local areas",
    AreaType.LSOA: "neighbourhoods",
    AreaType.COMMUNITY_PARTNERSHIP: "Community Partnerships",
}
TEN_WORST_CELLS = {
    AmongTenWorst.SURELY: "almost certainly",
    AmongTenWorst.PERHAPS: "perhaps",
    AmongTenWorst.NOT: "no",
    AmongTenWorst.NOT_JUDGED: "–",
}


@dataclass(frozen=True)
class TenWorst:
    """Codes of the areas that surely are among the ten worst, how many may be, and how many these are among."""

    surely: tuple[str, ...]
    perhaps: int
    areas: int


def find_ten_worst(edition: Edition, measure_name: str, period: str, area_type: str, vintage: str) -> TenWorst | None:
    """Return who is among the ten worst of a measure's areas of one kind and map; None where that is not judged."""
    rows = edition.select_standings(measure_name, area_type, vintage, period)
    rows = rows[rows["among_ten_worst"] != AmongTenWorst.NOT_JUDGED]
    if rows.empty:
        return None
    surely = rows[rows["among_ten_worst"] == AmongTenWorst.SURELY].sort_values(["rank", "area_code"], ascending=False)
    perhaps = int((rows["among_ten_worst"] == AmongTenWorst.PERHAPS).sum())
    return TenWorst(tuple(surely["area_code"]), perhaps, int(rows["ranked_with_interval"].iloc[0]))


def describe_ten_worst(ten_worst: TenWorst | None, names_by_code: dict[str, str], area_type: str) -> str:
    """Write who is almost certainly among the ten worst, and how many more may be; empty where it is not judged."""
    if ten_worst is None:
        return ""
    among = f"the ten worst of {ten_worst.areas} {AREA_PLURALS[area_type]}"
    if not ten_worst.surely:
        noun = AREA_NOUNS[area_type]
        return f"The figures are too uncertain to place any {noun} among {among}; {ten_worst.perhaps} may be."
    names = [names_by_code.get(code, code) for code in ten_worst.surely]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    verb = "are" if len(names) > 1 else "is"
    more = f" {ten_worst.perhaps} more may be." if ten_worst.perhaps else ""
    return f"{listed} {verb} almost certainly among {among}.{more}"
