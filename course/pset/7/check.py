"""Code and constants can only be read, so a fork shares them."""

from pset import judged
from pset.judged import Check

CHECKS = [
    Check("7.1", "code and constants cannot be changed, data can", 3, ("readonly",)),
    Check("7.2", "a fork shares read-only pages", 3, ("shares",)),
    Check("7.3", "the last owner frees a page", 3, ("owners", "owners")),
    Check("7.4", "sys_page_alloc leaves the other owners their page", 3, ("replaces",)),
    Check("7.5", "a fork that fails leaves all counts as they were", 2, ("far@4",)),
]


def check(desk):
    return judged.check(desk, 7, CHECKS)
