"""Where a parcel is followed: the carriers' own pages, by what the distributor calls them."""

from __future__ import annotations

import re
from urllib.parse import quote

#: A word of the carrier's name or code, and its page; the first that fits.
_PAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), page)
    for pattern, page in (
        (r"\bUPS|UNITED PARCEL", "https://www.ups.com/track?tracknum={}"),
        (r"\bUSPS|U\.?S\.? POSTAL|\bPRIORITY MAIL",
         "https://tools.usps.com/go/TrackConfirmAction?tLabels={}"),
        (r"FED ?EX|\bFDX|\bFX[FG]\b|\bFEDX", "https://www.fedex.com/fedextrack/?trknbr={}"),
        (r"\bDHL",
         "https://www.dhl.com/global-en/home/tracking.html?submit=1&tracking-id={}"),
        (r"PUROLATOR|\bPURO", "https://www.purolator.com/en/shipping/tracker?pin={}"),
        (r"CANADA ?POST|\bCPC\b|POSTES CANADA",
         "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}"),
        (r"\bDPD", "https://tracking.dpd.de/parcelstatus?locale=en_EN&query={}"),
        (r"\bGLS\b", "https://gls-group.eu/EU/en/parcel-tracking?match={}"),
        (r"ROYAL ?MAIL", "https://www.royalmail.com/track-your-item#/tracking-results/{}"),
        (r"\bTNT\b", "https://www.tnt.com/express/en_us/site/tracking.html?searchType=con&cons={}"),
        (r"ONTRAC", "https://www.ontrac.com/tracking/?number={}"),
        (r"OLD DOMINION|\bODFL",
         "https://www.odfl.com/us/en/tools/trace-track-ltl-freight/trace.html?proNumbers={}"),
    )
)  # fmt: skip
#: UPS numbers tell their carrier themselves.
_UPS_NUMBER = re.compile(r"1Z[A-Z0-9]{16}\Z")


def tracking_page(*, tracking_number: str, carrier_code: str = "", carrier_name: str = "") -> str:
    """The address at which the carrier tells where the parcel is; empty for one we don't know."""
    number = "".join(tracking_number.split())
    if not number:
        return ""
    called = f"{carrier_name} {carrier_code}".upper()
    for pattern, page in _PAGES:
        if pattern.search(called):
            return page.format(quote(number, safe=""))
    if _UPS_NUMBER.match(number.upper()):
        return _PAGES[0][1].format(quote(number, safe=""))
    return ""
