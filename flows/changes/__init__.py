"""The last release and this one: what came, went and changed, cell by cell, and why."""

from flows.changes.causes import explained as explained
from flows.changes.change import Change as Change
from flows.changes.change import counts as counts
from flows.changes.differences import compare as compare
