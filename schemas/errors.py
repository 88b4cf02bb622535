"""What can go wrong, each with the exit code that the command ends with.

A message says what happened, where, why we refuse, and what to do next.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.verdicts import Verdict


class CrechesError(Exception):
    """Any failure we foresaw. `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(CrechesError):
    """The call cannot be understood: unknown source, unreadable file, bad setting."""

    exit_code = 2


class Refused(CrechesError):
    """Nothing is published: a release made of this would be wrong. `verdicts`: those of the gates that refuse it."""

    exit_code = 3
    verdicts: tuple["Verdict", ...] = ()


class SourceChanged(Refused):
    """A page is not what its reader understands; no value of it may be used."""


class FetchFailed(CrechesError):
    """A page could not be had now; the last good snapshot stays in use."""

    exit_code = 5


class ServerFailed(CrechesError):
    """The Prefect server could not be reached or started; the walk never began."""

    exit_code = 5


class WorkersFailed(CrechesError):
    """What worked through a batch in another process was lost: killed, or out of memory."""

    exit_code = 5

    @classmethod
    def of(cls, who: str, error: BaseException) -> "WorkersFailed":
        """`who` was lost: a process, a worker of a cluster, and what it did; `error` as its pool tells it."""
        return cls(
            f"{who} was lost ({type(error).__name__}); nothing is published. Next: run the same"
            " command again; if it is lost again, give it more memory, or set runner to threads."
        )


class Locked(CrechesError):
    """Another run holds the output folder."""

    exit_code = 6


class Damaged(CrechesError):
    """A release on disk is not what its sums, package or schemas say."""

    exit_code = 8
