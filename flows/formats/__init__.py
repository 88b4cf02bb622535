"""One file a format: tables -> bytes of a release file."""
