"""Can there be a page table with these points? The check plays the answer, a page map or a point that breaks it."""

from section import fresh_pages
from section.page_maps import play_answer

POINTS = "P(4095) = 8193, P(4096) = 0"


def check(section):
    return play_answer(section, "A2", POINTS)


def again(seed):
    return fresh_pages.make_again("A2", seed)
