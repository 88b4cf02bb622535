"""The engine for the tests of this folder."""

from tests.addok.fixture import addok as addok
