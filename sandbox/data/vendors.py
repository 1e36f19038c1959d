"""Forty vendors and what each sells under which name."""

# ruff: noqa: E501 - a table is read along its rows

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Vendor:
    name: str
    number: str
    prefix: str
    lines: tuple[tuple[str, str], ...]


def _vendor(name: str, number: str, prefix: str, lines: str) -> Vendor:
    pairs = (line.split("=") for line in lines.split(", "))
    return Vendor(
        name=name,
        number=number,
        prefix=prefix,
        lines=tuple((family, label) for family, label in pairs),
    )


VENDORS = (
    _vendor("Cisco", "D190", "C", "switch=CATALYST 9200, router=ISR 1100, wireless=CATALYST 9164, phone=IP PHONE 8800, support=SNTC, firewall=SECURE 1200"),
    _vendor("Microsoft", "B320", "MS", "license=WINDOWS SERVER 2022, license=SQL SERVER 2022, subscription=MICROSOFT 365, tablet=SURFACE PRO, notebook=SURFACE LAPTOP"),
    _vendor("Adobe", "8014", "AD", "subscription=CREATIVE CLOUD, subscription=ACROBAT PRO, license=FRAMEMAKER"),
    _vendor("Lenovo", "0500", "20", "notebook=THINKPAD T14 G4, notebook=THINKBOOK 15 G5, desktop=THINKCENTRE NEO, monitor=THINKVISION, server=THINKSYSTEM SR630, dock=THINKPAD DOCK"),
    _vendor("HP Inc", "3408", "HP", "notebook=ELITEBOOK 840 G10, notebook=PROBOOK 450 G10, desktop=ELITEDESK 800, monitor=E-SERIES, printer=LASERJET PRO, supply=LASERJET"),
    _vendor("HPE", "6190", "P", "server=PROLIANT DL360 G11, server=PROLIANT DL380 G11, storage=MSA 2060, memory=SMARTMEMORY, support=POINTNEXT"),
    _vendor("Dell", "802U", "D", "notebook=LATITUDE 5440, desktop=OPTIPLEX 7010, monitor=P-SERIES, server=POWEREDGE R660, dock=WD22"),
    _vendor("Aruba", "A417", "JL", "switch=CX 6200F, switch=CX 6300M, wireless=AP-635, support=FOUNDATION CARE"),
    _vendor("Juniper", "J112", "EX", "switch=EX4100, router=SRX345, wireless=MIST AP45, support=J-CARE"),
    _vendor("Fortinet", "F720", "FG", "firewall=FORTIGATE 60F, firewall=FORTIGATE 100F, switch=FORTISWITCH, wireless=FORTIAP, support=FORTICARE"),
    _vendor("Palo Alto Networks", "P880", "PA", "firewall=PA-440, firewall=PA-1410, license=THREAT PREVENTION, support=PREMIUM"),
    _vendor("SonicWall", "S550", "02", "firewall=TZ370, firewall=NSA 2700, wireless=SONICWAVE, license=CAPTURE CLIENT"),
    _vendor("WatchGuard", "W210", "WG", "firewall=FIREBOX T45, firewall=FIREBOX M390, wireless=AP330"),
    _vendor("Ubiquiti", "U101", "U", "switch=UNIFI PRO, wireless=UNIFI U7, router=EDGEROUTER, conference=UNIFI"),
    _vendor("Netgear", "N330", "GS", "switch=PROSAFE, wireless=WAX620, storage=READYNAS, router=ORBI PRO"),
    _vendor("TP-Link", "T660", "TL", "switch=OMADA SG3428, wireless=OMADA EAP670, router=OMADA ER7206"),
    _vendor("APC", "A050", "SM", "ups=SMART-UPS, ups=BACK-UPS PRO, pdu=EASY PDU, rack=NETSHELTER"),
    _vendor("Eaton", "E220", "5P", "ups=5P, ups=9PX, pdu=EPDU G4, rack=RS RACK"),
    _vendor("Tripp Lite", "T310", "N2", "cable=PATCH, pdu=MONITORED, ups=SMARTPRO, rack=SMARTRACK"),
    _vendor("StarTech.com", "S770", "ST", "cable=CERTIFIED, dock=DK30, rack=WALLMOUNT, keyboard=NOTECONS"),
    _vendor("Belkin", "B118", "F2", "cable=BOOSTCHARGE, dock=CONNECT, keyboard=SECURE"),
    _vendor("Logitech", "L450", "960", "keyboard=MX, keyboard=ERGO, conference=RALLY, headset=ZONE, conference=BRIO"),
    _vendor("Poly", "P410", "7S", "headset=VOYAGER, phone=EDGE E, conference=STUDIO"),
    _vendor("Jabra", "J320", "26", "headset=EVOLVE2, headset=ENGAGE, conference=PANACAST, conference=SPEAK2"),
    _vendor("Yealink", "Y100", "SIP", "phone=T5W, phone=T3, conference=MEETINGBAR, headset=WH6"),
    _vendor("Samsung", "S120", "LS", "monitor=VIEWFINITY, tablet=GALAXY TAB, drive=PM9A3, card=PRO PLUS"),
    _vendor("LG", "L110", "LG", "monitor=ULTRAFINE, projector=PROBEAM, notebook=GRAM"),
    _vendor("ViewSonic", "V200", "VS", "monitor=VG, projector=PX, monitor=VX"),
    _vendor("Epson", "E310", "V11", "projector=POWERLITE, printer=WORKFORCE PRO, supply=DURABRITE, scanner=WORKFORCE DS"),
    _vendor("Brother", "B730", "TN", "printer=HL, printer=MFC, supply=TN, scanner=ADS"),
    _vendor("Canon", "C510", "CN", "printer=IMAGECLASS, supply=CRG, scanner=IMAGEFORMULA, projector=REALIS"),
    _vendor("Zebra", "Z140", "ZB", "scanner=DS2208, mobile=TC22, mobile=MC3300, printer=ZD421"),
    _vendor("Honeywell", "H880", "HW", "scanner=VOYAGER 1470G, mobile=CT45, mobile=SCANPAL"),
    _vendor("Sandisk Mobile", "S410", "SD", "card=ULTRA, card=EXTREME PRO, drive=EXTREME"),
    _vendor("Western Digital", "W310", "WD", "disk=GOLD, disk=RED PLUS, drive=BLACK, storage=MY CLOUD"),
    _vendor("Seagate", "S220", "ST2", "disk=EXOS, disk=IRONWOLF, drive=NYTRO"),
    _vendor("Kingston", "K150", "KV", "memory=VALUERAM, memory=FURY, drive=DC600M, card=CANVAS GO"),
    _vendor("Synology", "S930", "SY", "storage=DISKSTATION, storage=RACKSTATION, disk=HAT5300, memory=D4"),
    _vendor("NVIDIA", "N900", "900", "gpu=RTX A2000, gpu=RTX 4000 ADA, gpu=L4, license=AI ENTERPRISE"),
    _vendor("Veeam", "V510", "VM", "license=DATA PLATFORM, license=BACKUP M365, subscription=VEEAM CLOUD, support=PRODUCTION"),
)  # fmt: skip
