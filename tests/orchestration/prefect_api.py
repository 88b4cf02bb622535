"""What a Prefect server knows, asked over HTTP as anybody may who has its auth string."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from tests.orchestration.processes import Missing, until

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
_OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Server:
    """A server by its address ('http://127.0.0.1:PORT/api') and its auth string ('user:password')."""

    address: str
    auth: str

    def ask(self, path: str, body: object = None, method: str = "") -> Any:
        """The answer to a GET, or to a POST when there is a body. Raises HTTPError, URLError."""
        token = base64.b64encode(self.auth.encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.address + path, data, headers, method=method or ("GET" if body is None else "POST"))
        with _OPENER.open(request, timeout=30) as reply:
            return json.loads(reply.read() or b"null")

    def is_healthy(self) -> bool:
        """Whether it answers at all."""
        try:
            return bool(self.ask("/health"))
        except (URLError, OSError):
            return False

    def refusal(self, path: str) -> int:
        """The status that somebody without the auth string is answered with."""
        try:
            with _OPENER.open(Request(self.address + path), timeout=30) as reply:
                return int(reply.status)
        except HTTPError as error:
            return error.code

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment of our flow."""
        return dict(self.ask(f"/deployments/name/creches-release/{name}"))

    def begin(self, name: str, **parameters: object) -> str:
        """Asks for a run now; its id."""
        id_ = self.deployment(name)["id"]
        return str(
            self.ask(f"/deployments/{id_}/create_flow_run", {"parameters": parameters, "state": {"type": "SCHEDULED"}})[
                "id"
            ]
        )

    def runs(self, name: str) -> list[dict[str, Any]]:
        """All runs of a deployment, by the moment they were due."""
        asked = {"deployments": {"name": {"any_": [name]}}, "sort": "EXPECTED_START_TIME_ASC", "limit": 50}
        return list(self.ask("/flow_runs/filter", asked))

    def run(self, id_: str) -> dict[str, Any]:
        """One run."""
        return dict(self.ask(f"/flow_runs/{id_}"))

    def ended(self, id_: str, seconds: float = 120) -> dict[str, Any]:
        """A run, once it has ended. Raises Missing, which says where it stood."""
        last = time.monotonic() + seconds
        while (found := self.run(id_))["state_type"] not in ENDED:
            if time.monotonic() > last:
                raise Missing(f"the run {found['name']} is {found['state_name']} after {seconds:.0f} s")
            time.sleep(0.5)
        return found

    def pid(self, id_: str) -> int:
        """The process of a run that is under way."""
        found = until(lambda: self.run(id_)["infrastructure_pid"], "the process of a run", 60)
        return int(str(found).rpartition(":")[2])
