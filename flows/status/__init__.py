"""How things stand: the age of the sources and of the release, the last run, the next one; and the badge that says so."""
