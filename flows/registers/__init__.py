"""The State's registers and open data, asked or read whole: one file a source, each giving the bytes of a snapshot."""
