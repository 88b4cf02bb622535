"""The history of an output folder: `versions.json` agrees with the releases, and each release with the one it follows."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from flows.integrity import reading
from flows.integrity.findings import Findings, faults, notes
from flows.integrity.one import VERSION, Release
from flows.shelf.entries import Entry

FILE = "versions.json"
_NATURES = ("ajoute", "retire", "modifie")
_ASK = "ask the project which of the two is true, and do not rely on the history before"


def entries(output: Path) -> tuple[list[Entry], Findings]:
    """`versions.json`, newest first; [] and a fault when it cannot be read, [] and a note when there is none."""
    path = output / FILE
    if not path.exists() and not path.is_symlink():
        return [], notes(f"there is no {FILE}: which releases there were is not checked.")
    said = reading.document(path)
    listed = said if isinstance(said, list) and all(isinstance(entry, dict) for entry in said) else None
    names = [str(entry.get("version")) for entry in listed or []]
    if listed is None or not all(map(VERSION.fullmatch, names)) or len({*names}) < len(names):
        return [], faults(f"{FILE} is no list of versions: restore it, or download it again.")
    return [dict(entry) for entry in listed], Findings()


def entry_findings(entry: Entry, release: Release) -> Findings:
    """Where an entry does not agree with the release that it announces."""
    said = release.said
    true: dict[str, object] = {
        "path": f"releases/{entry['version']}",
        "sha256": release.sums,
        "manifest": release.manifest,
    }
    true |= {name: said[name] for name in ("date", "schema", "previous") if name in said}
    true |= _counts(release)
    differ = [name for name, value in true.items() if name in entry and entry[name] != value]
    return faults(
        *(f"{FILE} does not tell the {name} of {entry['version']} as it is there: restore it." for name in differ)
    )


def _counts(release: Release) -> dict[str, object]:
    """Rows and changes as the release's own report of quality counts them."""
    quality = reading.document(release.folder / "qualite.json") if "qualite.json" in release.files else None
    said = quality if isinstance(quality, dict) else {}
    rows, natures = said.get("lignes"), said.get("changements")
    found: dict[str, object] = {"rows": rows} if isinstance(rows, dict) else {}
    return found | ({"changes": natures} if isinstance(natures, dict) and natures.keys() == {*_NATURES} else {})


def chain_findings(releases: Mapping[str, Release], listed: Sequence[Entry]) -> Findings:
    """Where a release does not follow the one that it says."""
    found = Findings()
    for release in releases.values():
        before, digest = str(release.said.get("previous", "")), str(release.said.get("previous_manifest", ""))
        if before:
            found += _link(release.folder.name, before, digest, _manifests(before, releases, listed), listed)
    return found


def _manifests(version: str, releases: Mapping[str, Release], listed: Sequence[Entry]) -> set[str]:
    """The digests that a version's manifest is known by; '' for a release of before manifests."""
    if version in releases:
        return {releases[version].manifest}
    known = {one.get("manifest") for one in _replaced(listed) if one.get("replaces") == version}
    known |= {entry.get("manifest", "") for entry in listed if entry["version"] == version}
    return set(map(str, known))


def _replaced(listed: Sequence[Entry]) -> Iterator[Mapping[str, object]]:
    """What was replaced by releases issued again, and what that had replaced before."""
    for entry in listed:
        one = entry.get("reissued")
        while isinstance(one, dict):
            yield one
            one = one.get("before")


def _link(name: str, before: str, digest: str, known: set[str], listed: Sequence[Entry]) -> Findings:
    if digest in known:
        return Findings()
    if not known and not listed:
        return notes(f"{name} follows {before}, which is not here: that link is not checked.")
    if not known:
        return faults(f"{name} follows {before}, which {FILE} does not know: history was cut or rewritten; {_ASK}.")
    return faults(f"{name} follows another {before} than is known here: history was rewritten; {_ASK}.")


def signature_findings(releases: Mapping[str, Release], current: Release) -> Findings:
    """Faults of the signatures of the releases but of the current one, which has to have its own.

    One made before there was a key has none: a signed release that follows it, directly or not, vouches for it.
    """
    vouched: set[str] = set()
    for _ in releases:
        vouched |= {
            str(r.said.get("previous_manifest", ""))
            for r in releases.values()
            if r.signed or (r.manifest and r.manifest in vouched)
        }
    found = Findings()
    for name, release in releases.items():
        if release is current or not release.signature.faults:
            continue
        if "is not signed" not in release.signature.faults[0]:
            found += release.signature.of(name)
        elif not release.manifest:
            found += notes(f"{name} is of before signatures: nothing signed vouches for it.")
        elif release.manifest in vouched:
            found += notes(f"{name} is not signed; a signed release that follows it vouches for it.")
        else:
            found += release.signature.of(name)
    return found
