"""placeholder"""


def multiply(*a):
    return 0
