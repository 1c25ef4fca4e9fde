"""page_tables.py: reads physical memory and the page tables in it from outside, entry by entry, as the processor does.
So it works for all kernels, even if they are wrong."""

import contextlib

import gdb

PAGESIZE = 4096
ENTRIES = 512
LEVELS = 4
PRESENT, WRITABLE, USER, LARGE, COPY_ON_WRITE, NO_EXECUTE = 1, 2, 4, 0x80, 0x200, 1 << 63
ADDRESS = 0x000FFFFFFFFFF000
DIRECT_MAP = 0xFFFF800000000000
LOW_END = 1 << 47


@contextlib.contextmanager
def physical_memory():
    """Inside this context, gdb takes addresses as physical ones."""
    gdb.execute("maintenance packet Qqemu.PhyMemMode:1", to_string=True)
    try:
        yield
    finally:
        gdb.execute("maintenance packet Qqemu.PhyMemMode:0", to_string=True)


def page_table(pa):
    """The entries of the page-table page at physical address `pa`."""
    with physical_memory():
        data = gdb.selected_inferior().read_memory(pa, PAGESIZE).tobytes()
    return [int.from_bytes(data[i:i + 8], "little") for i in range(0, PAGESIZE, 8)]


def entry_size(level):
    """Bytes of virtual memory that an entry of this level covers."""
    return PAGESIZE << 9 * (level - 1)


def index_of(va, level):
    """The index of the entry that translates `va`, in a page-table page of this level."""
    return va // entry_size(level) % ENTRIES


def is_page(entry, level):
    return level == 1 or (level in (2, 3) and entry & LARGE)


def rights(entry):
    """The bits of a present entry, in words."""
    words = ["writable" if entry & WRITABLE else "read-only", "user" if entry & USER else "kernel"]
    words += ["copied when written"] if entry & COPY_ON_WRITE else []
    words += ["no execution"] if entry & NO_EXECUTE else []
    return ", ".join(words)


def combine(upper, entry):
    """The rights that two levels give together."""
    return upper & entry & (PRESENT | WRITABLE | USER) | (upper | entry) & NO_EXECUTE


def walk(root, va):
    """(level, physical address of the entry, entry) for each step of the walk for `va`, from the root down."""
    table = root
    for level in range(LEVELS, 0, -1):
        index = index_of(va, level)
        entry = page_table(table)[index]
        yield level, table + 8 * index, entry
        if not entry & PRESENT or is_page(entry, level):
            return
        table = entry & ADDRESS


def translate(entry, level, va):
    """The physical address of `va`, whose page `entry` maps."""
    return (entry & ADDRESS & ~(entry_size(level) - 1)) + va % entry_size(level)


def mappings(root, level=LEVELS, start=0, upper=PRESENT | WRITABLE | USER):
    """(va, bytes, pa, rights) of each page that is mapped in the low half, in order."""
    for index, entry in enumerate(page_table(root)[:ENTRIES // 2 if level == LEVELS else ENTRIES]):
        va = start + index * entry_size(level)
        if not entry & PRESENT:
            continue
        allowed = combine(upper, entry)
        if is_page(entry, level):
            yield va, entry_size(level), entry & ADDRESS, allowed | entry & COPY_ON_WRITE
        else:
            yield from mappings(entry & ADDRESS, level - 1, va, allowed)


def tables(root, level=LEVELS):
    """(pa, level) of each page-table page for the low half."""
    yield root, level
    for entry in page_table(root)[:ENTRIES // 2 if level == LEVELS else ENTRIES]:
        if entry & PRESENT and not is_page(entry, level):
            if level > 2:
                yield from tables(entry & ADDRESS, level - 1)
            else:
                yield entry & ADDRESS, 1
