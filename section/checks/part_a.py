"""Part A."""

from verdict import not_yet, passed, wrong

# The answers that this part wants in answers.txt.
KEYS = ()


def check_a1(section):
    return not_yet("no check yet")


def check_a2(section):
    return not_yet("no check yet")


def check_a3(section):
    return not_yet("no check yet")


def check_a4(section):
    return not_yet("no check yet")


def check_a5(section):
    return not_yet("no check yet")


def check_a6(section):
    return not_yet("no check yet")


def check_a7(section):
    return not_yet("no check yet")
