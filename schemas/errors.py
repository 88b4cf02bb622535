"""What can go wrong, each with the exit code that the command ends with.

A message says what happened, where, why we refuse, and what to do next.
"""


class CrechesError(Exception):
    """Any failure we foresaw. `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(CrechesError):
    """The call cannot be understood: unknown source, unreadable file, bad setting."""

    exit_code = 2


class Refused(CrechesError):
    """Nothing is published: a release made of this would be wrong."""

    exit_code = 3


class SourceChanged(Refused):
    """A page is not what its reader understands; no value of it may be used."""


class FetchFailed(CrechesError):
    """A page could not be had now; the last good snapshot stays in use."""

    exit_code = 5


class ServerFailed(CrechesError):
    """The Prefect server could not be reached or started; the walk never began."""

    exit_code = 5


class Locked(CrechesError):
    """Another run holds the output folder."""

    exit_code = 6


class Damaged(CrechesError):
    """A release on disk is not what its sums, package or schemas say."""

    exit_code = 8
