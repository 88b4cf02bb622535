"""Runs a program and tells what it took: `python small.py LOG PROGRAM …` prints seconds of wall, of processor, KiB at most, status.

A process of its own, and a small one: the most memory that a program held is counted from that of who started it.
"""

import json
import os
import sys
import time


def main(log: str, command: list[str]) -> None:
    """Children that the program waited for are counted; of memory, the largest process alone."""
    begun = time.perf_counter()
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    said = [(os.POSIX_SPAWN_OPEN, 1, log, flags, 0o644), (os.POSIX_SPAWN_DUP2, 1, 2)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=said)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - begun
    print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status)]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
