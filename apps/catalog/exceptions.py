"""Why the catalogue could not answer, in words for a person.

CatalogError                 has `user_message`, `correlation_id` and `retry_after` (seconds)
├── SearchUnavailable        no search result came
├── PriceUnavailable         no price and availability came; an unknown price is not one of these
├── DetailsUnavailable       no product details came
└── UnknownProduct           the distributor answered: it has no such part for this account

UnreadableFile               an uploaded file that is no spreadsheet of part numbers
PriceCheckRefused            a list that makes no price check
"""

from __future__ import annotations


class CatalogError(Exception):
    def __init__(
        self, user_message: str, *, correlation_id: str = "", retry_after: float = 0
    ) -> None:
        self.user_message = user_message
        self.correlation_id = correlation_id
        self.retry_after = retry_after
        super().__init__(user_message)


class SearchUnavailable(CatalogError):
    pass


class PriceUnavailable(CatalogError):
    pass


class DetailsUnavailable(CatalogError):
    pass


class UnknownProduct(CatalogError):
    pass


class UnreadableFile(Exception):
    """An uploaded file that is no spreadsheet, or too large to be one of part numbers."""

    def __init__(self, user_message: str) -> None:
        self.user_message = user_message
        super().__init__(user_message)


class PriceCheckRefused(Exception):
    """A list without part numbers, or with too many; nothing was kept."""

    def __init__(self, user_message: str) -> None:
        self.user_message = user_message
        super().__init__(user_message)
