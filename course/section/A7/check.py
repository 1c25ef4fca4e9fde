"""Virtual pages of an object that starts anywhere."""

from section import fresh_pages
from section.count_checks import check_counts


def check(section):
    return check_counts(section, "a7_virtual_pages")


def again(seed):
    return fresh_pages.make_again("A7", seed)
