"""The walk, one file a step."""
