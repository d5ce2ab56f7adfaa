from app import handler


def test_answers_hello() -> None:
    assert handler({}, None) == {"message": "hello"}
