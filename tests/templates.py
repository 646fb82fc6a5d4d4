"""An undefined template variable fails the test that shows it."""


class Undefined(str):
    """Stands for a variable that does not exist, and says so instead of printing nothing."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")
