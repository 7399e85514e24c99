"""How to read the figures: what each word of the report means, for every form that it comes in."""

# As the Office for National Statistics draws them everywhere: each page that gives their size says this.
NEIGHBOURHOOD_SIZE = "LSOA, of 1,000 to 3,000 residents"

READING = (
    (
        "95% interval",
        "The true figure is likely to be in this range. It is wider when few people are counted."
        " For whole counts it shows how far a count of this size would move if the year could be repeated."
        " A figure without one (a rank, a mean, a rate whose count is not published) is compared with other councils.",
    ),
    (
        "Better, similar, worse",
        "Worse or better: England's figure is outside the borough's interval. Similar: it is inside. We do not compare "
        "a figure that has no margin of error, or that its publisher's model makes.",
    ),
    (
        "About the same",
        "The difference is more than chance, but too small to matter. Each unit has its own smallest difference that "
        "counts.",
    ),
    (
        "No clear difference",
        "The range for the difference includes zero, so there may be no difference at all.",
    ),
    (
        "Deprivation fifths",
        f"The borough's neighbourhoods ({NEIGHBOURHOOD_SIZE}) in five groups of equal number, from the most to the "
        "least deprived by the latest Indices of Deprivation on their map. A measure that goes into the Indices is not "
        "compared between them.",
    ),
    (
        "Slope and relative index of inequality",
        "The difference, and the ratio, between the two ends of a line drawn through all five fifths: they "
        "use every neighbourhood, not the ends alone.",
    ),
    (
        "Narrowed and widened",
        "We say this only where the change since the framework began is more than chance explains.",
    ),
    (
        "Low base",
        "The figure rests on fewer than 100 answers or cases. It is shown, marked, and drawn hollow in charts.",
    ),
    (
        "Suppressed",
        "We do not show it: it counts too few people or homes, or nobody at all, or it could reveal another hidden "
        "figure.",
    ),
    (
        "Nearest available measure of",
        "The framework asks for something we have no source for. This is the nearest measure that we have.",
    ),
)
