"""faults-outside.py: commands for faults-test.py's gdb. It stops whenever the kernel is about to report a fault, and
prints the facts in one line: OUTSIDE and JSON. It reads registers, and physical memory entry by entry, and does not
depend on how the kernel finds out."""

import json
import sys

import gdb

sys.path.insert(0, "tools/gdb")
from page_tables import ADDRESS, DIRECT_MAP, PAGESIZE, PRESENT, USER, index_of, mappings, tables, walk  # noqa: E402
from processes import processes, root_of  # noqa: E402

MASK = (1 << 64) - 1


def owners(pa):
    """The pids of the processes that use the page at `pa`; 0 is the kernel."""
    kernel = root_of(0)
    found = {0} if has_table(kernel, pa) else set()
    for process in processes():
        if maps_own(process, pa) or (process.root != kernel and has_table(process.root, pa)):
            found.add(process.pid)
    return sorted(found)


def has_table(root, pa):
    return any(page == pa for page, _ in tables(root))


def maps_own(process, pa):
    """Whether the process may access the page at `pa` in its own memory."""
    start, end = own_memory(process.pid)
    return any(page == pa and rights & USER and start <= va < end for va, _, page, rights in mappings(process.root))


def own_memory(pid):
    if IN_SECTION:
        return 0x100000 + (pid - 1) * 0x40000, 0x100000 + pid * 0x40000
    return 0x100000, 0x300000


def facts(regs, pid):
    cr2 = int(gdb.parse_and_eval("$cr2")) & MASK
    root = int(gdb.parse_and_eval("$cr3")) & ADDRESS
    steps = [(level, index_of(cr2, level), entry) for level, _, entry in walk(root, cr2)]
    entry = steps[-1][2]
    mapped = entry & PRESENT
    page = entry & ADDRESS if mapped else (cr2 - (0 if IN_SECTION else DIRECT_MAP)) & MASK & -PAGESIZE
    counted = page < 0x200000
    return {
        "pid": pid, "own_end": own_memory(pid)[1], "cr2": cr2, "steps": steps, "page": page, "mapped": bool(mapped),
        "count": int(gdb.parse_and_eval(f"physpages[{page // PAGESIZE}].refcount")) if counted else None,
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
