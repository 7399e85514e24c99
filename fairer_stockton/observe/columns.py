"""How each statistic of the closed vocabulary becomes observations: one module a kind."""

# What tells one observation of a measure from another, and the limits it carries.
LEVELS = ("lower_95", "upper_95", "lower_998", "upper_998")
PLACE = ["measure", "area_type", "area_code", "area_name", "vintage", "breakdown", "category"]
KEY = [*PLACE, "period"]
NATIVE = ""  # of a figure that is not converted from another map
