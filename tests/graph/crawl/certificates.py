"""A certificate authority of our own, and what it signs for a site on the loopback; made by openssl."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.conftest import missing

if TYPE_CHECKING:
    from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")


@dataclass(frozen=True, slots=True)
class Certificates:
    """``authority`` is the file of the authority's certificate; ``folder`` has what it signed."""

    folder: Path
    authority: Path

    @classmethod
    def make(cls, folder: Path) -> Certificates:
        """Makes an authority in a folder."""
        if shutil.which("openssl") is None:
            missing("This test needs openssl, which makes the certificates of a site with TLS.")
        made = cls(folder, folder / "authority.pem")
        made._ask("authority", "An authority of ours", "basicConstraints=critical,CA:TRUE")
        return made

    def site(self, names: str, *, signed: bool = True) -> ssl.SSLContext:
        """What a server of some names needs: signed by the authority, or by itself.

        Args:
            names: as X.509 has them, ``DNS:a.example,IP:127.0.0.1``.
            signed: whether the authority signs it.
        """
        by = ("-CA", str(self.authority), "-CAkey", str(self.folder / "authority.key")) if signed else ()
        self._ask("site", "A site", f"subjectAltName={names}", *by)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "site.pem", self.folder / "site.key")
        return context

    def _ask(self, name: str, subject: str, extension: str, *more: str) -> None:
        key, certificate = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        command = ["openssl", "req", "-x509", *_KEY, "-subj", f"/CN={subject}", "-addext", extension, *more]
        subprocess.run(
            [*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
        )
