"""last_write.py: who changed this byte, or this page-table entry? Goes back in a recording to the instruction that did.

It looks for the last write to any address at which the byte is seen: those that the kernel has for all memory,
and those of processes whose page tables map it now. What was written some other way (by a device, by the
processor itself, at an address where it is not mapped any more) is found by comparing contents."""

import gdb

import recording
from page_tables import (ADDRESS, DIRECT_MAP, ENTRIES, LEVELS, PAGESIZE, PRESENT, entry_size, is_page, mappings,
                         page_table, physical_memory)
from processes import processes, root_of, running

ACCESSED_AND_DIRTY = 0x60
PATIENCE = 20  # writes that change nothing, before contents are compared
SIZE_MAX = 8
CALLERS = 5  # that are named
USAGE = ("last-write ADDRESS [SIZE], last-write in PID ADDRESS [SIZE], last-write physical ADDRESS [SIZE], "
         "or last-write pt PID ADDRESS [LEVEL]")


class Place:
    """Some bytes of physical memory. ignored: bits of them that do not count."""

    def __init__(self, pa, size, name, ignored=0):
        if not 1 <= size <= SIZE_MAX:
            raise gdb.GdbError(f"SIZE is from 1 to {SIZE_MAX} bytes.")
        if pa % PAGESIZE + size > PAGESIZE:
            raise gdb.GdbError("These bytes are of two pages; ask for each.")
        self.pa, self.size, self.name, self.ignored = pa, size, name, ignored

    def value(self):
        with physical_memory():
            data = gdb.selected_inferior().read_memory(self.pa, self.size).tobytes()
        return int.from_bytes(data, "little")

    def content(self):
        """The value, as far as it counts."""
        return self.value() & ~self.ignored

    def addresses(self):
        """(address, size) wherever it can be written now."""
        found = {self.pa, DIRECT_MAP + self.pa}
        try:
            roots = {process.root for process in processes()}
        except (gdb.error, gdb.GdbError):
            roots = set()  # the kernel has not started
        for root in roots:
            found |= {va + self.pa - pa for va, size, pa, _ in mappings(root) if pa <= self.pa < pa + size}
        return [(address, self.size) for address in sorted(found)]


# Which place is meant


def walk(root, va):
    """(level, physical address of the entry, entry) on the way of an address, from the top."""
    table = root
    for level in range(LEVELS, 0, -1):
        index = va // entry_size(level) % ENTRIES
        entry = page_table(table)[index]
        yield level, table + 8 * index, entry
        if not entry & PRESENT or is_page(entry, level):
            return
        table = entry & ADDRESS


def physical(root, va):
    level, _, entry = list(walk(root, va))[-1]
    if not entry & PRESENT:
        raise gdb.GdbError(f"{va:#x} is not mapped now; `last-write pt` goes to who changed that.")
    return (entry & ADDRESS & ~(entry_size(level) - 1)) + va % entry_size(level)


def page_table_in_force():
    if int(gdb.parse_and_eval("$cr0")) >> 31 == 0:
        return None
    return int(gdb.parse_and_eval("(unsigned long) $cr3")) & ADDRESS


def size_of(value):
    """Of what a pointer (&variable) points to; a byte, if it is none."""
    is_pointer = value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR
    return value.type.strip_typedefs().target().sizeof if is_pointer else 1


def number(word):
    return int(gdb.parse_and_eval(word)) & (1 << 64) - 1


def place_of_entry(words):
    pid, va = number(words[0]), number(words[1])
    entries = {level: pa for level, pa, _ in walk(root_of(pid), va)}
    level = number(words[2]) if len(words) == 3 else min(entries)
    if level not in entries:
        raise gdb.GdbError(f"There is no entry of level {level} for {va:#x}; `pt {pid} {va:#x}` shows which there are.")
    return Place(entries[level], 8, f"the level-{level} entry for {va:#x} of process {pid}", ACCESSED_AND_DIRTY)


def place_at(words, root):
    """root: the page table for the address; None if it is physical."""
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


# The search


def last_change(record, place):
    """Goes back to before the instruction that last changed the place. (where that is, whether a write
    was seen there); (None, False) if it has always been so."""
    content, addresses, upper = place.content(), place.addresses(), recording.now()
    for _ in range(PATIENCE):
        hit = record.last_hit(addresses)
        if hit == 0 or place.content() != content:
            return last_difference(record, place, content, hit, upper), False
        record.go_to(hit - 1)
        if place.content() != content:
            return hit - 1, True
        upper = hit - 1
    return last_difference(record, place, content, 0, upper), False


def last_difference(record, place, content, lower, upper):
    """The last snapshot between these two with another content, and from there the instruction that
    changed that into this one. Is wrong about what changed and changed back between two looks."""
    for count in sorted({lower, *record.snapshots}, reverse=True):
        if not lower <= count < upper:
            continue
        record.go_to(count)
        if place.content() != content:
            return divide(record, place, content, count, upper)
        upper = count
    return None


def divide(record, place, content, lower, upper):
    """Halves the distance as long as there is one: at `lower` the content is another, at `upper` it is this."""
    while upper - lower > 1:
        middle = (lower + upper) // 2
        record.go_to(middle)
        if place.content() == content:
            upper = middle
        else:
            lower = middle
            if upper - lower > recording.MARGIN:
                record.take_snapshot()
    return lower


# What is said


def who():
    is_user = int(gdb.parse_and_eval("$cs")) & 3 == 3
    if not is_user and not gdb.newest_frame().name():
        return "the boot code"
    try:
        process = running()
    except gdb.error:  # a kernel without processes
        process = None
    name = f"process {process.pid} ({process.program})" if process else ""
    if is_user:
        return name
    return f"the kernel, for {name}," if name else "the kernel"


def where():
    """The function and the line, and who called."""
    frame = gdb.newest_frame()
    line = frame.find_sal()
    if not line.symtab:
        return frame.name() or f"{frame.pc():#x}"
    callers = []
    while (frame := frame.older()) and frame.name() and len(callers) < CALLERS:
        callers.append(frame.name())
    called = f" (called by {', '.join(callers)})" if callers else ""
    return f"{gdb.newest_frame().name()}, {line.symtab.filename}:{line.line}{called}"


class LastWrite(gdb.Command):
    """last-write ADDRESS [SIZE]: goes back to the instruction that last changed what is there in memory; `stepi` lets
    it write. SIZE is in bytes; without, that of what a pointer points to, as in last-write &variable, or 1.
    last-write in PID ADDRESS [SIZE]: an address of that process. last-write physical ADDRESS [SIZE]: a physical one.
    last-write pt PID ADDRESS [LEVEL]: the page-table entry that translates an address, or ends its walk."""

    def __init__(self):
        super().__init__("last-write", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        record = recording.require()
        try:
            place = place_of(argument)
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None
        start, value = recording.now(), place.value()
        try:
            record.prepare()
            count, seen = last_change(record, place)
        except (KeyboardInterrupt, gdb.error, gdb.GdbError):
            record.go_to(start)
            raise
        if count is None:
            record.go_to(start)
            print(f"{place.name} has been {value:#x} since the recording began, as far as one can see.")
            return
        self._arrive(record, place, count, seen)

    def _arrive(self, record, place, count, seen):
        record.go_to(count + 1)
        new = place.value()
        gdb.execute("reverse-stepi")  # so that gdb knows, and shows, where it is
        old = place.value()
        print(f"{place.name}: {old:#x} -> {new:#x}, by {who()} in {where()}; instruction {count} of the recording")
        if not seen:
            print("Found by comparing contents: written by a device, by the processor itself, or at an address where it "
                  "is not mapped any more. Had it changed and changed back in between, that would not be seen.")
