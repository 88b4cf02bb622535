"""Requests to be left out, applied to what is published and to what was."""
