"""End users, contacts and occasions: invented, with addresses that nobody lives at."""

from __future__ import annotations

from sandbox.records import Address


def _end_user(company: str, contact: str, street: str, rest: str, domain: str) -> Address:
    city, state, postal_code, country = rest.split(", ")
    return Address(
        company_name=company,
        contact=contact,
        line1=street,
        city=city,
        state=state,
        postal_code=postal_code,
        country_code=country,
        phone_number="5550100",
        email=f"{contact.split()[0].lower()}@{domain}.example",
    )


END_USERS = {
    "US": (
        _end_user(
            "Lakeside Medical Group",
            "Dana Whitfield",
            "410 Shore Drive",
            "Flint, MI, 48502, US",
            "lakesidemedical",
        ),
        _end_user(
            "Bayview School District",
            "Marcus Lee",
            "400 Bayview Ave",
            "San Diego, CA, 92101, US",
            "bayviewschools",
        ),
        _end_user(
            "Copperline Logistics",
            "Teresa Nolan",
            "88 Freight Rd",
            "Reno, NV, 89502, US",
            "copperline",
        ),
        _end_user(
            "Alder & Finch LLP", "Owen Finch", "12 Court St", "Boston, MA, 02108, US", "alderfinch"
        ),
        _end_user(
            "Prairie Wind Energy",
            "Sofia Marsh",
            "2200 Turbine Way",
            "Amarillo, TX, 79101, US",
            "prairiewind",
        ),
        _end_user(
            "City of Brookhaven",
            "Alan Pruitt",
            "1 Civic Plaza",
            "Brookhaven, GA, 30319, US",
            "brookhavencity",
        ),
        _end_user(
            "Nimbus Robotics", "Hana Sato", "700 Foundry Ln", "Austin, TX, 78702, US", "nimbus"
        ),
        _end_user(
            "Old Mill Brewery", "Grace Hale", "5 Mill Race", "Portland, OR, 97209, US", "oldmill"
        ),
    ),
    "CA": (
        _end_user(
            "Maple Ridge Clinic",
            "Claire Dubois",
            "31 Lougheed Hwy",
            "Maple Ridge, BC, V2X2V1, CA",
            "mapleridge",
        ),
        _end_user(
            "Cabot Fisheries",
            "Neil Power",
            "9 Harbour Dr",
            "St. John's, NL, A1C5J1, CA",
            "cabotfish",
        ),
        _end_user(
            "Laurier Academy",
            "Jeanne Roy",
            "77 rue Laurier",
            "Gatineau, QC, J8X3W1, CA",
            "laurier",
        ),
    ),
    "DE": (
        _end_user(
            "Stadtwerke Erlenbach",
            "Petra Vogt",
            "Mainufer 8",
            "Erlenbach, BY, 63906, DE",
            "sw-erlenbach",
        ),
        _end_user(
            "Hanse Kontor AG",
            "Lars Petersen",
            "Kaiserkai 20",
            "Hamburg, HH, 20457, DE",
            "hansekontor",
        ),
        _end_user(
            "Klinikum Rosental",
            "Miriam Falk",
            "Rosental 4",
            "Leipzig, SN, 04105, DE",
            "rosental",
        ),
    ),
}
REPS = ("Robin Ferro", "Maya Okafor", "Jordan Reyes", "Sam Whitlock")
OCCASIONS = (
    "laptop refresh",
    "branch office network",
    "conference rooms",
    "server room UPS",
    "Wi-Fi 6 rollout",
    "new hires",
    "print fleet renewal",
    "backup and storage",
    "security renewal",
    "warehouse scanners",
    "front desk",
    "data centre spares",
)
NEEDS = (
    "",
    "Needed before the end of the quarter",
    "Standardise on one vendor",
    "Replace equipment that is out of support",
    "Deliver to several rooms, label by room",
)
