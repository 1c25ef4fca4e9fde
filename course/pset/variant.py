"""Variants of the problem set, so that a kernel of last year's, or of somebody else's, does not pass unseen. A handout has
one, in the file variant.txt: `make handout-pset VARIANT=seed`. Without that file the problem set is as its text says."""

import random
from dataclasses import dataclass

from engine.places import EXERCISES

FILE = EXERCISES / "variant.txt"
HIGHEST_FIRST = "highest free page below `PROC_START_ADDR` first, then the highest above"


@dataclass(frozen=True)
class Variant:
    """slots: MAXNPROC. stack_pages: of each process. memory_end: MEMSIZE_VIRTUAL. first_fit: does kalloc hand out the lowest
    free page, or that below PROC_START_ADDR? replaces: does sys_page_alloc replace a page that is there, or refuse?"""
    slots: int = 16
    stack_pages: int = 1
    memory_end: int = 0x300000
    first_fit: bool = True
    replaces: bool = True

    def words(self):
        """Of the master's marks: those that hold."""
        return {word for word, holds in (("one-page-stack", self.stack_pages == 1), ("first-fit", self.first_fit),
                                         ("replaces", self.replaces)) if holds}

    def values(self):
        """Of the master's #define lines."""
        return {"MAXNPROC": str(self.slots), "STACK_PAGES": str(self.stack_pages)}

    def flags(self):
        """For everything that is compiled."""
        return [f"-DMEMSIZE_VIRTUAL={self.memory_end:#x}", f"-DVARIANT_STACK_PAGES={self.stack_pages}",
                f"-DVARIANT_REFUSES={int(not self.replaces)}"]

    def options(self):
        """For the judge, which holds the kernel to its variant."""
        return {"slots": self.slots, "stack": self.stack_pages, "lowest": int(self.first_fit)} if self != Variant() else {}

    def text(self):
        """What the student reads about it."""
        return "\n".join([
            "## Your variant", "",
            "Each handout differs a little. In yours:", "",
            f"- the process table has {self.slots} slots (`MAXNPROC`);",
            f"- a process's stack has {self.stack_pages} page{'s' if self.stack_pages > 1 else ''} (`STACK_PAGES`);",
            f"- `MEMSIZE_VIRTUAL` is {self.memory_end:#x};",
            f"- `kalloc` hands out the {'lowest free page first' if self.first_fit else HIGHEST_FIRST};",
            "- `sys_page_alloc` at an address where the process has a page already "
            + ("gives it a fresh page in place of the old one." if self.replaces else "returns `E_INVAL`, and changes nothing."),
            "", "Where the text below says otherwise, this holds."])


def from_seed(seed):
    chance = random.Random(f"variant {seed}")
    return Variant(chance.choice([12, 13, 14, 15, 17, 18, 19, 20]), chance.choice([1, 2, 3]),
                   chance.choice([0x280000, 0x2A0000, 0x2C0000, 0x2E0000, 0x320000, 0x340000]), chance.random() < 0.5,
                   chance.random() < 0.5)


def mine():
    """The variant of this copy of the problem set."""
    return from_seed(FILE.read_text().strip()) if FILE.exists() else Variant()


if __name__ == "__main__":  # for make
    print(" ".join(mine().flags()) if FILE.exists() else "")
