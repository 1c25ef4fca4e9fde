"""The student's files of the problem set, and the kernel that checks make of them: with the judge around it
(judge/judge.h)."""

from engine import desk
from engine.build import definitions
from engine.desk import REPORTING, wraps
from engine.places import EXERCISES, ROOT
from pset.states import facts, make, more_text, solutions, solved_copy, write

__all__ = ["CODE", "Desk", "FILES", "facts", "make", "more_text", "solutions", "solved_copy", "write"]

FILES = "kernel.c", "address-space.c", "address-space.h", "pages.c", "pages.h", "answers.txt", "user"
CODE = "kernel.c", "address-space.c", "pages.c", "address-space.h", "pages.h"

FOLDER = EXERCISES / "judge"
INTERPOSED = "kernel_start", "exception", "syscall", "kalloc", "kfree", "view_page"  # as judged.h has them

WRAPPED = "exception_return", "timer_interrupt", "backtrace_text", "command_program"


class Desk(desk.Desk):
    def judged_kernel(self):
        """The student's kernel, all its C files, with the judge around it. Its functions INTERPOSED are weak, so the
        judge's take their place; the judge finds them as student_NAME."""
        students = self.build.joined([self.build.compiled(path, "COMPILE_KERNEL", ["-include", str(FOLDER / "judged.h")])
                                      for path in sorted(self.directory.glob("*.c"))])
        judge = self.own_code((*REPORTING, *sorted(FOLDER.glob("*.c"))), INTERPOSED)
        return self.linked_kernel([*wraps(*WRAPPED), *self.build.words("KERNEL_OBJECTS"),
                                   judge, self._with_aliases(students)])

    def _with_aliases(self, students):
        """The object file with the further names student_NAME."""
        found = definitions(students)
        aliases = [f"--add-symbol=student_{name}={found[name][0]}:{found[name][1]:#x},function,global"
                   for name in INTERPOSED if name in found]
        return self.build.changed(students, aliases)

    def trial(self, name, slot, changed=None):
        """A trial, linked for a slot; or a program that the complete kernel runs, too. changed: a function from its bytes to
        those of the program to start."""
        source = self.guest(f"{name}.c")
        path = self.program(source if source.exists() else ROOT / "user" / f"{name}.c", slot)
        if not changed:
            return path
        return self.build.make(("changed", str(path), changed.__name__), ".elf",
                               lambda new: new.write_bytes(changed(path.read_bytes())))
