"""Runs that begin by themselves, on a real Prefect server over a real PostgreSQL: `python -m tests.orchestration`."""
