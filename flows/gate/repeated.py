"""One phone or one mailbox for several operators: that of a network, taken for that of each of its members."""

from collections import defaultdict

from flows.gate.ruled import More, ruled
from schemas.tables import Tables
from schemas.verdicts import Verdict


def of_whole(tables: Tables) -> list[Verdict]:
    """Operators that share a contact with another one, among those that have any. The contact is never repeated."""
    return [_shared(tables, column) for column in ("telephone", "courriel")]


def _shared(tables: Tables, column: str) -> Verdict:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for table, operator in (("etablissements", "gestionnaire_id"), ("gestionnaires", "id")):
        frame = tables[table]
        for contact, id_ in zip(frame[column].tolist(), frame[operator].tolist(), strict=True):
            owners[contact.lower()].add(id_)
    owners.pop("", None)
    groups = sorted({tuple(sorted(ids)) for ids in owners.values() if len(ids) > 1})
    names = dict(zip(tables["gestionnaires"]["id"], tables["gestionnaires"]["nom"], strict=True)) if groups else {}
    named = [" = ".join(names.get(id_, id_) for id_ in group) for group in groups]
    sharing = {id_ for group in groups for id_ in group}
    having = {id_ for ids in owners.values() for id_ in ids}
    return ruled("doublons", len(sharing), len(having), [More(one, one) for one in named], subject=column)
