"""listed: a firm's name in, the listed company that it names, or whose brand it carries, out."""

from functools import lru_cache

from kg.resolve.authority import Listed, listed_by_full, listed_by_short
from kg.resolve.names import company_name


@lru_cache(maxsize=100_000)
def named_as(name: str) -> Listed | None:
    """Give the listed company whose full name, short name or home and short name this is.

    >>> named_as("上海保立佳").full, named_as("保立佳").full, named_as("湖北科达利")
    ('上海保立佳化工股份有限公司', '上海保立佳化工股份有限公司', None)
    """
    parts = company_name(name)
    if parts.whole in listed_by_full():
        return listed_by_full()[parts.whole]
    firm = listed_by_short().get(parts.whole)
    if firm or parts.legal or not parts.region:
        return firm
    firm = listed_by_short().get(parts.core)
    if firm and _stem(company_name(firm.full).region) == _stem(parts.region):
        return firm
    return None


@lru_cache(maxsize=100_000)
def brand_owner(name: str) -> Listed | None:
    """Give the listed company whose short name a firm elsewhere carries after a region.

    >>> brand_owner("河南三棵树新材料科技有限公司").full, brand_owner("三棵树涂料股份有限公司")
    ('三棵树涂料股份有限公司', None)
    >>> brand_owner("湖北科达利").full, brand_owner("上海保立佳")
    ('深圳市科达利实业股份有限公司', None)
    """
    parts = company_name(name)
    if not parts.region or parts.region == "中国" or named_as(name):
        return None
    return listed_by_short().get(parts.brand)


def _stem(region: str) -> str:
    return region.rstrip("省市县区")
