"""The student's files, and what checks do with them: compile, link, boot."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from engine import programs
from engine.boot import DEADLINE, Boot
from engine.build import Builder, symbols
from engine.once import Once, stamp
from engine.paper import Paper
from engine.places import COURSE, EXERCISES, GUEST, ROOT

OPTIONS = "--virtual", "6"  # virtual time: the same on every machine, however busy
SECONDS = 30                # of the guest's time, for one boot that nothing else has ended
GUARDED_STACK = "-fstack-protector-all", "-mstack-protector-guard=global"  # guest/check-kernel.c has the guard

REPORTING = "report.c", "watchdog.c", "start-and-end.c"  # of the check's own code, in every kernel
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
    arguments of tools/run. hangs: it does not end, and moves no clock."""
    image: Path
    log: Path
    kernel: Path
    programs: dict
    options: tuple
    until: list
    hangs: bool = False


class Section(Paper):
    """directory: the student's. settings: of the build, as section.mk writes them. workplace: where one
    check, or several at a time, build and boot."""

    def __init__(self, directory, settings, answers, workplace, name, asked):
        super().__init__(directory, answers, name, asked)
        self.settings = settings
        self.workplace = workplace
        self.last_run = None  # a Run
        self._build = None

    @property
    def build(self):
        if not self._build:
            self._build = Builder(self.directory, self.settings, self.workplace.directory,
                                  self.workplace.kept)
        return self._build

    @property
    def work(self):
        """A directory for this check alone."""
        work = self.workplace.directory / self.name
        work.mkdir(parents=True, exist_ok=True)
        return work

    def shortened(self, text):
        """The text with paths as messages show them."""
        return text.replace(f"{self.directory}/", "section/").replace(f"{ROOT}/", "")

    # Building. A mistake of the student's stops the check.

    def kernel(self, around="", extra_sources=(), without=(), wraps=()):
        """The student's kernel.c behind the door (guest/door.c). around: a guest file that includes it
        (STUDENT_SOURCE) in a way of its own; extra_sources: guest files of the check's own code;
        without: names of shared objects ("log") that they stand in for; wraps: functions whose calls
        are led to their __wrap_NAME."""
        # By their names alone, for a path may hold any character.
        kernel = self.directory / "kernel.c"
        door = self.build.compiled(GUEST / "door.c", "COMPILE_KERNEL", [
            f'-DKERNEL_SOURCE="{around or "kernel.c"}"', '-DSTUDENT_SOURCE="kernel.c"'],
            self.shown("kernel.c"), [self._guest(around), kernel] if around else [kernel])
        shared = self.build.words("KERNEL_OBJECTS")
        replaced = [o for o in shared if Path(o).stem in without]
        own = self._own_code((*REPORTING, "doorkeeper.c", *extra_sources),
                             [name for o in replaced for name in symbols(o) if name])
        return self._linked_kernel([*_wraps("syscall", "timer_interrupt", *wraps),
                                    *(o for o in shared if o not in replaced), own, door])

    def kernel_beside(self, *doors):
        """The student's kernel.c, with every byte where it is in the student's own build, and the
        guest files `doors` behind it. Calls of syscall, exception, exception_return and timer_interrupt
        go to their __wrap_syscall and so on, which finds the kernel's own as __real_syscall."""
        kernel = self.build.compiled(self.directory / "kernel.c", "COMPILE_KERNEL")
        own = self.build.in_sections(".door", self._own_code((*REPORTING, *doors)))
        text = self._script("kernel").read_text().replace(
            "kernel_end = .;", ".door : { *(.door.*) }\n. = ALIGN(4096);\nkernel_end = .;")
        script = self.build.make(("script", text), ".ld", lambda path: path.write_text(text))
        return self._linked_kernel([*_wraps("syscall", "exception", "exception_return", "timer_interrupt"),
                                    *self.build.words("KERNEL_OBJECTS"), kernel, own], script)

    def exercise_kernel(self, check):
        """The student's exercises.c in guest/check-kernel.c, with the check guest/CHECK."""
        exercises = self.build.compiled(self.directory / "exercises.c", "COMPILE_KERNEL", GUARDED_STACK)
        own = self._own_code((*REPORTING, "check-kernel.c", "memory-watch.c", check),
                             (*WALL, *STACK_GUARD))
        return self._linked_kernel([*_wraps(), exercises, own,
                                    *self.build.words("KERNEL_OBJECTS")])

    def own_kernel(self, *sources):
        """A kernel of the check's own, in which nothing is the student's."""
        return self._linked_kernel([*_wraps(), self._own_code((*REPORTING, *sources), WALL),
                                    *self.build.words("KERNEL_OBJECTS")])

    def _own_code(self, sources, offered=()):
        """Guest files as one object, in which nothing but the functions __wrap_NAME and what is
        `offered` has a name: so the student's code can neither call the check's nor be in its way."""
        objects = [self.build.compiled(self._guest(name), "COMPILE_KERNEL") for name in sources]
        return self.build.joined(objects, ("__wrap_*", *offered), (CHECK_CALLS,))

    def _guest(self, name):
        """The exercise's own guest file, or the one that several share."""
        own = EXERCISES / self.name / name
        return own if own.exists() else GUEST / name

    def _script(self, name):
        return Path(f"{self.settings['OBJ']}/{name}.ld")

    def _linked_kernel(self, objects, script=None):
        return self.build.linked(objects, script or self._script("kernel"))

    def program(self, source, slot=1, name=None, defines=()):
        """A program linked for the memory of process `slot`: a guest file by name, or a path."""
        path = source if isinstance(source, Path) else self._guest(source)
        numbers = [CHECK_CALLS] if COURSE in path.parents else []
        compiled = self.build.compiled(path, "COMPILE_USER", defines)
        return self.build.linked([*numbers, compiled, *self.build.words("USER_LIB_OBJECTS")],
                                 self._script(f"process-{slot}"))

    # Running

    def boot(self, kernel, command, programs=None, until=None, options=OPTIONS):
        """Boots the kernel with a command string, whose options name=value are for the check's code
        alone; the run is ended at the tick `deadline`. programs: {name in the image: file}. until: ends
        the run as soon as this text is on the screen. Several checks that boot the same boot it once."""
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
        for_the_check = {"deadline": str(DEADLINE), **dict(w.split("=", 1) for w in command.split()
                                                           if "=" in w)}
        orders.write_text(word + " ".join(f"{name}={value}" for name, value in for_the_check.items())
                          + "\0")
        self.build.execute([self.build.tool("mkimage"), "-o", image, "-b",
                            f"{self.settings['OBJ']}/boot.bin", "-c", " ".join(started),
                            f"kernel={kernel}", *(f"{name}={path}" for name, path in files.items()),
                            f"orders={orders}"], "there is no disk image")
        run = Run(image, log, kernel, files, options, ["--until", until] if until else [])
        result = self.run(run, SECONDS, log, screen, [
            "--watchdog", "--shortcut", f"{self.settings['OBJ']}/shortcut.rom"])
        boot = Boot.read(result.status, self.shortened(result.output), self.shortened(_text(log)), word,
                         _text(screen), programs.MOST_LOG, int(for_the_check["deadline"]))
        run.hangs = "hangs" in boot.said()
        return boot, run

    def run(self, run, seconds, log, screen, arguments=()):
        """Boots what is in the image, with tools/run. arguments: further ones."""
        command = [self.build.tool("run"), "--qemu", self.settings["QEMU"], "--mode", "quiet",
                   *run.options, "--timeout", seconds, "--log", log, "--screen", screen, *run.until,
                   *arguments, run.image]
        return programs.boot(list(map(str, command)))


def _wraps(*names):
    """Has the linker lead calls of these functions to __wrap_NAME."""
    return [f"--wrap={name}" for name in ("kernel_start", "trap", *names)]


def _text(path):
    """The start of a file, which may be large."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return file.read(programs.MOST_LOG).decode(errors="replace")
