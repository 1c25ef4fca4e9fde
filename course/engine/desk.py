"""The student's files, and what checks do with them: compile, link, boot. Each desk adds its kernels (exercises.desk)."""

import itertools
import secrets
from dataclasses import dataclass
from pathlib import Path

from engine import programs
from engine.boot import DEADLINE, Boot
from engine.build import Builder
from engine.once import Once, stamp
from engine.paper import Paper
from engine.places import COURSE, EXERCISES, GUEST, ROOT, SHOWN

OPTIONS = "--virtual", "6"  # virtual time: the same on every machine, however busy
SECONDS = 30                # of the guest's time, for one boot that nothing else has ended

REPORTING = "report.c", "watchdog.c", "start-and-end.c"  # of the check's own code, in every kernel
# What a kernel has for the shared layers (kernel/kernel.h).
WALL = ("kernel_start", "exception", "syscall", "kalloc", "kfree", "kernel_pagetable", "view_process",
        "view_page", "view_last_pid")
# The numbers of the check's own system calls (guest/check-calls.h), which the student's programs are
# not to know.
CHECK_CALLS = f"--defsym=check_calls={secrets.randbelow(1 << 30) + (1 << 30):#x}"

BOOTS = Once()
NUMBERS = itertools.count()


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


class Desk(Paper):
    """directory: the student's. settings: of the build, as checks.mk writes them. workplace: where one
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
        return text.replace(f"{self.directory}/", SHOWN).replace(f"{ROOT}/", "")

    # Building. A mistake of the student's stops the check.

    def own_code(self, sources, offered=()):
        """Guest files as one object, in which nothing but the functions __wrap_NAME and what is
        `offered` has a name: so the student's code can neither call the check's nor be in its way."""
        objects = [self.build.compiled(name if isinstance(name, Path) else self.guest(name), "COMPILE_KERNEL") for name in sources]
        return self.build.joined(objects, ("__wrap_*", *offered), (CHECK_CALLS,))

    def guest(self, name):
        """The guest file: the exercise's own, or one that several exercises, or several desks, share."""
        places = EXERCISES / self.name, EXERCISES / "guest", GUEST
        return next((place / name for place in places if (place / name).exists()), GUEST / name)

    def script(self, name):
        return Path(f"{self.settings['OBJ']}/{name}.ld")

    def linked_kernel(self, objects, script=None):
        return self.build.linked(objects, script or self.script("kernel"))

    def program(self, source, slot=1, name=None, defines=()):
        """A program linked for the memory of process `slot`: a guest file by name, or a path."""
        path = source if isinstance(source, Path) else self.guest(source)
        numbers = [CHECK_CALLS] if COURSE in path.parents else []
        compiled = self.build.compiled(path, "COMPILE_USER", defines)
        return self.build.linked([*numbers, compiled, *self.build.words("USER_LIB_OBJECTS")],
                                 self.script(f"process-{slot}"))

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
        number = next(NUMBERS)
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
        run.hangs, boot.run = "hangs" in boot.said(), run
        return boot, run

    def run(self, run, seconds, log, screen, arguments=()):
        """Boots what is in the image, with tools/run. arguments: further ones."""
        command = [self.build.tool("run"), "--qemu", self.settings["QEMU"], "--mode", "quiet",
                   *(["--cpu", self.settings["CPU"]] if self.settings["CPU"] else []), *run.options, "--timeout", seconds, "--log", log, "--screen", screen, *run.until,
                   *arguments, run.image]
        return programs.boot(list(map(str, command)))


def wraps(*names):
    """Has the linker lead calls of these functions to __wrap_NAME."""
    return [f"--wrap={name}" for name in ("kernel_start", "trap", *names)]


def _text(path):
    """The start of a file, which may be large."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return file.read(programs.MOST_LOG).decode(errors="replace")
