"""The student's files, and what checks do with them: compile, link, boot."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from frame import programs
from frame.boot import DEADLINE, Boot
from frame.build import GUEST, Builder, symbols
from frame.once import Once, stamp
from frame.verdict import Stop, wrong

OPTIONS = "--virtual", "6"  # virtual time: the same on every machine, however busy
SECONDS = 120               # the host's patience with one boot
MOST_LOG = 32 << 20         # bytes that are read
GUARDED_STACK = "-fstack-protector-all", "-mstack-protector-guard=global"  # guest/check-kernel.c has the guard

# What a kernel has for the shared layers (kernel/kernel.h).
WALL = ("kernel_start", "exception", "syscall", "kalloc", "kfree", "kernel_pagetable", "view_process",
        "view_page", "view_last_pid")
STACK_GUARD = "__stack_chk_guard", "__stack_chk_fail"  # what code with GUARDED_STACK calls
# The numbers of the check's own system calls (guest/check-calls.h), which the student's programs are
# not to know.
CHECK_CALLS = f"--defsym=check_calls={secrets.randbelow(1 << 30) + (1 << 30):#x}"

BOOTS = Once()


@dataclass
class Run:
    """What was booted. log: what it has logged. programs: {name in the image: file}. options, until:
    arguments of tools/run."""
    image: Path
    log: Path
    kernel: Path
    programs: dict
    options: tuple
    until: list


class Section:
    """directory: the student's. settings: of the build, as section.mk writes them. workplace: where one
    check, or several at a time, build and boot."""

    def __init__(self, directory, settings, answers, workplace, name):
        self.directory = directory
        self.settings = settings
        self.answers = answers
        self.work = workplace.directory / name
        self.last_run = None  # a Run
        self.build = Builder(directory, settings, workplace.directory, workplace.kept)
        self.work.mkdir(parents=True, exist_ok=True)

    def shown(self, name):
        """The name of a student's file as messages show it."""
        return f"section/{name}"

    def where(self, name, pattern):
        """The first line of a student's file that matches, as "section/kernel.c:12"."""
        text = (self.directory / name).read_text(errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                return f"{self.shown(name)}:{number}"
        return self.shown(name)

    # Building. A mistake of the student's stops the check.

    def kernel(self, around="", extra_sources=(), without=(), wraps=()):
        """The student's kernel.c behind the door (guest/door.c). around: a guest file that includes it
        (STUDENT_SOURCE) in a way of its own; extra_sources: guest files of the check's own code;
        without: names of shared objects ("log") that they stand in for; wraps: functions whose calls
        are led to their __wrap_NAME."""
        # By their names alone, for a path may hold any character.
        door = self.build.compiled(GUEST / "door.c", "KERNEL_FLAGS", [
            f'-DKERNEL_SOURCE="{around or "kernel.c"}"', '-DSTUDENT_SOURCE="kernel.c"'],
            self.shown("kernel.c"))
        shared = self.build.words("KERNEL_OBJECTS")
        replaced = [o for o in shared if Path(o).stem in without]
        own = self._own_code(("report.c", "doorkeeper.c", *extra_sources),
                             [name for o in replaced for name in symbols(o) if name])
        return self._linked_kernel([*_wraps("kernel_start", "syscall", "timer_interrupt", *wraps),
                                    *(o for o in shared if o not in replaced), own, door])

    def kernel_beside(self, *doors):
        """The student's kernel.c, with every byte where it is in the student's own build, and the
        guest files `doors` behind it. Calls of syscall, exception, exception_return and timer_interrupt
        go to their __wrap_syscall and so on, which finds the kernel's own as __real_syscall."""
        kernel = self.build.compiled(self.directory / "kernel.c", "KERNEL_FLAGS")
        own = self.build.in_sections(".door", self._own_code(("report.c", *doors)))
        text = self._script("kernel").read_text().replace(
            "kernel_end = .;", ".door : { *(.door.*) }\n. = ALIGN(4096);\nkernel_end = .;")
        script = self.build.make(("script", text), ".ld", lambda path: path.write_text(text))
        wraps = _wraps("kernel_start", "syscall", "exception", "exception_return", "timer_interrupt")
        return self._linked_kernel([*wraps, *self.build.words("KERNEL_OBJECTS"), kernel, own], script)

    def exercise_kernel(self, check):
        """The student's exercises.c in guest/check-kernel.c, with the check guest/CHECK."""
        exercises = self.build.compiled(self.directory / "exercises.c", "KERNEL_FLAGS", GUARDED_STACK)
        own = self._own_code(("report.c", "check-kernel.c", "memory-watch.c", check),
                             (*WALL, *STACK_GUARD))
        return self._linked_kernel([*_wraps("kernel_start"), exercises, own,
                                    *self.build.words("KERNEL_OBJECTS")])

    def _own_code(self, sources, offered=()):
        """Guest files as one object, in which nothing but the functions __wrap_NAME and what is
        `offered` has a name: so the student's code can neither call the check's nor be in its way."""
        objects = [self.build.compiled(GUEST / name, "KERNEL_FLAGS") for name in sources]
        return self.build.joined(objects, ("__wrap_*", *offered), (CHECK_CALLS,))

    def _script(self, name):
        return Path(f"{self.settings['OBJ']}/{name}.ld")

    def _linked_kernel(self, objects, script=None):
        return self.build.linked(objects, script or self._script("kernel"))

    def program(self, source, slot=1, name=None, defines=()):
        """A program linked for the memory of process `slot`: a guest file by name, or a path."""
        path = source if isinstance(source, Path) else GUEST / source
        numbers = [CHECK_CALLS] if GUEST in path.parents else []
        compiled = self.build.compiled(path, "USER_FLAGS", defines)
        return self.build.linked([*numbers, compiled, *self.build.words("USER_LIB_OBJECTS")],
                                 self._script(f"process-{slot}"))

    # Running

    def boot(self, kernel, command, programs=None, until=None, options=OPTIONS):
        """Boots the kernel with a command string, whose options name=value are for the check's code
        alone. programs: {name in the image: file}. until: ends the run as soon as this text is on the
        screen. Several checks that boot the same boot it once."""
        files = {name: Path(path) for name, path in (programs or {}).items()}
        key = (str(kernel), command, [(n, stamp([p])) for n, p in files.items()], until, options)
        boot, self.last_run = BOOTS.get(repr(key), lambda: self._boot(kernel, command, files, until, options))
        return boot

    def _boot(self, kernel, command, files, until, options):
        number = sum(1 for _ in self.work.glob("*.image"))
        image, log, screen, orders = (self.work / f"{number}.{what}"
                                      for what in ("image", "log", "screen", "orders"))
        word = secrets.token_hex(8)
        started = [w for w in command.split() if "=" not in w]
        for_the_check = [w for w in command.split() if "=" in w] + [f"deadline={DEADLINE}"]
        orders.write_text(word + " ".join(for_the_check) + "\0")
        self.build.execute([self.build.tool("mkimage"), "-o", image, "-b",
                            f"{self.settings['OBJ']}/boot.bin", "-c", " ".join(started),
                            f"kernel={kernel}", *(f"{name}={path}" for name, path in files.items()),
                            f"orders={orders}"], "there is no disk image")
        run = Run(image, log, kernel, files, options, ["--until", until] if until else [])
        status = self.run(run, SECONDS, log, screen,
                          ["--shortcut", f"{self.settings['OBJ']}/shortcut.rom"])
        return Boot.read(status, _text(log), word, _text(screen),
                         lambda address: self._place_of(Path(f"{kernel}.full"), address)), run

    def run(self, run, seconds, log, screen, arguments=()):
        """Boots what is in the image; returns the status of tools/run. arguments: further ones."""
        command = [self.build.tool("run"), "--qemu", self.settings["QEMU"], "--mode", "quiet",
                   *run.options, "--timeout", seconds, "--log", log, "--screen", screen, *run.until,
                   *arguments, run.image]
        return programs.boot(list(map(str, command))).status

    def _place_of(self, elf, address):
        """The student's line, "section/kernel.c:12", that the address of the kernel belongs to."""
        addr2line = self.settings["OBJCOPY"].replace("objcopy", "addr2line")
        found = programs.run([addr2line, "-e", str(elf), hex(address)]).output
        place = re.match(rf"{re.escape(str(self.directory))}/((?!checks/)\S+:\d+)", found)
        return self.shown(place[1]) if place else ""


def _wraps(*names):
    """Has the linker lead calls of these functions to __wrap_NAME."""
    return [f"--wrap={name}" for name in names]


def _text(path):
    """The start of a file, which may be large."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return file.read(MOST_LOG).decode(errors="replace")
