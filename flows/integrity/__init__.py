"""Proofs that a release is what was published: signature, signed `latest.json`, `creches verify`."""
