"""Sorts 100 MiB of random integers: a control, as others measured it on AWS."""

import hashlib
import json
import logging
import platform
import random
from array import array
from typing import Any

# 100 MiB of 8 bytes each.
ELEMENTS = 100 * 1024 * 1024 // 8
# The number of the smallest integers that are hashed.
SAMPLE = 1000
WORKLOAD = "sort"

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    runtime, architecture = f"python{platform.python_version()}", platform.machine()
    log("start", runtime=runtime, architecture=architecture, requestId=context.aws_request_id)
    elements = event.get("elements", ELEMENTS)
    integers = array("q", (random.getrandbits(30) for _ in range(elements)))
    ascending = array("q", sorted(integers))
    digest = hashlib.sha256(ascending[:SAMPLE].tobytes()).hexdigest()
    log("end", elements=elements)
    return {
        "workload": WORKLOAD,
        "runtime": runtime,
        "architecture": architecture,
        "memoryLimitMb": int(context.memory_limit_in_mb),
        "elements": elements,
        "digest": digest,
    }


def log(event: str, **fields: object) -> None:
    logger.info(json.dumps({"event": event, "workload": WORKLOAD, **fields}))
