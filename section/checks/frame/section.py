"""The student's files, and what checks do with them: compile, link, boot."""

import re
import secrets
import shlex
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from frame.verdict import Stop, wrong

GUEST = Path(__file__).resolve().parent.parent / "guest"
OPTIONS = "--virtual", "6"  # virtual time: the same on every machine, however busy
SECONDS = 120               # the host's patience with one boot
DEADLINE = 1000             # the guest's, in ticks
GUARDED_STACK = "-fstack-protector-all", "-mstack-protector-guard=global"  # guest/check-kernel.c has the guard

# What a kernel has for the shared layers (kernel/kernel.h).
WALL = ("kernel_start", "exception", "syscall", "kalloc", "kfree", "kernel_pagetable", "view_process",
        "view_page", "view_last_pid")
STACK_GUARD = "__stack_chk_guard", "__stack_chk_fail"  # what code with GUARDED_STACK calls
# The numbers of the check's own system calls (guest/check-calls.h), which the student's programs are
# not to know.
CHECK_CALLS = f"--defsym=check_calls={secrets.randbelow(1 << 30) + (1 << 30):#x}"

COMPILED = {}  # {source, flags, defines: object file}, of files that are not the student's
OBJECTS = tempfile.TemporaryDirectory()
COMPILING = threading.Lock()


@dataclass
class Boot:
    """How a boot went. status is that of tools/run; log and screen are lists of lines. The check's own
    code signs what it logs with a word that it alone knows (guest/report.h): so what the student's
    code logs, whatever it is, can be told from it, and cut out of it."""
    status: int
    log: list      # the lines of others
    reported: list  # those of the check's, without their start
    screen: list
    place_of: Callable = lambda address: ""  # "section/kernel.c:12", if the address is of that line

    @classmethod
    def read(cls, status, log, word, screen, place_of):
        """log, screen: texts."""
        signed = re.compile(rf"check {word}: ([^\n]*)\n?")
        return cls(status, signed.sub("", log).split("\n"), signed.findall(log), screen.split("\n"),
                   place_of)

    def said(self):
        """What the check's own code has logged."""
        return self.reported

    def is_over(self):
        """Has the check's own code ended the run, and not because it took too long?"""
        return self.status == 0 and self.reported[-1:] == ["end"] and "time is over" not in self.reported

    def panic(self):
        """The message of the kernel's panic, and the lines behind it; None if there was none."""
        for i, line in enumerate(self.log):
            _, found, message = line.partition("KERNEL PANIC: ")
            if self.status == 2 and found:
                return message, self.log[i + 1:]
        return None

    def require_end(self, where="", what="the kernel"):
        """Stops the check if it was not the check's own code that ended the boot."""
        if self.is_over():
            return self
        panic = self.panic()
        if panic:
            message, details = f"{what} panics: {panic[0]}", panic[1]
            where = self._innermost_place(details) or where
        elif self.status == 0 and "time is over" not in self.reported:
            message = f"{what} ends the run, or turns the machine off, before the check is over"
            details = self._last_lines()
        elif self.status == 3:
            message, details = f"{what} ends in a triple fault", self._last_lines()
        elif self.status in (0, 4, 124):
            how_long = (f"{DEADLINE // 100} s of its own time" if self.status == 0
                        else "a while, with interrupts off")
            message, details = (f"{what} comes to no end: it was stopped after {how_long}",
                                self._last_lines())
        else:
            message, details = f"the run ended with status {self.status}", self._last_lines()
        raise Stop(wrong(message, where=where, details=details))

    def _last_lines(self):
        return [line for line in self.log if line][-8:]

    def _innermost_place(self, backtrace):
        """The place of the innermost function of a backtrace that is the student's."""
        for line in backtrace:
            frame = re.match(r"\s*#(\d+)\s+(0x[0-9a-f]+)", line)
            # A caller's address is that behind the call, which may be its last instruction.
            place = self.place_of(int(frame[2], 16) - (frame[1] != "0")) if frame else ""
            if place:
                return place
        return ""


@dataclass
class Run:
    """What was booted. programs: {name in the image: file}. options, until: arguments of tools/run."""
    image: Path
    kernel: Path
    programs: dict
    options: tuple
    until: list


class Section:
    """directory: the student's. settings: of the build, as section.mk writes them. work: a directory
    for what one check builds."""

    def __init__(self, directory, settings, answers, work):
        self.directory = directory
        self.settings = settings
        self.answers = answers
        self.work = work
        self.last_run = None  # a Run
        work.mkdir(parents=True, exist_ok=True)

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

    def _execute(self, arguments, complaint):
        """complaint: what to say if the command fails."""
        result = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, errors="replace", check=False)
        if result.returncode == 0:
            return
        errors = [line.replace(f"{self.directory}/", "section/")
                  for line in result.stdout.splitlines()
                  if not re.match(r"In file included from|\s+from ", line)]
        place = re.search(r"section/(?!checks/)[^:\s]*:\d+", "\n".join(errors))
        raise Stop(wrong(complaint, details=errors[:12], where=place.group(0) if place else ""))

    def _compile(self, source, output, flags, defines=(), blamed=None):
        """blamed: the file to name if it does not compile. What is not the student's is compiled once
        for all checks of this run."""
        key = source, flags, *defines
        if GUEST in source.parents and source.name != "door.c":  # in which the student's kernel is
            with COMPILING:
                if key not in COMPILED:
                    place = Path(OBJECTS.name) / f"{len(COMPILED)}-{source.stem}.o"
                    COMPILED[key] = self._compile_now(source, place, flags, defines, blamed)
            return COMPILED[key]
        return self._compile_now(source, output, flags, defines, blamed)

    def _compile_now(self, source, output, flags, defines, blamed):
        if self.directory in source.parents and GUEST not in source.parents:
            blamed = self.shown(source.relative_to(self.directory))
        self._execute([*shlex.split(self.settings["CC"]), *shlex.split(self.settings["CFLAGS"]),
                       *shlex.split(self.settings[flags]), "-w", "-iquote", str(GUEST), "-iquote",
                       str(self.directory), f"-fmacro-prefix-map={self.directory}/=section/",
                       *defines, "-c", str(source), "-o", str(output)],
                      f"{blamed or source.name} does not compile")
        return output

    def _link(self, objects, script, output):
        full = Path(f"{output}.full")
        self._execute([*shlex.split(self.settings["LD"]), *shlex.split(self.settings["LDFLAGS"]),
                       "-T", str(script), *map(str, objects), "-o", str(full)],
                      "the files do not link")
        self._execute(["sh", "-c", 'exec "$0" "$1" >"$2"', f"{self.settings['OBJ']}/tools/mklines",
                       str(full), f"{output}.lines"], "there is no line table")
        self._execute([self.settings["OBJCOPY"], "--strip-debug", str(full), str(output)],
                      "objcopy fails")
        return output

    def kernel(self, around="", extra_sources=(), without=(), wraps=()):
        """The student's kernel.c behind the door (guest/door.c). around: a guest file that includes it
        (STUDENT_SOURCE) in a way of its own; extra_sources: guest files of the check's own code;
        without: names of shared objects ("log") that they stand in for; wraps: functions whose calls
        are led to their __wrap_NAME."""
        # By their names alone, for a path may hold any character.
        door = self._compile(GUEST / "door.c", self.work / "door.o", "KERNEL_FLAGS",
                             [f'-DKERNEL_SOURCE="{around or "kernel.c"}"', '-DSTUDENT_SOURCE="kernel.c"'],
                             self.shown("kernel.c"))
        shared = shlex.split(self.settings["KERNEL_OBJECTS"])
        replaced = [o for o in shared if Path(o).stem in without]
        own = self._own_code(("report.c", "doorkeeper.c", *extra_sources),
                             [name for o in replaced for name in symbols(o)])
        return self._link([*_wraps("kernel_start", "syscall", "timer_interrupt", *wraps),
                           *(o for o in shared if o not in replaced), own, door],
                          f"{self.settings['OBJ']}/kernel.ld", self.work / "kernel.elf")

    def kernel_beside(self, door):
        """The student's kernel.c, with every byte where it is in the student's own build, and the
        guest file `door` behind it. Calls of syscall, exception and timer_interrupt go to the door's
        __wrap_syscall and so on, which finds the kernel's own as __real_syscall."""
        kernel = self._compile(self.directory / "kernel.c", self.work / "kernel.o", "KERNEL_FLAGS")
        own = self._own_code(("report.c", door))
        self._execute([self.settings["OBJCOPY"], "--prefix-alloc-sections=.door", str(own)],
                      "objcopy fails")
        script = self.work / "kernel.ld"
        script.write_text(Path(f"{self.settings['OBJ']}/kernel.ld").read_text().replace(
            "kernel_end = .;", ".door : { *(.door.*) }\n. = ALIGN(4096);\nkernel_end = .;"))
        wraps = _wraps("kernel_start", "syscall", "exception", "timer_interrupt")
        return self._link([*wraps, *shlex.split(self.settings["KERNEL_OBJECTS"]), kernel, own],
                          script, self.work / "kernel.elf")

    def exercise_kernel(self, check):
        """The student's exercises.c in guest/check-kernel.c, with the check guest/CHECK."""
        exercises = self._compile(self.directory / "exercises.c", self.work / "exercises.o",
                                  "KERNEL_FLAGS", GUARDED_STACK)
        own = self._own_code(("report.c", "check-kernel.c", "memory-watch.c", check),
                             (*WALL, *STACK_GUARD))
        return self._link([*_wraps("kernel_start"), exercises, own,
                           *shlex.split(self.settings["KERNEL_OBJECTS"])],
                          f"{self.settings['OBJ']}/kernel.ld", self.work / "kernel.elf")

    def _own_code(self, sources, offered=()):
        """Guest files as one object, in which nothing but the functions __wrap_NAME and what is
        `offered` has a name: so the student's code can neither call the check's nor be in its way."""
        objects = [self._compile(GUEST / name, self.work / f"{Path(name).stem}.o", "KERNEL_FLAGS")
                   for name in sources]
        own = self.work / "own.o"
        self._execute([*shlex.split(self.settings["LD"]), "-r", CHECK_CALLS, *map(str, objects), "-o",
                       str(own)], "the check's own files do not link")
        self._execute([self.settings["OBJCOPY"], "--wildcard",
                       *(f"--keep-global-symbol={name}" for name in ("__wrap_*", *offered)),
                       str(own)], "objcopy fails")
        return own

    def program(self, source, slot=1, name=None, defines=()):
        """A program linked for the memory of process `slot`: a guest file by name, or a path."""
        path = source if isinstance(source, Path) else GUEST / source
        name = name or path.stem
        numbers = [CHECK_CALLS] if GUEST in path.parents else []
        objects = [self._compile(path, self.work / f"{name}.o", "USER_FLAGS", defines)]
        return self._link(numbers + objects + shlex.split(self.settings["USER_LIB_OBJECTS"]),
                          f"{self.settings['OBJ']}/process-{slot}.ld", self.work / name)

    # Running

    def boot(self, kernel, command, programs=None, until=None, options=OPTIONS):
        """Boots the kernel with a command string, whose options name=value are for the check's code
        alone. programs: {name in the image: file}. until: ends the run as soon as this text is on the
        screen."""
        image, log, screen, orders = (self.work / name for name in ("image", "log", "screen", "orders"))
        for old in (log, screen):
            old.unlink(missing_ok=True)
        word = secrets.token_hex(8)
        started = [w for w in command.split() if "=" not in w]
        options_in_guest = [w for w in command.split() if "=" in w]
        orders.write_text(word + " ".join([*options_in_guest, f"deadline={DEADLINE}"]) + "\0")
        files = [f"{name}={path}" for name, path in (programs or {}).items()]
        self._execute([f"{self.settings['OBJ']}/tools/mkimage", "-o", str(image), "-b",
                       f"{self.settings['OBJ']}/boot.bin", "-c", " ".join(started),
                       f"kernel={kernel}", *files, f"orders={orders}"], "there is no disk image")
        self.last_run = Run(image, kernel, programs or {}, options,
                            ["--until", until] if until else [])
        status = self.run(self.last_run, SECONDS, log, screen,
                          ["--shortcut", f"{self.settings['OBJ']}/shortcut.rom"])
        return Boot.read(status, _text(log), word, _text(screen),
                         lambda address: self._place_of(Path(f"{kernel}.full"), address))

    def run(self, run, seconds, log, screen, arguments=()):
        """Boots what is in the image; returns the status of tools/run. arguments: further ones."""
        command = [f"{self.settings['OBJ']}/tools/run", "--qemu", self.settings["QEMU"], "--mode",
                   "quiet", *run.options, "--timeout", str(seconds), "--log", str(log), "--screen",
                   str(screen), *run.until, *arguments, str(run.image)]
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False).returncode

    def _place_of(self, elf, address):
        """The student's line, "section/kernel.c:12", that the address of the kernel belongs to."""
        addr2line = self.settings["OBJCOPY"].replace("objcopy", "addr2line")
        found = subprocess.run([addr2line, "-e", str(elf), hex(address)], text=True, check=False,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        place = re.match(rf"{re.escape(str(self.directory))}/((?!checks/)\S+:\d+)", found)
        return self.shown(place[1]) if place else ""


def _wraps(*names):
    """Has the linker lead calls of these functions to __wrap_NAME."""
    return [f"--wrap={name}" for name in names]


def _text(path):
    return path.read_text(errors="replace") if path.exists() else ""


def symbols(elf):
    """{name: address} of an ELF-64 file's symbol table."""
    data = Path(elf).read_bytes()
    number = lambda at, size: int.from_bytes(data[at:at + size], "little")
    sections = [number(0x28, 8) + i * number(0x3A, 2) for i in range(number(0x3C, 2))]
    found = {}
    for section in sections:
        if number(section + 4, 4) != 2:  # a symbol table
            continue
        start, size = number(section + 0x18, 8), number(section + 0x20, 8)
        names = number(sections[number(section + 0x28, 4)] + 0x18, 8)
        for symbol in range(start, start + size, 24):
            name = names + number(symbol, 4)
            found[data[name:data.index(b"\0", name)].decode()] = number(symbol + 8, 8)
    return found
