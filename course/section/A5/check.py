"""Virtual pages of an object that starts at a page's start."""

from section import fresh_pages
from section.count_checks import check_counts


def check(section):
    return check_counts(section, "a5_virtual_pages")


def again(seed):
    return fresh_pages.make_again("A5", seed)
