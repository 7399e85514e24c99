"""The columns that identify an observation and those that hold its limits."""

# What distinguishes one observation of a measure from another, and the limits it has.
LEVELS = ("lower_95", "upper_95", "lower_998", "upper_998")
SERIES_KEY = ["measure", "area_type", "area_code", "area_name", "vintage", "breakdown", "category"]
FIGURE_KEY = [*SERIES_KEY, "period"]
NATIVE = ""  # of a figure that is not converted from another map
