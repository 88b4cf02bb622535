"""A real addok on this machine, loaded with a few real addresses: the BAN's own engine, for tests."""
