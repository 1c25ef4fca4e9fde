#!/usr/bin/env python3
"""What a student's code prints, how it names its helpers, and what it overwrites neither decides a
verdict nor ends a report. Prints TAP.

    hostile-test.py --settings FILE [--jobs N] [WORD...]    only the cases with these words in their names

A case changes the solved section, and says what the check of an exercise must find then."""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import check
import tap
import trials
from engine import variants
from engine.verdict import PASSED, WRONG

EVE_START, ALICE = "process_main(void) {\n", "user/alice.c"


@dataclass
class Case:
    """edits: (file, text, the text to replace its first occurrence)."""
    name: str
    exercise: str
    edits: list
    state: str = PASSED
    says: str = ""
    silent: str = ""  # what the verdict must not say
    needs: tuple = ()

    def prepare(self, directory):
        variants.fresh_copy(directory)
        variants.solve(directory, [*self.needs, self.exercise])
        for name, old, new in self.edits:
            path = directory / name
            text = path.read_text()
            assert old in text, f"{name} has no {old!r}"
            path.write_text(text.replace(old, new, 1))

    def problem(self, settings, student, workplace):
        """"" if the check says what it should, or else what is wrong. student: the place for the files."""
        self.prepare(student)
        verdict = check.check_one(self.exercise, student, settings, workplace)
        said = "\n".join([f"{verdict.state}: {verdict.message}", verdict.expected, verdict.seen,
                          verdict.where, *verdict.details])
        expected = f"{self.state}, /{self.says}/" + (f", not /{self.silent}/" if self.silent else "")
        right = (verdict.state == self.state and re.search(self.says, said)
                 and not (self.silent and re.search(self.silent, said)))
        return "" if right else f"expected {expected}, seen {said}"


A3_BODY = "    vmiter_map(vmiter_at(pt3, 0)"  # where the solution starts
SPAWN = "    const char *program_name = (const char *) name;\n"
SYSCALL = "    switch (regs->reg_rax) {\n    case SYSCALL_GETPID:"


def in_syscall(line):
    return [("kernel.c", SYSCALL, line + SYSCALL)]


# (exercise, file, the text before which a function can be defined, and that before which it can be called)
IN_SETUP = "kernel.c", "// process_setup(pid", "    assert(pid >= 1 && pid <= MAXPROCMEM"
LOOPS = [
    ("A3", "exercises.c", "// a3_map(pt3)", A3_BODY),
    ("A5", "exercises.c", "// a5_virtual_pages(sz)", "    return (sz + PAGESIZE - 1) / PAGESIZE;"),
    ("F1.2", "kernel.c", "// syscall_spawn(name)", SPAWN), ("F1.4", "kernel.c", "// syscall_spawn(name)", SPAWN),
    *((name, *IN_SETUP) for name in ("B1", "C1", "G1.2", "G1.3", "H2")),
]
TRIPLE_FAULT = ('struct __attribute__((packed)) { unsigned short size; unsigned long base; } none = {0, 0}; '
                '__asm__ volatile("lidt %0; int3" : : "m"(none));')

CASES = [
    # What is printed
    Case("a print without a newline in spawn", "F1.2",
         [("kernel.c", SPAWN, '    log_printf("spawn called");\n' + SPAWN)]),
    Case("a print without a newline in spawn, all arguments", "F1.4",
         [("kernel.c", SPAWN, '    log_printf("spawn called");\n' + SPAWN)], needs=("F1.2",)),
    *(Case(f"a print without a newline in every call, {name}", name,
           in_syscall('    log_printf("call ");\n'))
      for name in ("B4", "C1", "G1.2", "G1.3", "H1.3")),
    *(Case(f"a print without a newline before the handout's line, {name}", name,
           [("kernel.c", f'        log_printf("-- {when} process_setup', '        log_printf("here");\n'
             f'        log_printf("-- {when} process_setup')])
      for name, when in (("B1", "before"), ("B2", "after"), ("C1", "after"))),
    *(Case(f"a print on the screen before each call, {name}", name,
           in_syscall('    console_printf("x");\n')) for name in ("C1",)),
    *(Case(f"a line like the check's, {line!r}", "A3",
           [("exercises.c", A3_BODY, f'    log_printf("{line}\\n");\n' + A3_BODY)])
      for line in ("check: pt3 maps page 0 now", "check: ", "check 0123456789abcdef: pt3")),
    Case("a number of 5000 digits", "B1",
         [("kernel.c", "// Exercise B3", 'for (int i = 0; i < 5000; ++i) {\n'
           'log_printf("%d", 1);\n}\n        // Exercise B3')]),

    # Code that pretends to be the check
    Case("forged lines, and an end of the run", "A3",
         [("exercises.c", '#include "log.h"', '#include "log.h"\n#include "power.h"'),
          ("exercises.c", A3_BODY, 'log_printf("\\ncheck: returned\\ncheck: pt3 0 1f000 1000 3\\n'
           'check: pt3 4000 0 1000 3\\ncheck: pt3 100000 50000 1000 3\\ncheck: end\\n");\nend_run(EXIT_OK);\n'
           + A3_BODY)], WRONG, "ends the run"),
    Case("the check's own functions are called by name", "A3",
         [("exercises.c", "void\na3_map(", 'void report_line(const char *format, ...);\nvoid\na3_map('),
          ("exercises.c", A3_BODY, 'report_line("returned");\n' + A3_BODY)], WRONG,
         "undefined reference to `report_line'"),
    Case("so they are in the kernel", "F1.2",
         [("kernel.c", "static pid_t\nsyscall_spawn(uintptr_t name) {",
           'void report_end(void);\nstatic pid_t\nsyscall_spawn(uintptr_t name) {\nreport_end();')],
         WRONG, "undefined reference to `report_end'"),
    Case("the kernel ends the run", "F1.2",
         [("kernel.c", SPAWN, "    power_off();\n" + SPAWN),
          ("kernel.c", '#include "math.h"', '#include "math.h"\n#include "power.h"')],
         WRONG, "ends the run, or turns the machine off"),
    Case("Eve makes the calls of checks' programs, as far as she can guess", "G1.2",
         [("user/eve.c", "process_main(void) {", "process_main(void) {\n    for (long call = 0x1000; "
           'call < 0x3000; ++call) {\n        system_call(call, (uintptr_t) "process 2 made 1 calls, the '
           'last 99 ticks ago, and is ended", 0);\n    }\n    for (;;) {\n        sys_yield();\n    }')],
         WRONG, "Eve harms neither the kernel nor Alice"),

    # Names
    *(Case(f"helpers are called {', '.join(names)}", exercise,
           [(file, before, "".join(f"unsigned {name}(void);\nunsigned\n{name}(void) {{\n    return 0;\n}}\n"
                                   for name in names) + before)])
      for exercise, file, before, names in (
          ("F1.2", "kernel.c", "// syscall_spawn(name)", ("used_pages", "report_line", "look_at_name")),
          ("A3", "exercises.c", "// a3_map(pt3)", ("watch", "run_check", "report_end", "log_mappings")),
          ("B1", "kernel.c", "// kernel_start(command)", ("walk", "log_places", "report_option")),
          ("H2", "kernel.c", "// syscall_spawn(name)", ("referee_next", "referee_end", "judge_begin")),
          ("G1.3", "kernel.c", "// syscall_spawn(name)", ("serve", "judge", "put_back")))),

    # Every check reports a broken kernel in the same way, with function, file and line
    *(Case(f"a loop without end, {name}", name,
           [(file, before, "volatile int loops;\nstatic __attribute__((noinline)) void\nsleep_for_ever(void) {\n    for (;;) {\n"
             "        ++loops;\n    }\n}\n" + before), (file, place, "    sleep_for_ever();\n" + place)],
           WRONG, r"(?s)in sleep_for_ever.*section/(kernel|exercises)\.c:\d+.*#1 .*\(section/", r"Eve's|\(/",
           ("F1.2",) * (name == "F1.4"))
      for name, file, before, place in LOOPS),
    *(Case(f"a panic, {name}", name, [(file, place, f'    panic("what a pity");\n{place}')],
           WRONG, r"(?s)panics?: what a pity.*section/kernel\.c:\d+.*#1 .*\(section/", r"\(/",
           ("F1.2",) * (name == "F1.4"))
      for name, file, _, place in LOOPS[2:]),
    *(Case(f"a triple fault, {name}", name, [(file, place, f"    {TRIPLE_FAULT}\n{place}")],
           WRONG, r"(?s)triple fault.*section/kernel\.c:\d+", needs=("F1.2",) * (name == "F1.4")) for name, file, _, place in LOOPS[2:]),

    # The reports of the check's programs come from memory that the kernel can write
    Case("a kernel that writes into the caller's memory", "F1.4",
         [("kernel.c", "        return E_NOENT;\n    }\n    for (pid_t pid",
           "        memset((void *) (name & ~0xFFFUL), 'z', 4096);\n        return E_NOENT;\n    }\n"
           "    for (pid_t pid")], WRONG, "", needs=("F1.2",)),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    settings = check.read_settings(options.settings)
    cases = [case for case in CASES if all(word in case.name for word in options.words)]
    place = Path(settings["OBJ"]).absolute() / "hostile"

    def attempt(case, workplace):
        try:
            return case.problem(settings, place / "students" / str(cases.index(case)), workplace)
        except Exception as error:  # a check must not raise one
            return f"{type(error).__name__}: {error}"
    for case, problem in trials.tried(cases, attempt, place, options.jobs):
        tap.check(f"{case.exercise}: {case.name}", problem)
    tap.end()


if __name__ == "__main__":
    main()
