"""How long what ended by itself waits until it is started again, and how often that is said."""

QUIET_S, FIRST_WAIT_S, LONGEST_WAIT_S = 60, 0.25, 30


def failures(before: int, ran_s: float) -> int:
    """Failures in a row, this end counted: one that ran for a while begins anew."""
    return 1 if ran_s > QUIET_S else before + 1


def wait_s(failures: int) -> float:
    """Seconds until the next start."""
    return float(min(FIRST_WAIT_S * 2 ** (failures - 1), LONGEST_WAIT_S))


def worth_saying(failures: int) -> bool:
    """The first, second, fourth, eighth ... time."""
    return failures & (failures - 1) == 0
