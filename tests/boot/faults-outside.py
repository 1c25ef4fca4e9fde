"""faults-outside.py: commands for faults-test.py's gdb. It stops whenever the kernel is about to report a fault, and
prints the facts in one line: OUTSIDE and JSON. It reads registers, and physical memory entry by entry, and does not
depend on how the kernel finds out."""

import contextlib
import json

import gdb

MASK = (1 << 64) - 1
ADDRESS = 0x000FFFFFFFFFF000


@contextlib.contextmanager
def physical_memory():
    gdb.execute("maintenance packet Qqemu.PhyMemMode:1", to_string=True)
    try:
        yield
    finally:
        gdb.execute("maintenance packet Qqemu.PhyMemMode:0", to_string=True)


def table_at(pa):
    with physical_memory():
        data = gdb.selected_inferior().read_memory(pa, 4096).tobytes()
    return [int.from_bytes(data[i:i + 8], "little") for i in range(0, 4096, 8)]


def walk(root, va):
    """[(level, index, entry)], down to the entry that ends the walk."""
    steps, table = [], root
    for level in (4, 3, 2, 1):
        index = va >> (12 + 9 * (level - 1)) & 511
        entry = table_at(table)[index]
        steps.append((level, index, entry))
        if not entry & 1 or (entry & 0x80 and level in (2, 3)):
            break
        table = entry & ADDRESS
    return steps


def low_uses(root, table, level, start, own):
    """The physical pages that a page table uses: ("table", pa), and ("user", pa) for pages of [own[0], own[1])."""
    yield "table", table
    for index, entry in enumerate(table_at(table)[:256 if level == 4 else 512]):
        va = start + (index << (12 + 9 * (level - 1)))
        if not entry & 1:
            continue
        if level > 1:
            yield from low_uses(root, entry & ADDRESS, level - 1, va, own)
        elif entry & 4 and own[0] <= va < own[1]:
            yield "user", entry & ADDRESS


def processes():
    table = gdb.parse_and_eval("ptable")
    return [table[i] for i in range(1, table.type.range()[1] + 1) if int(table[i]["state"]) != 0]


def physical(value):
    return int(value) & MASK & ~0xFFFF800000000000


def owners(pa):
    """The pids of the processes that use the page at `pa`; 0 is the kernel."""
    kernel = physical(gdb.parse_and_eval("(unsigned long) kernel_pagetable"))
    found = {0} if any(page == pa and kind == "table" for kind, page in low_uses(kernel, kernel, 4, 0, (0, 0))) else set()
    for process in processes():
        root, pid = physical(process["pagetable"]), int(process["pid"])
        own = own_memory(pid)
        if any(page == pa and (kind == "user" or root != kernel) for kind, page in low_uses(root, root, 4, 0, own)):
            found.add(pid)
    return sorted(found)


def own_memory(pid):
    if IN_SECTION:
        return 0x100000 + (pid - 1) * 0x40000, 0x100000 + pid * 0x40000
    return 0x100000, 0x300000


def facts(regs, pid):
    cr2 = int(gdb.parse_and_eval("$cr2")) & MASK
    root = int(gdb.parse_and_eval("$cr3")) & ADDRESS
    steps = walk(root, cr2)
    level, _, entry = steps[-1]
    mapped = entry & 1
    page = (entry & ADDRESS) if mapped else (cr2 - (0 if IN_SECTION else 0xFFFF800000000000)) & MASK & ~4095
    counted = page < 0x200000
    return {
        "pid": pid, "own_end": own_memory(pid)[1], "cr2": cr2, "steps": steps, "page": page, "mapped": bool(mapped),
        "count": int(gdb.parse_and_eval(f"physpages[{page // 4096}].refcount")) if counted else None,
        "owners": owners(page) if counted else None,
        "registers": {name: int(regs[f"reg_{name}"]) & MASK
                      for name in ("rip", "rsp", "rax", "rbx", "intno", "errcode")},
    }


def registers():
    """The registers at the fault, and the process's pid; 0: the kernel."""
    if gdb.selected_frame().name() == "fault_panic":
        return gdb.parse_and_eval("(regstate *) $rdi").dereference(), 0
    current = gdb.parse_and_eval("current").dereference()
    return current["regs"], int(current["pid"])


def go():
    """Prints the facts of each fault up to the first panic."""
    for place in "fault_show", "fault_panic", "last_words_show":
        gdb.Breakpoint(f"*{place}")
    while True:
        gdb.execute("continue", to_string=True)
        if gdb.selected_frame().name() == "last_words_show":
            return
        regs, pid = registers()
        print("OUTSIDE", json.dumps(facts(regs, pid)), flush=True)
        if pid == 0:  # the kernel's own fault, which ends in a panic
            gdb.execute("continue", to_string=True)
            return


IN_SECTION = "section" in gdb.objfiles()[0].filename
