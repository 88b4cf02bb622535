"""Reading pages whose markup is unknown: text lines in reading order, and structured data where it exists."""
