"""Ends with an error unless the address answers: python deploy/healthy.py URL FOLDER.

FOLDER has the certificate by which the web process knows who asks.
"""

from __future__ import annotations

import ssl
import sys
import urllib.request
from pathlib import Path


def main(url: str, folder: Path) -> None:
    trust = ssl.create_default_context(cafile=folder / "authority.pem")
    trust.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    urllib.request.urlopen(url, timeout=4, context=trust).close()  # noqa: S310 - ours, in https


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
