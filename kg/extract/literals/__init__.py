"""literals: text in, quantities, dates, growth rates and stage words out, each with its span."""

from kg.extract.literals.dates import Moment, find_dates
from kg.extract.literals.growth import Growth, find_growths
from kg.extract.literals.quantities import Quantity, find_quantities
from kg.extract.literals.stages import StageWord, find_stages

__all__ = [
    "Growth",
    "Moment",
    "Quantity",
    "StageWord",
    "find_dates",
    "find_growths",
    "find_quantities",
    "find_stages",
]
