"""MiniStack with faults and slow resources, for tests/deploy.rs.

The environment of the process says how it behaves:

FAULTS    a file, read again for each operation; a line is "LogicalId create|update|delete reason"
DELAY_MS  how long each operation takes at least, so that there is something to watch

It replaces private functions of MiniStack, which is why tests/requirements.in pins the version.
"""

import os
import sys
import time

from ministack.services.cloudformation import stacks


def meet(operation, logical_id):
    """Waits, and fails when a fault says so."""
    time.sleep(float(os.environ.get("DELAY_MS", "0")) / 1000)
    path = os.environ.get("FAULTS")
    if not path or not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as faults:
        for fault in faults:
            which, what, reason = fault.strip().split(" ", 2)
            if (which, what) == (logical_id, operation):
                raise ValueError(reason)


create, update, delete = (
    stacks._provision_resource,
    stacks._update_resource,
    stacks._delete_resource,
)


def slow_create(resource_type, logical_id, properties, stack):
    meet("create", logical_id)
    return create(resource_type, logical_id, properties, stack)


def slow_update(resource_type, physical_id, old, new, stack, logical_id=None, *more):
    if old != new:
        meet("update", logical_id)
    return update(resource_type, physical_id, old, new, stack, logical_id, *more)


def slow_delete(resource_type, physical_id, properties, stack=None, logical_id=None):
    meet("delete", logical_id)
    return delete(resource_type, physical_id, properties, stack, logical_id)


stacks._provision_resource = slow_create
stacks._update_resource = slow_update
stacks._delete_resource = slow_delete
# A resource that waits must not keep the endpoint from answering.
stacks._runs_on_worker_thread = lambda resource_type: True

if __name__ == "__main__":
    from ministack.app import main

    sys.argv = sys.argv[:1]
    sys.exit(main())
