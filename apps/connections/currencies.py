"""The currency that a customer account of a country is opened with; the admin site changes it."""

from __future__ import annotations

_EURO = ("AT", "BE", "DE", "ES", "FI", "FR", "HR", "IE", "IT", "LU", "NL", "PT", "SI", "SK")

CURRENCY_OF = dict.fromkeys(_EURO, "EUR") | {
    "AE": "AED",
    "AU": "AUD",
    "BG": "EUR",
    "BR": "BRL",
    "CA": "CAD",
    "CH": "CHF",
    "CL": "CLP",
    "CO": "COP",
    "CZ": "CZK",
    "DK": "DKK",
    "GB": "GBP",
    "HK": "HKD",
    "HU": "HUF",
    "ID": "IDR",
    "IN": "INR",
    "MX": "MXN",
    "MY": "MYR",
    "NO": "NOK",
    "NZ": "NZD",
    "PE": "PEN",
    "PL": "PLN",
    "RO": "RON",
    "SA": "SAR",
    "SE": "SEK",
    "SG": "SGD",
    "TH": "THB",
    "TR": "TRY",
    "US": "USD",
    "ZA": "ZAR",
}
