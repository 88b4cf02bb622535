"""The journal of one run: JSON lines with its id, appended as things happen."""

import contextlib
import json
import logging
import os
import secrets
import threading
from pathlib import Path
from typing import IO, Any

from flows import clock
from flows.running.events import EVENTS
from flows.running.sayable import all_sayable

FOLDER, FILE = "runs", "journal.jsonl"
_log = logging.getLogger(__name__)


def new_id() -> str:
    """A run's id: its millisecond in UTC and four letters of chance, so that ids sort by time."""
    now = clock.instant()
    return f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{secrets.token_hex(2)}"


class Journal:
    """Keeps what happens in memory until `open`, then in `<output>/runs/<id>/`. What the disk refuses stops no run.

    A dry run (`output` None) writes nothing at all.
    """

    def __init__(self, output: Path | None, run: str) -> None:
        self.run = run
        self.folder = output / FOLDER / run if output else None
        self._output = output
        self._waiting: list[str] = []
        self._file: IO[str] | None = None
        self._is_refused = False
        self._one = threading.Lock()

    def say(self, event: str, **about: Any) -> None:
        """Writes one event. `about`: plain values; texts are made sayable. Raises KeyError for a code that is not in EVENTS."""
        level = EVENTS[event][0]
        head = {"at": clock.instant().isoformat(timespec="milliseconds"), "run": self.run, "event": event}
        line = json.dumps({**head, "level": level, **all_sayable(about)}, ensure_ascii=False) + "\n"
        with self._one:
            if self._file is None:
                self._waiting.append(line)
            else:
                self._write(line)

    def open(self) -> bool:
        """From now on on disk, with what waited; False where the disk refuses. To be called when the folder is known to be ours."""
        with self._one:
            if self._file is None and self.folder and not self._is_refused:
                self._file = self._opened(self.folder)
                self._is_refused = self._file is None
                if self._file:
                    self._write("".join(self._waiting))
                    self._waiting.clear()
        return self._file is not None

    @staticmethod
    def _opened(folder: Path) -> IO[str] | None:
        """The file in that folder; None, and a warning, where it cannot be or a link leads elsewhere."""
        if folder.parent.is_symlink():
            why = "is a link"
        else:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                return (folder / FILE).open("a", encoding="utf-8")
            except OSError as error:
                why = f"cannot be written ({type(error).__name__})"
        _log.warning(
            "No word of this run is kept: %s %s. The run goes on. Next: put a folder there.", folder.parent, why
        )
        return None

    def open_if_there(self) -> bool:
        """As `open`, where the output folder is there already and no link leads out of it: nothing is made for a wrong call."""
        output = self._output
        real = output is not None and output.is_dir() and not (output.is_symlink() or (output / FOLDER).is_symlink())
        return real and self.open()

    def close(self) -> None:
        """Durable; no more is said."""
        with self._one, contextlib.suppress(OSError):
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()

    def _write(self, text: str) -> None:
        assert self._file is not None
        with contextlib.suppress(OSError, ValueError):  # full disk
            self._file.write(text)
            self._file.flush()
