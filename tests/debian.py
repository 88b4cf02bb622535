"""Debian's packages that tests need, installed when the machine lets us."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Installs packages where apt-get is there and root asks; does nothing elsewhere. Who needs them looks whether they came."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
    asked = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    subprocess.run(asked, check=False, stdout=subprocess.DEVNULL, env=quiet)
