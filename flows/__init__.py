"""The walk, one file a step."""

import os

# What a library of columns frees goes back to the system soon: by default, each keeps tens of megabytes for itself.
# They look once, when they are first imported; whoever starts the process may say otherwise.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0")
