"""Drawings of the pages that processes map (E2, E4)."""

from dataclasses import dataclass

CONSOLE = 0xB8000


@dataclass
class Page:
    """A mapped page: its address, its physical page, its permissions, and what lies there."""
    va: int
    pa: int
    permissions: str  # "P W U"
    what: str

    @property
    def is_device(self):
        return self.pa == CONSOLE

    @property
    def is_users(self):
        return "U" in self.permissions

    @property
    def needs_copy(self):
        """Does a child need its own copy of this page?"""
        return self.is_users and "W" in self.permissions and not self.is_device


KERNEL = [("P W", "the kernel's stack"), ("P W", "the kernel's page table"), ("P", "the kernel's code")]
READ_ONLY = [("P U", "code"), ("P U", "constants"), ("P U", "a table that the program only reads"), ("P U", "more code")]
WRITABLE = [("P W U", "variables"), ("P W U", "an array"), ("P W U", "the stack"), ("P W U", "from sys_page_alloc"),
            ("P W U", "code and variables"), ("P W U", "a buffer, unused so far")]


def draw_pages(chance):
    """Eight pages of a process, with the console's page and one of the kernel's among them."""
    kinds = [chance.choice(KERNEL), *chance.sample(READ_ONLY, 2)]
    kinds += chance.sample(WRITABLE, chance.randint(2, 4))
    while len(kinds) < 7:
        kinds.append(next(kind for kind in READ_ONLY + KERNEL if kind not in kinds))
    chance.shuffle(kinds)
    va, frames = 0x100000, chance.sample(range(0x120, 0x1E0), len(kinds))
    pages = []
    for (permissions, what), frame in zip(kinds, frames):
        if "U" in permissions:
            pages.append(Page(va, frame << 12, permissions, what))
            va += 0x1000 * chance.choice((1, 1, 2))
        else:
            at = 0x41000 + 0x1000 * chance.randrange(0x30)
            pages.append(Page(at, at, permissions, what))
    pages.append(Page(CONSOLE, CONSOLE, "P W U", "the console"))
    return sorted(pages, key=lambda page: page.va)


def table(pages):
    """Lines that show the pages."""
    return ["  virtual    physical   permissions"] + \
        [f"  {page.va:<#10x} {page.pa:<#10x} {page.permissions:<12} {page.what}" for page in pages]
