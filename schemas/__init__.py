"""The shapes: Table Schemas for the public, frozen dataclasses for the code."""
