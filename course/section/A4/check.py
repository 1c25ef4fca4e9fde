"""Can there be a page table with these points? The check plays the answer, a page map or a point that breaks it."""

from section import fresh_pages
from section.page_maps import play_answer

POINTS = "P(0) = 0x1F000, P(0x1000) = 0x1F000, P(0x2000) = 0x1F000"


def check(section):
    return play_answer(section, "A4", POINTS)


def again(seed):
    return fresh_pages.make_again("A4", seed)
