"""The walk under Prefect, as the command `creches` calls it: on the server that PREFECT_API_URL or the active profile names,
else on an ephemeral one. Prefect itself is known to `flows/orchestration/` alone."""

from flows.orchestration.command import run as run
