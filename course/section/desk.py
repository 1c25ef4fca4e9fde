"""The student's files of the section, and the kernels that checks make of them."""

from pathlib import Path

from engine import desk
from engine.build import symbols
from engine.desk import REPORTING, WALL, wraps
from engine.places import GUEST

FILES = "kernel.c", "exercises.c", "exercises.h", "answers.txt", "user"
CODE = "exercises.c", "kernel.c"

GUARDED_STACK = "-fstack-protector-all", "-mstack-protector-guard=global"  # guest/check-kernel.c has the guard
STACK_GUARD = "__stack_chk_guard", "__stack_chk_fail"  # what code with GUARDED_STACK calls


def solved_copy(directory):
    """A copy of the student's files with all solutions in it."""
    from engine import variants
    return variants.solved_copy(directory)


def solutions(name):
    """The texts of an exercise's solutions."""
    from engine import variants
    return [variant.text for variant in variants.variants_of(name, "solution")]


class Desk(desk.Desk):
    def kernel(self, around="", extra_sources=(), without=(), redirected=()):
        """The student's kernel.c behind the door (guest/door.c). around: a guest file that includes it
        (STUDENT_SOURCE) in a way of its own; extra_sources: guest files of the check's own code;
        without: names of shared objects ("log") that they stand in for; redirected: functions whose calls
        are led to their __wrap_NAME."""
        # By their names alone, for a path may hold any character.
        kernel = self.directory / "kernel.c"
        door = self.build.compiled(GUEST / "door.c", "COMPILE_KERNEL", [
            f'-DKERNEL_SOURCE="{around or "kernel.c"}"', '-DSTUDENT_SOURCE="kernel.c"'],
            self.shown("kernel.c"), [self.guest(around), kernel] if around else [kernel])
        shared = self.build.words("KERNEL_OBJECTS")
        replaced = [o for o in shared if Path(o).stem in without]
        own = self.own_code((*REPORTING, "doorkeeper.c", *extra_sources),
                            [name for o in replaced for name in symbols(o) if name])
        return self.linked_kernel([*wraps("syscall", "timer_interrupt", *redirected),
                                   *(o for o in shared if o not in replaced), own, door])

    def kernel_beside(self, *doors):
        """The student's kernel.c, with every byte where it is in the student's own build, and the
        guest files `doors` behind it. Calls of syscall, exception, exception_return and timer_interrupt
        go to their __wrap_syscall and so on, which finds the kernel's own as __real_syscall."""
        kernel = self.build.compiled(self.directory / "kernel.c", "COMPILE_KERNEL")
        own = self.build.changed(self.own_code((*REPORTING, *doors)), ["--prefix-alloc-sections=.door"])
        text = self.script("kernel").read_text().replace(
            "kernel_end = .;", ".door : { *(.door.*) }\n. = ALIGN(4096);\nkernel_end = .;")
        script = self.build.make(("script", text), ".ld", lambda path: path.write_text(text))
        return self.linked_kernel([*wraps("syscall", "exception", "exception_return", "timer_interrupt"),
                                   *self.build.words("KERNEL_OBJECTS"), kernel, own], script)

    def exercise_kernel(self, check):
        """The student's exercises.c in guest/check-kernel.c, with the check guest/CHECK."""
        exercises = self.build.compiled(self.directory / "exercises.c", "COMPILE_KERNEL", GUARDED_STACK)
        own = self.own_code((*REPORTING, "check-kernel.c", "memory-watch.c", check),
                            (*WALL, *STACK_GUARD))
        return self.linked_kernel([*wraps(), exercises, own,
                                   *self.build.words("KERNEL_OBJECTS")])

    def own_kernel(self, *sources):
        """A kernel of the check's own, in which nothing is the student's."""
        return self.linked_kernel([*wraps(), self.own_code((*REPORTING, *sources), WALL),
                                   *self.build.words("KERNEL_OBJECTS")])
