"""places.py: a few bytes of memory, which commands name by a virtual address, by a physical one, or as a
page-table entry. A Place is where they are in physical memory, whichever address leads there."""

import gdb

from page_tables import ADDRESS, DIRECT_MAP, PAGESIZE, PRESENT, mappings, physical_memory, translate, walk
from processes import processes, root_of

ACCESSED_AND_DIRTY = 0x60
SIZE_MAX = 8
USAGE = """last-write ADDRESS [SIZE]
       last-write in PID ADDRESS [SIZE]
       last-write physical ADDRESS [SIZE]
       last-write pt PID ADDRESS [LEVEL]"""


class Place:
    """Some bytes of physical memory. ignored: which of their bits do not count."""

    def __init__(self, pa, size, name, ignored=0):
        if not 1 <= size <= SIZE_MAX:
            raise gdb.GdbError(f"SIZE is from 1 to {SIZE_MAX} bytes.")
        if pa % PAGESIZE + size > PAGESIZE:
            raise gdb.GdbError("These bytes are in two pages; ask for each part.")
        self.pa, self.size, self.name, self.ignored = pa, size, name, ignored

    def value(self):
        with physical_memory():
            data = gdb.selected_inferior().read_memory(self.pa, self.size).tobytes()
        return int.from_bytes(data, "little")

    def content(self):
        """The value without the ignored bits."""
        return self.value() & ~self.ignored

    def addresses(self):
        """(address, size) for each address at which the place can be written now."""
        found = {self.pa, DIRECT_MAP + self.pa}
        try:
            roots = {process.root for process in processes()}
        except (gdb.error, gdb.GdbError):
            roots = set()  # the kernel has not started
        for root in roots:
            found |= {va + self.pa - pa for va, size, pa, _ in mappings(root)
                      if pa <= self.pa < pa + size}
        return [(address, self.size) for address in sorted(found)]


# From a command's arguments to a Place


def physical(root, va):
    level, _, entry = list(walk(root, va))[-1]
    if not entry & PRESENT:
        raise gdb.GdbError(f"{va:#x} is not mapped now; `last-write pt` finds what changed its page-table entry.")
    return translate(entry, level, va)


def page_table_in_force():
    if int(gdb.parse_and_eval("$cr0")) >> 31 == 0:
        return None
    return int(gdb.parse_and_eval("(unsigned long) $cr3")) & ADDRESS


def size_of(value):
    """The size of what a pointer (&variable) points to; 1 if the value is not a pointer."""
    is_pointer = value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR
    return value.type.strip_typedefs().target().sizeof if is_pointer else 1


def number(word):
    return int(gdb.parse_and_eval(word)) & (1 << 64) - 1


def place_of_entry(words):
    pid, va = number(words[0]), number(words[1])
    entries = {level: pa for level, pa, _ in walk(root_of(pid), va)}
    level = number(words[2]) if len(words) == 3 else min(entries)
    if level not in entries:
        raise gdb.GdbError(f"{va:#x} has no entry of level {level}; `pt {pid} {va:#x}` "
                           "shows its entries.")
    name = f"the level-{level} entry for {va:#x} of process {pid}"
    return Place(entries[level], 8, name, ACCESSED_AND_DIRTY)


def place_at(words, root):
    """root: the page table that translates the address; None if the address is physical."""
    pointer = gdb.parse_and_eval(words[0])
    address = int(pointer) & (1 << 64) - 1
    size = number(words[1]) if len(words) == 2 else size_of(pointer)
    pa = address if root is None else physical(root, address)
    return Place(pa, size, f"{address:#x}" if root is not None else f"physical {address:#x}")


def place_of(argument):
    words = gdb.string_to_argv(argument)
    kind = words.pop(0) if words and words[0] in ("in", "physical", "pt") else ""
    least, most = {"": (1, 2), "physical": (1, 2), "in": (2, 3), "pt": (2, 3)}[kind]
    if not least <= len(words) <= most:
        raise gdb.GdbError(f"usage: {USAGE}")
    if kind == "pt":
        return place_of_entry(words)
    if kind == "in":
        return place_at(words[1:], root_of(number(words[0])))
    return place_at(words, page_table_in_force() if kind == "" else None)
