"""How many pages does an object of `sz` bytes at `va` overlap? The right count for exercises A5 to A7,
the cases that are tried, and what the failures have in common."""

import random
import struct
from dataclasses import dataclass

from section.page_maps import PAGESIZE, hexadecimal

END = 2 ** 47        # objects end here at the latest
SMALL = 2 ** 16      # up to this size, count_pages counts page by page
WIDE = 2 ** 19       # from this size on, the number of pages needs more than 8 bits
LARGE = 2 ** 30      # from this size on, a visit of each page takes too long
FUNCTIONS = ("a5_virtual_pages", "a6_fewest_physical_pages", "a6_most_physical_pages",
             "a7_virtual_pages")  # numbered as in guest/pages.c


def count_pages(va, sz):
    """The pages in which a byte of [va, va + sz) lies."""
    if sz <= SMALL:
        return len({address // PAGESIZE for address in (*range(va, va + sz, 64), va + sz - 1)})
    return (va + sz - 1) // PAGESIZE - va // PAGESIZE + 1


@dataclass(frozen=True)
class Case:
    """A call, what it must return, and (once it has run) what it returned."""
    function: str
    va: int
    sz: int
    seen: int = None

    @property
    def expected(self):
        return 1 if self.function == "a6_fewest_physical_pages" else count_pages(self.va, self.sz)

    @property
    def end(self):
        return self.va + self.sz

    def call(self):
        arguments = f"{hexadecimal(self.sz)}"
        if self.function == "a7_virtual_pages":
            arguments = f"{hexadecimal(self.va)}, {arguments}"
        return f"{self.function}({arguments})"

    def line(self):
        """A line for the details of a verdict."""
        return f"{self.call()}: expected {self.expected}, seen {self.seen}"

    def packed(self):
        """The line that guest/pages.c reads."""
        return struct.pack("<QQQ", FUNCTIONS.index(self.function), self.va, self.sz)


# The cases: edges of pages and of C's types, and a few at random, always the same.

# Bytes of an object beyond its whole pages: none, as few and as many as possible, and numbers of which
# too small a type keeps nothing.
RESTS = [0, 1, 2, 100, *(2 ** k for k in range(2, 12)), 0x300, 0xF00, PAGESIZE - 2, PAGESIZE - 1]
EDGES = [2 ** k for k in range(12, 48)]
NEAR_EDGE = (-PAGESIZE - 1, -PAGESIZE, 1 - PAGESIZE, -1, 0, 1, PAGESIZE, PAGESIZE + 1)
TYPE_EDGES = [2 ** k for k in (20, 28, 31, 32, 33, 36, 43, 44, 45)]


def cases_of(function):
    """The order in which failures are shown: the smallest first."""
    places = _places() if function == "a7_virtual_pages" else [(0, sz) for sz in _sizes()]
    return [Case(function, va, sz) for va, sz in sorted(set(places), key=lambda p: (sum(p), p))
            if sz >= 1 and va + sz <= END]


def _sizes():
    sizes = {n * PAGESIZE + rest for n in (0, 1, 2, 3, 7, 16, 63) for rest in RESTS}
    sizes |= {edge + d for edge in EDGES + [END] for d in NEAR_EDGE}
    sizes |= {edge + rest for edge in TYPE_EDGES for rest in RESTS}
    chance = random.Random("sizes")
    return sizes | {chance.randrange(1, 2 ** bits + 1) for bits in range(4, 48)}


def _places():
    """(va, sz): aligned and not, ending before, at and after a page's end, of any size."""
    places = {(start, n * PAGESIZE + end - start) for start in RESTS for end in RESTS for n in (0, 1, 3)}
    offsets = (0, 1, 0x800, PAGESIZE - 2, PAGESIZE - 1)
    starts = [5 * PAGESIZE]
    starts += [edge + d for edge in TYPE_EDGES for d in (-3 * PAGESIZE, -PAGESIZE, 0)]
    starts += [END - n * PAGESIZE for n in (1, 2, 4)]
    ends = [n * PAGESIZE + d for n in (1, 2, 4) for d in (-1, 0, 1)]
    places |= {(start + offset, end - offset) for start in starts for offset in offsets
               for end in ends}
    places |= {(start + offset, sz) for start in starts for offset in offsets
               for sz in (1, PAGESIZE - 1, PAGESIZE, PAGESIZE + 1)}
    places |= {(offset, edge + d - offset) for edge in EDGES + [END] for offset in offsets
               for d in (-1, 0, 1)}
    chance = random.Random("places")
    for bits in range(5, 48):
        for _ in range(3):
            va = chance.randrange(2 ** bits)
            places.add((va, chance.randrange(1, min(2 ** chance.randrange(4, 48), END - va) + 1)))
    return places


# What the failures have in common.

TRAITS = [
    ("the object is smaller than a page", lambda c: c.sz < PAGESIZE),
    ("the object lies in a single page", lambda c: count_pages(c.va, c.sz) == 1),
    ("sz is a multiple of the page size", lambda c: c.sz % PAGESIZE == 0),
    ("sz is not a multiple of the page size", lambda c: c.sz % PAGESIZE != 0),
    ("sz is a multiple of 256", lambda c: c.sz % 256 == 0),
    ("va is a multiple of 256", lambda c: c.va % 256 == 0),
    ("the object ends at a multiple of 256", lambda c: c.end % 256 == 0),
    ("va is page-aligned", lambda c: c.va % PAGESIZE == 0),
    ("va is not page-aligned", lambda c: c.va % PAGESIZE != 0),
    ("the object ends exactly at the end of a page", lambda c: c.end % PAGESIZE == 0),
    ("the object does not end at the end of a page", lambda c: c.end % PAGESIZE != 0),
]


def describe(cases):
    """What is wrong with a function that fails in some of these cases."""
    failures = [c for c in cases if c.seen != c.expected]
    if all(c.seen == 0 for c in cases):
        return "always returns 0"
    if min(c.end for c in failures) > WIDE:
        return (f"is right for small values, but not from about {hexadecimal(failures[0].end)} on: "
                "does every number on the way to the result fit its type?")
    small = [c for c in cases if c.end <= WIDE]
    failures = [c for c in small if c.seen != c.expected]
    text = _how_much(failures) + _when(set(failures), set(small))
    return text + (": a char keeps nothing of such a number" if "256" in text else "")


def _how_much(failures):
    differences = {c.seen - c.expected for c in failures}
    if differences == {1}:
        return "counts one page too many"
    if differences == {-1}:
        return "counts one page too few"
    if min(differences) > 0:
        return "counts too many pages"
    if max(differences) < 0:
        return "counts too few pages"
    return "miscounts"


def _when(failures, cases):
    """The traits that best tell the failures from the other cases; "" if there are none."""
    chosen, marked = [], cases
    while marked != failures:
        remaining = [(len(found), text, found) for text, has in TRAITS if all(map(has, failures))
                     for found in [set(filter(has, marked))] if len(found) < len(marked)]
        if not remaining:
            break
        _, text, marked = min(remaining)
        chosen.append(text)
    if not chosen:
        return ""
    return (" whenever " if marked == failures else ", but only where ") + " and ".join(chosen)
