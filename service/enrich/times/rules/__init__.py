"""What a matched pattern means: one function a kind of expression, called by the name the patterns use."""

from collections.abc import Mapping

from service.enrich.times.resolution import Rule
from service.enrich.times.rules import clock, dates, months, periods, units, weekdays, years

RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        dates.date,
        dates.day_range,
        dates.dotted_date,
        dates.holiday,
        dates.known_day,
        dates.month,
        dates.numeric,
        months.near_month,
        months.same_year_month,
        months.shifted_date,
        periods.fiscal_year,
        periods.half_year,
        periods.quarter,
        periods.season,
        units.ago,
        units.ahead,
        units.end_of_unit,
        units.focused_part,
        units.focused_unit,
        units.last_unit,
        units.later,
        units.next_unit,
        units.nothing,
        units.part_of_day,
        units.same_unit,
        units.shifted_unit,
        units.stretch,
        units.today,
        weekdays.weekday,
        weekdays.weekday_of_week,
        weekdays.weekday_pair,
        weekdays.weekend,
        years.centuries,
        years.decades,
        years.era_year,
        years.year,
        years.year_pair,
        clock.clock,
    )
}

__all__ = ["RULES"]
