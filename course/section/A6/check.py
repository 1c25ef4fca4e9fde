"""The fewest and the most physical pages of that object."""

from section import fresh_pages
from section.count_checks import check_counts


def check(section):
    return check_counts(section, "a6_fewest_physical_pages", "a6_most_physical_pages")


def again(seed):
    return fresh_pages.make_again("A6", seed)
