"""The walk under Prefect: a flow, a sub-flow a stage, a task a source or a batch; the same bytes as without. Only door to prefect.

Prefect reads its settings once, when it is imported: they are made ready here, before any file of this room imports it.
"""

from flows.environment import prepare

prepare()
