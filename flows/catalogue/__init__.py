"""One manifest -> everything that describes a release: data package, citation, dictionary, README, licence."""
