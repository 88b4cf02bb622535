"""Who publishes members, and how each page is read."""
