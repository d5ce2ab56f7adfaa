from types import SimpleNamespace

import pytest
from app import chain, handler

CONTEXT = SimpleNamespace(aws_request_id="1", memory_limit_in_mb="512")


# The same digests as in the tests in Rust.
@pytest.mark.parametrize(
    ("iterations", "digest"),
    [
        (1, "2059d21a37fabc4a27ed921f16f1116730b08743680d4da38a51f6878e2c569e"),
        (3, "1ea0e01161c78edcf6e7a16f719e527e1cce75932295b68ec485cf3d9310b759"),
        (500_000, "a482e8e156c585e1f82707e43f2a26186cf6feae13bf5ddf3b4f6c645c9e3d55"),
    ],
)
def test_hashes_a_hash(iterations: int, digest: str) -> None:
    assert chain(iterations).hex() == digest


def test_answers_where_it_ran() -> None:
    answer = handler({"iterations": 1}, CONTEXT)
    assert answer["memoryLimitMb"] == 512
    assert answer["iterations"] == 1
    assert answer["digest"] == chain(1).hex()
