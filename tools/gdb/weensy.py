"""weensy.py: what gdb is told about the kernel: commands that know its structures, and which program's symbols
hold where. `make run-gdb-NAME` loads it; `weensy` lists the commands. All of it looks from outside: page
tables are read in physical memory, entry by entry, as the processor does, so that it works for both kernels, and
also when they are wrong."""

import contextlib
import os

import gdb

PAGESIZE = 4096
ENTRIES = 512
LEVELS = 4
PRESENT, WRITABLE, USER, LARGE, COPY_ON_WRITE, NO_EXECUTE = 1, 2, 4, 0x80, 0x200, 1 << 63
ADDRESS = 0x000FFFFFFFFFF000
DIRECT_MAP = 0xFFFF800000000000
LOW_END = 1 << 47


# Memory


@contextlib.contextmanager
def physical_memory():
    """Addresses are physical ones as long as this holds."""
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
    """Bytes that an entry of a page-table page of this level translates."""
    return PAGESIZE << 9 * (level - 1)


def is_page(entry, level):
    return level == 1 or (level in (2, 3) and entry & LARGE)


def rights(entry):
    """The bits of a present entry, in words."""
    words = ["writable" if entry & WRITABLE else "read-only", "user" if entry & USER else "kernel"]
    words += ["copied when written"] if entry & COPY_ON_WRITE else []
    words += ["no execution"] if entry & NO_EXECUTE else []
    return ", ".join(words)


def combine(upper, entry):
    """What two levels allow together."""
    return upper & entry & (PRESENT | WRITABLE | USER) | (upper | entry) & NO_EXECUTE


def mappings(root, level=LEVELS, start=0, upper=PRESENT | WRITABLE | USER):
    """(va, bytes, pa, rights) of each page in the low half, in order."""
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


# The kernel

STATES = {0: "free", 1: "runnable", 2: "blocked", 3: "faulted"}


class Process:
    def __init__(self, value):
        self.pid = int(value["pid"])
        self.state = STATES.get(int(value["state"]), "?")
        self.root = int(value["pagetable"]) & ~DIRECT_MAP
        self.rip = int(value["regs"]["reg_rip"])
        self.program = value["program"].string() if int(value["program"]) else "?"


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
    """The process that runs, or on whose behalf the kernel does; None if there is none."""
    current = kernel_value("current")
    return Process(current.dereference()) if int(current) else None


def root_of(pid):
    """The page table of a process; 0 means the kernel's."""
    if pid == 0:
        return int(kernel_value("(unsigned long) kernel_pagetable")) & ~DIRECT_MAP
    for process in processes():
        if process.pid == pid:
            return process.root
    raise gdb.GdbError(f"There is no process {pid}; `ps` lists them.")


def counted_pages(physpages):
    """How many pages have a reference count. physpages: an array; or a pointer to one, which fills the end of
    the memory whose pages it counts."""
    if physpages.type.code == gdb.TYPE_CODE_ARRAY:
        return physpages.type.range()[1] + 1
    start, a_page = int(physpages) & ~DIRECT_MAP, physpages.type.target().sizeof
    return start // (PAGESIZE - a_page)


def numbers(arguments, usage, least, most):
    words = gdb.string_to_argv(arguments)
    if not least <= len(words) <= most:
        raise gdb.GdbError(f"usage: {usage}")
    return [int(gdb.parse_and_eval(word)) & (1 << 64) - 1 for word in words]


# Commands


class Weensy(gdb.Command):
    """weensy: lists the commands that know the kernel."""

    def __init__(self):
        super().__init__("weensy", gdb.COMMAND_SUPPORT)

    def invoke(self, argument, from_tty):
        for command in COMMANDS:
            print(command.__doc__.replace("\n   ", ""))


class Ps(gdb.Command):
    """ps: the processes. An arrow points at the one that runs."""

    def __init__(self):
        super().__init__("ps", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        now = running()
        for process in processes():
            arrow = "->" if now and now.pid == process.pid else "  "
            print(f"{arrow} {process.pid:>3}  {process.state:<9} {process.program:<16} "
                  f"rip {process.rip:#x}  page table {process.root:#x}")


class Pt(gdb.Command):
    """pt PID ADDRESS: the walk of an address through a process's page table, or the kernel's (PID 0)."""

    def __init__(self):
        super().__init__("pt", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        pid, va = numbers(argument, "pt PID ADDRESS", 2, 2)
        if LOW_END <= va < DIRECT_MAP:
            print(f"{va:#x} is not canonical")
            return
        table, allowed = root_of(pid), PRESENT | WRITABLE | USER
        for level in range(LEVELS, 0, -1):
            index = va // entry_size(level) % ENTRIES
            entry = page_table(table)[index]
            place = f"L{level}[{index:#05x}] at {table + 8 * index:#x}:"
            if not entry & PRESENT:
                print(f"{place} {entry:#x} not present\n{va:#x} is not mapped")
                return
            print(f"{place} {entry:#x} present, {rights(entry)}")
            allowed = combine(allowed, entry)
            if is_page(entry, level):
                offset = va % entry_size(level)
                pa = (entry & ADDRESS & ~(entry_size(level) - 1)) + offset
                print(f"{va:#x} -> {pa:#x}, {rights(allowed | entry & COPY_ON_WRITE)}")
                return
            table = entry & ADDRESS


class Maps(gdb.Command):
    """maps PID: what a process has mapped, or the kernel (PID 0), in the low half."""

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
    """pages: who uses each physical page, and how many references the kernel counts."""

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


class BreakSyscall(gdb.Command):
    """break-syscall NAME [PID]: stop when a process, or that one, makes a system call: break-syscall fork."""

    def __init__(self):
        super().__init__("break-syscall", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if not 1 <= len(words) <= 2:
            raise gdb.GdbError("usage: break-syscall NAME [PID]")
        try:
            number = int(gdb.parse_and_eval(f"SYSCALL_{words[0].upper()}"))
        except gdb.error:
            raise gdb.GdbError(f"There is no system call '{words[0]}'.") from None
        condition = f"regs->reg_rax == {number}"
        if len(words) == 2:
            condition += f" && current->pid == {int(words[1])}"
        gdb.Breakpoint("syscall").condition = condition


class BreakException(gdb.Command):
    """break-exception [PID]: stop when a process, or that one, causes an exception; ticks do not count."""

    def __init__(self):
        super().__init__("break-exception", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if len(words) > 1:
            raise gdb.GdbError("usage: break-exception [PID]")
        condition = "regs->reg_intno < 32"
        if words:
            condition += f" && current->pid == {int(words[0])}"
        gdb.Breakpoint("exception").condition = condition


# Programs' symbols: all programs have the same addresses, so those hold whose process runs.


class Programs(gdb.Command):
    """programs FILE...: the programs' ELF files with symbols."""

    def __init__(self):
        super().__init__("programs", gdb.COMMAND_FILES)
        self.files = {}
        self.loaded = None

    def invoke(self, argument, from_tty):
        paths = [os.path.abspath(word) for word in gdb.string_to_argv(argument)]
        self.files = {os.path.basename(path).removesuffix(".full"): path for path in paths}
        gdb.events.stop.connect(self.choose)

    def choose(self, _event):
        """Loads the symbols of the program that runs."""
        try:
            process = running()
        except (gdb.error, gdb.GdbError):
            return
        file = self.files.get(process.program) if process else None
        if file != self.loaded:
            if self.loaded:
                gdb.execute(f"remove-symbol-file '{self.loaded}'", to_string=True)
            if file:
                gdb.execute(f"add-symbol-file '{file}'", to_string=True)
            self.loaded = file


COMMANDS = Ps, Pt, Maps, Pages, BreakSyscall, BreakException
for command in Weensy, *COMMANDS, Programs:
    command()
