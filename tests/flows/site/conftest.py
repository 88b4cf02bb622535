"""A release of every embedded source, shown once for all tests of the site."""

from tests.flows.site.fixtures import about as about
from tests.flows.site.fixtures import shelf as shelf
from tests.flows.site.fixtures import site_folder as site_folder
