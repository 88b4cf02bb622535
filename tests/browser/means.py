"""What looks at the site: Debian's Chromium driven by Playwright, and the Nu Html Checker on a Java."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests import debian

ROOT = Path(__file__).parents[2]
CHECKER = ("vnu-jar", "26.9.27")
SHA256 = "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"
_KEPT = ROOT / ".vnu"


class Missing(Exception):
    """A program that cannot be had on this machine."""


def chromium() -> str:
    """Chromium's program, installed if root may. Raises Missing."""
    return _program("chromium", "chromium")


def checker() -> list[str]:
    """The command of the Nu Html Checker. Raises Missing."""
    java, npm = _program("java", "default-jre-headless"), _program("npm", "npm")
    jar = _KEPT / f"vnu-{CHECKER[1]}.jar"
    if not jar.is_file():
        _fetch(npm, jar)
    return [java, "-jar", str(jar)]


def _program(name: str, package: str) -> str:
    if not shutil.which(name):
        debian.install(package)
    found = shutil.which(name)
    if not found:
        raise Missing(f"No {name} on this machine. Next: install it (apt-get install {package}), then again.")
    return found


def _fetch(npm: str, jar: Path) -> None:
    """The checker from its package, of one version and one digest."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [npm, "pack", "--silent", "--ignore-scripts", "@".join(CHECKER)]
        name = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        packed = Path(folder) / name
        if (found := hashlib.sha256(packed.read_bytes()).hexdigest()) != SHA256:
            raise Missing(f"{name} has the digest {found}, not {SHA256}: look at it before it is trusted.")
        shutil.unpack_archive(packed, folder)
        jar.parent.mkdir(exist_ok=True)
        shutil.copyfile(next(Path(folder).rglob("vnu.jar")), jar)
