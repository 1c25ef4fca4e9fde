"""processes.py: reads the kernel's structures: processes, and the pages that it counts."""

import gdb

from page_tables import DIRECT_MAP, PAGESIZE, physical_memory

MOST_TEXT = 64  # bytes; a program's name has at most as many
STATES = {0: "free", 1: "runnable", 2: "blocked", 3: "faulted"}


class Process:
    def __init__(self, value):
        self.pid = int(value["pid"])
        self.state = STATES.get(int(value["state"]), "?")
        self.root = int(value["pagetable"]) & ~DIRECT_MAP
        self.rip = int(value["regs"]["reg_rip"])
        self.program = text(value["program"]) or "?"


def text(pointer):
    """A short string of the kernel's, from physical memory if the page table in force does not map it."""
    if not int(pointer):
        return ""
    try:
        return pointer.string()
    except gdb.MemoryError:
        with physical_memory():
            data = gdb.selected_inferior().read_memory(int(pointer) & ~DIRECT_MAP, MOST_TEXT).tobytes()
        return data.partition(b"\0")[0].decode(errors="replace")


def kernel_value(expression):
    if int(gdb.parse_and_eval("$cr0")) >> 31 == 0:
        raise gdb.GdbError("The kernel has not started yet: `continue` goes there.")
    return gdb.parse_and_eval(expression)


def processes():
    table = kernel_value("ptable")
    count = table.type.range()[1] + 1
    slots = [table[i] for i in range(1, count)]
    return [Process(slot) for slot in slots if int(slot["state"]) != 0]


def running():
    """The process that runs, or on whose behalf the kernel runs; None if there is none."""
    current = kernel_value("current")
    return Process(current.dereference()) if int(current) else None


def is_in_process():
    """Whether the processor is in user mode."""
    return int(gdb.parse_and_eval("$cs")) & 3 == 3


def root_of(pid):
    """The page table of a process; 0 means the kernel's."""
    if pid == 0:
        return int(kernel_value("(unsigned long) kernel_pagetable")) & ~DIRECT_MAP
    for process in processes():
        if process.pid == pid:
            return process.root
    raise gdb.GdbError(f"There is no process {pid}; `ps` lists them.")


def counted_pages(physpages):
    """How many pages have a reference count. physpages is an array, or a pointer to one that fills the end of
    the memory that it describes."""
    if physpages.type.code == gdb.TYPE_CODE_ARRAY:
        return physpages.type.range()[1] + 1
    start, a_page = int(physpages) & ~DIRECT_MAP, physpages.type.target().sizeof
    return start // (PAGESIZE - a_page)


def numbers(arguments, usage, least, most):
    words = gdb.string_to_argv(arguments)
    if not least <= len(words) <= most:
        raise gdb.GdbError(f"usage: {usage}")
    return [int(gdb.parse_and_eval(word)) & (1 << 64) - 1 for word in words]
