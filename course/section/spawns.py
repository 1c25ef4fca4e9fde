"""Part F's boots: programs that call sys_spawn on the student's kernel (guest/f-*.c), and the
outcome of each call."""

import re
from dataclasses import dataclass, field

from engine.verdict import Stop, wrong

LONGEST_NAME = "three-is-the-program-with-the-longest-name-that-there-can-be-ok"
STATES = "free", "runnable", "blocked", "faulted"
LAST_SLOT = 4  # with memory
UNTOUCHED = "{(void)name;return-1;}"

# A kind of boot: the program that it starts as "spawn", and the sources, names and slots of the programs that
# this one spawns.
FIRST = "f-first.c", "f-first.c", {"alice": 2, "bob": 3, "carol": 4, "dave": 1}
TWICE = "f-twice.c", "f-counter.c", {"alice": 2}
NAMES = "f-names.c", "f-names.c", {"two": 2, LONGEST_NAME: 3, "four": 4}


@dataclass
class Call:
    """One call of sys_spawn. result: None if it did not return. foreign: (index, address,
    permissions) of the first byte of the name that the process cannot read itself. before, after:
    the process table, a digit for each slot's state, and the number of pages in use. changed: what
    the call changed of another process: (its number, the address in its memory; 0: its registers
    or its entry in the table)."""
    id: str
    address: int
    caller: int
    foreign: tuple = ()
    before: tuple = ()
    after: tuple = ()
    result: int = None
    changed: tuple = ()


@dataclass
class Play:
    """What a boot showed. turns: for each process, (program, number of the turn, number of calls
    so far), in order. freed: (process, number of its turns), for each process that the check itself
    ended. assertion: (function, slot, state of that slot), if one failed. late: the number of turns
    that each process had had when the calls were over."""
    boot: object
    calls: list = field(default_factory=list)
    turns: dict = field(default_factory=dict)
    freed: list = field(default_factory=list)
    late: dict = None
    assertion: tuple = ()
    panic: str = ""

    def call(self, name):
        return next((c for c in self.calls if c.id == name), None)


def spawn_body(section):
    """The text of syscall_spawn, without comments and spaces; "" if there is no such function."""
    text = (section.directory / "kernel.c").read_text(errors="replace")
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    match = re.search(r"^syscall_spawn\([^;{]*\)\s*(\{.*?^\})", text, re.DOTALL | re.MULTILINE)
    return re.sub(r"\s", "", match.group(1)) if match else ""


def is_untouched(section):
    """Is sys_spawn as it was handed out?"""
    text = (section.directory / "kernel.c").read_text(errors="replace")
    case = re.search(r"case SYSCALL_SPAWN:\s*return \(uintptr_t\) syscall_spawn\(regs->reg_rdi\);",
                     text)
    return bool(case) and spawn_body(section) == UNTOUCHED


def where_spawn(section):
    return section.where("kernel.c", r"^(?:[a-z_]+\s+)*syscall_spawn\([^;]*$")


def play(section, programs):
    """Boots the student's kernel with the programs FIRST, TWICE or NAMES."""
    source, others, names = programs
    kernel = section.kernel(around="f-door.c", extra_sources=["f-keeper.c", "f-watch.c"],
                            redirected=["assert_fail", "handle_keys"])
    sources = {"spawn": (source, 1), **{name: (others, slot) for name, slot in names.items()}}
    files = {name: section.program(file, slot=slot, name=name, defines=[f'-DNAME="{name}"'])
             for name, (file, slot) in sources.items()}
    return read_play(section.boot(kernel, "spawn", files), str(section.directory))


def read_play(boot, directory):
    p = Play(boot)
    if boot.panic():
        p.panic = boot.panic()[0].replace(f"{directory}/", "section/")
    for line in boot.said():
        _read_line(p, line.split())
    return p


def _read_line(p, words):
    what, rest = (words[0], words[1:]) if words else ("", [])
    if what == "trial":
        p.calls.append(Call(rest[0], int(rest[1], 16), int(rest[2])))
    elif what == "turn":
        p.turns.setdefault(int(rest[1]), []).append((rest[0], int(rest[2]), len(p.calls)))
    elif what == "assertion":
        p.assertion = rest[0], int(rest[1]), int(rest[2])
    elif what == "freed":
        p.freed.append((int(rest[0]), len(p.turns.get(int(rest[0]), []))))
    elif what == "still":
        p.late = {pid: len(turns) for pid, turns in p.turns.items()}
    elif what == "foreign":
        p.calls[-1].foreign = int(rest[0]), int(rest[1], 16), int(rest[2], 16)
    elif what == "changed":
        p.calls[-1].changed = int(rest[0]), int(rest[1], 16)
    elif what in ("before", "after"):
        setattr(p.calls[-1], what, (rest[0], int(rest[1])))
    elif what == "result":
        p.calls[-1].result = int(rest[0])


def assertion_in_words(p):
    """What the failed assertion says about the slot; "" if it is not process_setup's."""
    function, slot, state = p.assertion or ("", 0, 0)
    if function == "user_page":
        return (f"process_setup is asked to load a program into slot {slot}, for whose memory that "
                "program is not linked")
    if function != "process_setup":
        return ""
    if slot == 0:
        return "process_setup is asked for slot 0, which never holds a process"
    if slot > LAST_SLOT or slot < 0:
        return (f"process_setup is asked for slot {slot}, and only processes 1 to {LAST_SLOT} have "
                "memory")
    whose = "the caller itself" if slot == 1 else "a process"
    return (f"process_setup is asked for slot {slot}, which is not free: {whose} is in it, "
            f"{STATES[state] if 0 <= state < len(STATES) else state}")


def require_end(section, p, name_of):
    """Stops the check if the boot did not end as planned. name_of(call): the call in words."""
    if p.boot.is_over() and "nobody runs" not in p.boot.said():
        return
    last = p.calls[-1] if p.calls else None
    where = where_spawn(section)
    if last is None:
        p.boot.require_end(where=where)
    words = name_of(last).rstrip(",")
    if p.panic:
        assertion = assertion_in_words(p)
        why = assertion or _fault_in_words(p.panic, last) or p.panic
        raise Stop(wrong(f"{name_of(last)} makes the kernel panic: {why}",
                         where=where if assertion else p.boot.innermost_place() or where,
                         seen=p.panic, details=foreign_in_words(last) + p.boot.panic()[1]))
    if p.boot.status == 0 and p.boot.said()[-1:] == ["end"] and "hangs" not in p.boot.said():
        did_not = ("does not return to the process that called it" if last.result is None else
                   "returns, but its caller no longer runs")
        raise Stop(wrong(f"{name_of(last)} {did_not}", where=where,
                         expected="a process number or an error, and the caller goes on",
                         details=p.boot.log[-6:]))
    p.boot.require_end(where=where, what=f"{words}: the kernel")


def _fault_in_words(panic, call):
    match = re.match(r"page fault reading (0x[0-9a-f]+) \(not mapped\)", panic)
    if match:
        return f"the kernel reads {match.group(1)}, where nothing is mapped"
    if panic.startswith("general protection fault") and call.foreign:
        return "the kernel reads an address that is not canonical"
    return ""


def foreign_in_words(call):
    """Lines about the first byte of the name that the process may not read."""
    if not call.foreign:
        return []
    index, address, permissions = call.foreign
    page = address & ~0xFFF
    canonical = address < 1 << 47 or address >= (1 << 64) - (1 << 47)
    if not canonical:
        what = "not an x86-64 address: it is not canonical"
    elif not permissions & 1:
        what = f"in page {page:#x}, which is not mapped"
    else:
        bits = " PTE_P" + (" PTE_W" if permissions & 2 else "")
        what = f"in page {page:#x}, which has{bits} and no PTE_U: it is for the kernel alone"
    return [f"the name is at {call.address:#x}; its byte {index}, at {address:#x}, is {what}"]
