"""across: what each article names in, which of it is one thing over all articles out."""

from kg.resolve.across.brands import brand_subsidiaries
from kg.resolve.across.judge import Verdict, judge
from kg.resolve.across.thing import Thing, things_of

__all__ = ["Thing", "Verdict", "brand_subsidiaries", "judge", "things_of"]
