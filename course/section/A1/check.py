"""Can there be a page table with these points? The check plays the answer, a page map or a point that breaks it."""

from section import fresh_pages
from section.page_maps import play_answer

POINTS = "P(0) = 0, P(10) = 10, P(0x3009) = 0x19009"


def check(section):
    return play_answer(section, "A1", POINTS)


def again(seed):
    return fresh_pages.make_again("A1", seed)
