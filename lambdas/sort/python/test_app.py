import hashlib
import random
from array import array
from types import SimpleNamespace

from app import SAMPLE, handler

CONTEXT = SimpleNamespace(aws_request_id="1", memory_limit_in_mb="1024")


def test_hashes_the_smallest() -> None:
    random.seed(7)
    answer = handler({"elements": 2000}, CONTEXT)
    random.seed(7)
    smallest = sorted(random.getrandbits(30) for _ in range(2000))[:SAMPLE]
    assert answer["digest"] == hashlib.sha256(array("q", smallest).tobytes()).hexdigest()
    assert answer["elements"] == 2000
    assert answer["memoryLimitMb"] == 1024
