"""The sweeps: a publication, a rollback, a pruning and a renewal, struck at every step that they take on disk.

`make sweep` = `python -m tests.sweep`: for each step a process of its own is killed there, or the disk refuses there; then
what a reader finds is checked, then the next run must make everything whole. `--races N` lets pairs of runs race.
"""
