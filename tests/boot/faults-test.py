#!/usr/bin/env python3
"""Compares what the kernels say about faults with what gdb sees from outside at the same instruction
(faults-outside.py): the access, the translation of the address, what is there, the place in the code, the registers.
TAP.

    faults-test.py"""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import tap
from section_program import build_image, build_program, settings_of

OBJ = Path(os.environ.get("OBJ", "obj"))
TESTS = Path(__file__).resolve().parents[1]
PAGESIZE = 4096
PRESENT, WRITABLE, USER, NO_EXECUTE = 1, 2, 4, 1 << 63
SET_BY_PROCESSOR = 0x60  # accessed, dirty
WRITE_ERROR, USER_ERROR, FETCH_ERROR = 2, 4, 16
PAGE_FAULT, DOUBLE_FAULT = 14, 8
GUARD_PAGE = 0x7B000
KERNEL_STACK = range(0x7C000, 0x80000)


class Kernel:
    """What a kernel's ELF file says."""

    def __init__(self, elf, in_section):
        self.elf, self.in_section = Path(f"{elf}.full"), in_section
        names = subprocess.run(["nm", str(self.elf)], text=True, capture_output=True, check=True).stdout
        address = lambda name: int(re.search(rf"(\w+) \w {name}$", names, re.M)[1], 16)
        self.code = range(address("kernel_text_start"), address("kernel_text_end"))
        self.end = address("kernel_end")

    def kind(self, page):
        """What a physical page is, whatever processes do, or None."""
        if page == 0x40000:
            return "the page of ticks"
        if page == 0xB8000:
            return "the console"
        if page == 0 or page in range(0xA0000, 0x100000):
            return "a device's memory"
        if page in self.code:
            return "the kernel's code"
        table_of_pages = not self.in_section and page >= 0x1FE000
        if page in range(0x41000, self.end) or page in KERNEL_STACK or table_of_pages:
            return "the kernel's memory"
        return None


def refusal(entry, level, error):
    """Why an entry refuses an access, or None."""
    if not entry & PRESENT:
        return "not present"
    if error & WRITE_ERROR and not entry & WRITABLE:
        return "write refused"
    if error & FETCH_ERROR and entry & NO_EXECUTE:
        return "execution refused"
    if error & USER_ERROR and not entry & USER:
        return "users refused"
    if not error & USER_ERROR and entry & USER and level == 1:
        return "the kernel refused"
    return None


def in_words(entry, why):
    if not entry & PRESENT:
        return "not present"
    words = ["present", "writable" if entry & WRITABLE else "read-only", "user" if entry & USER else "kernel"]
    words += ["no execution"] if entry & NO_EXECUTE else []
    return ", ".join(words) + (f": {why}" if why else "")


def walk(facts):
    """The lines that the log should have, without accessed and dirty bits."""
    lines, error = [], facts["registers"]["errcode"]
    for level, index, entry in facts["steps"]:
        why = refusal(entry, level, error)
        lines.append((level, index, entry & ~SET_BY_PROCESSOR, in_words(entry, why)))
        if why:
            break
    return lines


def description(facts, kernel):
    va, page, pid = facts["cr2"], facts["page"], facts["pid"]
    if pid and va == facts["registers"]["rip"] == 0 and facts["registers"]["rsp"] == facts["own_end"]:
        return "nowhere: its process_main has returned"
    if va < PAGESIZE:
        return "the null page"
    if va // PAGESIZE * PAGESIZE == GUARD_PAGE:
        return "the guard page of the kernel's stack"
    is_users = all(entry & PRESENT and entry & USER for _, _, entry in facts["steps"])
    if pid and not is_users and -PAGESIZE <= va - facts["registers"]["rsp"] < PAGESIZE:
        return "past the end of its stack"
    if facts["count"] is not None:
        return kernel.kind(page) or of_allocatable(facts)
    if facts["mapped"]:
        return "code or constants of its program"
    return "its own memory, where no page is mapped" if pid and 0x100000 <= va < 0x300000 else "nothing at all"


def of_allocatable(facts):
    if facts["count"] == 0:
        return "a free page"
    if not facts["pid"] or len(facts["owners"]) != 1:
        return "an allocated page"
    owner, = facts["owners"]
    return f"a page of process {owner}" if owner else "a page of the kernel"


NAMES = {0: "divide error", 6: "invalid opcode", 13: "general protection fault"}


def what_happened(facts, kernel):
    """The first line, after the process."""
    registers = facts["registers"]
    if registers["intno"] == DOUBLE_FAULT:
        return f"double fault, the last address was {facts['cr2']:#x}: {description(facts, kernel)}"
    if registers["intno"] != PAGE_FAULT:
        return NAMES[registers["intno"]]
    error = registers["errcode"]
    access = "executing" if error & FETCH_ERROR else "writing" if error & WRITE_ERROR else "reading"
    why = "not allowed" if error & PRESENT else "not mapped"
    return f"page fault {access} {facts['cr2']:#x} ({why}): {description(facts, kernel)}"


def place(elf, address):
    """The function, and the file's base name and line, that addr2line gives for an address."""
    lines = subprocess.run(["addr2line", "-f", "-e", str(elf), hex(address)], text=True, capture_output=True,
                           check=True).stdout.splitlines()
    symbols = subprocess.run(["nm", "-n", "--defined-only", str(elf)], text=True, capture_output=True,
                             check=True).stdout
    functions = [(int(m[1], 16), m[2]) for m in re.finditer(r"(\w+) [tT] (\w+)$", symbols, re.M)]
    function = max((start, name) for start, name in functions if start <= address)[1]
    return function, re.sub(r" \(discriminator.*", "", lines[1]).rsplit("/", 1)[-1]


class Told:
    """What the log says about a fault: the lines from its first one on."""

    def __init__(self, lines):
        text = "\n".join(lines)
        self.first = lines[0]
        self.steps = [(int(m[1]), int(m[2], 16), int(m[3], 16) & ~SET_BY_PROCESSOR, m[4]) for m in
                      re.finditer(r"^  L(\d)\[(0x\w+)\] (\w+) (.*)$", text, re.M)]
        self.registers = {name: int(value, 16) for name, value in re.findall(r"(r\w+) +([0-9a-f]{16})", text)}
        self.frames = list(self._frames(lines))

    @staticmethod
    def _frames(lines):
        """(whose code, depth, address, function, file:line) of each line of the backtraces, up to the next
        fault's. None is the kernel, or the process that faulted."""
        whose, seen = None, False
        for line in lines:
            if match := re.match(r"  on behalf of process \d+ \((\w+)\):", line):
                whose = match[1]
            elif match := re.match(r"  #(\d+)  (0x\w+) (\S+) \((.*)\)$", line):
                seen = True
                yield whose, int(match[1]), int(match[2], 16), match[3], match[4].rsplit("/", 1)[-1]
            elif seen:
                return


def told_in(log):
    """The faults in a log, each with the process's name or None. A panic's message comes after its
    details."""
    lines, faults = log.read_text(errors="replace").splitlines(), []
    for i, line in enumerate(lines):
        if match := re.match(r"process \d+ \((\w+)\): (?!panic)(.*)", line):
            end = next((j for j in range(i + 1, len(lines)) if not lines[j].startswith("  ")), len(lines))
            faults.append((match[1], match[2], Told(lines[i:end])))
        elif line == "the kernel faulted:":
            panic = next(text for text in lines[i:] if text.startswith("KERNEL PANIC: "))
            faults.append((None, panic.removeprefix("KERNEL PANIC: "), Told(lines[i:])))
    return faults


def run(image, kernel, command, log):
    """Boots an image under gdb. Returns the facts of each fault."""
    result = subprocess.run([str(OBJ / "tools" / "run"), "--mode", "gdb", "--virtual", "6", "--gdb-commands",
                             str(TESTS / "boot" / "faults-outside.py"), "--symbols", str(kernel.elf), "--command", command,
                             "--log", str(log), str(image)], input="continue\npython go()\nkill\nquit\n", text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False).stdout
    facts = [json.loads(line.split("OUTSIDE ", 1)[1]) for line in result.splitlines() if "OUTSIDE {" in line]
    if not facts:
        tap.note(result.splitlines()[-10:])
    return facts


def compare(kernel, where, facts, told, programs):
    """One fault."""
    program, words, lines = told
    expected = what_happened(facts, kernel)
    name = f"{where}: {expected}"
    tap.equal(f"{name}: the message", words, expected)
    if facts["registers"]["intno"] in (PAGE_FAULT, DOUBLE_FAULT):
        tap.equal(f"{name}: the walk", lines.steps, walk(facts))
    tap.equal(f"{name}: registers", {n: lines.registers.get(n) for n in ("rip", "rsp", "rax", "rbx")},
              {n: facts["registers"][n] for n in ("rip", "rsp", "rax", "rbx")})
    if facts["registers"]["errcode"] & FETCH_ERROR == 0:
        tap.equal(f"{name}: the start of the backtrace", lines.frames[0][2], facts["registers"]["rip"])
        tap.equal(f"{name}: functions, files and lines of the backtrace", lines.frames,
                  [with_place(frame, program, kernel, programs) for frame in lines.frames])
    return lines


def with_place(frame, program, kernel, programs):
    """The frame as its address says it should be. A caller's address is after the call."""
    whose, depth, address, _, _ = frame
    elf = programs[whose or program] if whose or program else kernel.elf
    return whose, depth, address, *place(elf, address - (depth > 0))


def complete_kernel(directory):
    kernel = Kernel(OBJ / "test-kernel.elf", in_section=False)
    programs = {"faults": OBJ / "tests" / "guest" / "faults.full"}
    acts = (TESTS / "guest" / "faults.c").read_text().split("acts[] = {")[1].split("};")[0].count("{")
    for command, where, n in (("faults", "process", acts + 1), ("hello crash=2", "kernel", 1), ("hello crash=3", "kernel", 1)):
        log = directory / "log"
        facts = run(OBJ / "test.img", kernel, command, log)
        told = told_in(log)
        tap.equal(f"{command}: the log has each fault", (len(facts), len(told)), (n, n))
        for fact, words in zip(facts, told):
            last = compare(kernel, where if fact["pid"] else "kernel", fact, words, programs)
        if command == "faults":
            tap.equal("a fault of the kernel in a system call: the backtrace continues in the process",
                      [frame[3] for frame in last.frames if frame[0] == "faults"], ["lead_astray", "process_main"])


def section_kernel(directory, source):
    """One program per slot, each with its own act."""
    settings = settings_of(OBJ)
    kernel = Kernel(OBJ / "section" / "kernel.elf", in_section=True)
    files = {f"act{slot}": directory / f"act{slot}" for slot in (1, 2, 3, 4)}
    programs = {name: build_program(settings, TESTS / "guest" / source, file, slot)
                for slot, (name, file) in enumerate(files.items(), 1)}
    image, log = directory / "image", directory / "log"
    build_image(settings, image, files)
    facts = run(image, kernel, " ".join(programs), log)
    told = told_in(log)
    tap.equal("the section's kernel: the log has each fault", (len(facts), len(told)), (3, 3))
    for fact, words in zip(facts, told):
        compare(kernel, "the section's kernel", fact, words, programs)


def main():
    if subprocess.run(["sh", "-c", "command -v gdb"], stdout=subprocess.DEVNULL, check=False).returncode:
        tap.skip_all("there is no gdb")
    with tempfile.TemporaryDirectory() as directory:
        complete_kernel(Path(directory))
        for source in "section-faults.c", "section-returns.c":
            section_kernel(Path(directory), source)
    tap.end()


if __name__ == "__main__":
    main()
