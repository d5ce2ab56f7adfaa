"""Hashes a hash half a million times with SHA-256: a control, as others measured it on AWS."""

import hashlib
import json
import logging
import platform
from typing import Any

# The text that is hashed first.
TEXT = b"fifty-six bytes, hashed again and again: a SHA-256 chain"
WORKLOAD = "hash"

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    runtime, architecture = f"python{platform.python_version()}", platform.machine()
    log("start", runtime=runtime, architecture=architecture, requestId=context.aws_request_id)
    iterations = event.get("iterations", 500_000)
    digest = chain(iterations)
    log("end", iterations=iterations)
    return {
        "workload": WORKLOAD,
        "runtime": runtime,
        "architecture": architecture,
        "memoryLimitMb": int(context.memory_limit_in_mb),
        "iterations": iterations,
        "digest": digest.hex(),
    }


def chain(iterations: int) -> bytes:
    """The last of so many digests, each of which is the hash of the one before it."""
    data = TEXT
    for _ in range(iterations):
        data = hashlib.sha256(data).digest()
    return data


def log(event: str, **fields: object) -> None:
    logger.info(json.dumps({"event": event, "workload": WORKLOAD, **fields}))
