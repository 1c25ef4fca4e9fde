"""look_commands.py: commands that show the kernel's structures."""

import gdb

from page_tables import (COPY_ON_WRITE, DIRECT_MAP, LOW_END, PAGESIZE, PRESENT, USER, WRITABLE, combine, index_of,
                         mappings, rights, tables, translate, walk)
from processes import counted_pages, kernel_value, numbers, processes, root_of, running


class Ps(gdb.Command):
    """ps: lists the processes. An arrow points to the one that runs."""

    def __init__(self):
        super().__init__("ps", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        now = running()
        for process in processes():
            arrow = "->" if now and now.pid == process.pid else "  "
            print(f"{arrow} {process.pid:>3}  {process.state:<9} {process.program:<16} "
                  f"rip {process.rip:#x}  page table {process.root:#x}")


class Pt(gdb.Command):
    """pt PID ADDRESS: walks a process's page table, or the kernel's (PID 0), for an address."""

    def __init__(self):
        super().__init__("pt", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        pid, va = numbers(argument, "pt PID ADDRESS", 2, 2)
        if LOW_END <= va < DIRECT_MAP:
            print(f"{va:#x} is not canonical")
            return
        allowed = PRESENT | WRITABLE | USER
        for level, place, entry in walk(root_of(pid), va):
            is_present = f"present, {rights(entry)}" if entry & PRESENT else "not present"
            print(f"L{level}[{index_of(va, level):#05x}] at {place:#x}: {entry:#x} {is_present}")
            allowed = combine(allowed, entry)
        if entry & PRESENT:
            print(f"{va:#x} -> {translate(entry, level, va):#x}, {rights(allowed | entry & COPY_ON_WRITE)}")
        else:
            print(f"{va:#x} is not mapped")


class Maps(gdb.Command):
    """maps PID: shows what the page table of a process, or of the kernel (PID 0), maps in the low half."""

    def __init__(self):
        super().__init__("maps", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        pid, = numbers(argument, "maps PID", 1, 1)
        ranges = []
        for va, size, pa, allowed in mappings(root_of(pid)):
            last = ranges[-1] if ranges else None
            if last and last[0] + last[1] == va and last[2] + last[1] == pa and last[3] == allowed:
                last[1] += size
            else:
                ranges.append([va, size, pa, allowed])
        for va, size, pa, allowed in ranges:
            print(f"{va:#010x}-{va + size:#010x} -> {pa:#010x}  {size // PAGESIZE:>4} pages  {rights(allowed)}")


class Pages(gdb.Command):
    """pages: shows which page tables map each physical page, and the kernel's reference count."""

    def __init__(self):
        super().__init__("pages", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        users = {}
        for pa, level in tables(root_of(0)):
            users.setdefault(pa, []).append(f"kernel's L{level}")
        kernels = root_of(0)
        for process in processes():
            if process.root != kernels:
                for pa, level in tables(process.root):
                    users.setdefault(pa, []).append(f"L{level} of {process.pid}")
            for va, _, pa, allowed in mappings(process.root):
                if allowed & USER and va >= 0x100000:
                    users.setdefault(pa, []).append(f"{process.pid}:{va:#x}")
        counts = kernel_value("physpages")
        for pa in sorted(users):
            is_counted = pa // PAGESIZE < counted_pages(counts)
            count = int(counts[pa // PAGESIZE]["refcount"]) if is_counted else "-"
            print(f"{pa:#010x}  {count:>3}  {'  '.join(users[pa])}")
