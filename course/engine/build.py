"""Compiles and links for checks. A mistake of the student's stops the check; what is not the
student's is kept for the next run."""

import hashlib
import os
import re
import shlex
from pathlib import Path

from engine import programs
from engine.once import Once, stamp
from engine.places import COURSE, EXERCISES, GUEST, ROOT, SHOWN
from engine.verdict import Stop, wrong

MOST_ERRORS = 12  # lines
BEYOND_LIMITS = r"Killed|signal terminated|limit exceeded|memory exhausted|[Oo]ut of memory|No space"

KERNEL_ROOM = 0x7B000 - 0x41000  # bytes: lib/memory-layout.h has its first page and its stack

# In the checks' own code no warning is an error, even in CI, but for three: newer compilers refuse them anyway.
ERRORS = ["-Wno-error", "-Werror=implicit-function-declaration", "-Werror=incompatible-pointer-types",
          "-Werror=int-conversion"]

MADE = Once()


class Builder:
    """directory: the student's. settings: of the build, as checks.mk writes them. place: a directory
    for what is built; kept: one for what outlives the run."""

    def __init__(self, directory, settings, place, kept):
        self.directory = directory
        self.settings = settings
        self.place = place / "built"
        self.kept = kept
        self.place.mkdir(parents=True, exist_ok=True)
        self.headers = stamp([*sorted(ROOT.glob("lib/*.h")), *sorted(ROOT.glob("kernel/**/*.h")),
                              *sorted(ROOT.glob("user/*.h")), *sorted(COURSE.rglob("*.h"))])
        self.students_headers = self._contents(sorted(directory.glob("*.h")))

    def tool(self, name):
        return f"{self.settings['OBJ']}/tools/{name}"

    def words(self, name):
        """A setting, which is words."""
        return shlex.split(self.settings[name])

    def script(self, name, *arguments):
        """The command that runs a setting, which is a shell script, with these arguments."""
        return ["sh", "-c", self.settings[name], "sh", *map(str, arguments)]

    def execute(self, arguments, complaint):
        """complaint: what to say if the command fails."""
        result = programs.build(list(map(str, arguments)))
        if result.status != 0:
            errors, place = self._errors(result)
            raise Stop(wrong(complaint, details=errors, where=place))

    def make(self, key, suffix, make, place=None):
        """A file that make(path) makes, once for each key. place: where; it may be there already."""
        def made():
            name = hashlib.sha256(repr(key).encode()).hexdigest()[:24] + suffix
            path = (place or self.place) / name
            if not path.exists():
                unfinished = path.with_name(f"{os.getpid()}-{name}")
                make(unfinished)
                unfinished.replace(path)
            return path
        return MADE.get((str(place or self.place), repr(key)), made)

    def compiled(self, source, compiler, defines=(), blamed=None, included=()):
        """The object file. compiler: COMPILE_KERNEL or COMPILE_USER. blamed: the file to name if it does not compile.
        included: files that the source includes, of which some are the student's."""
        if self.directory in source.parents:
            blamed = f"{SHOWN}{source.relative_to(self.directory)}"
        students = [source, *included] if included or self._is_students(source) else []
        flags = [*(["-w"] if students else ERRORS), "-iquote", str(EXERCISES / "guest"), "-iquote", str(GUEST), *defines]
        key = self.settings[compiler], flags, self.headers, stamp([] if students else [source])
        if students:  # wherever they lie, what they say makes the object
            key = *key, self._contents(students), self.students_headers
            flags = [*flags, "-iquote", str(self.directory), f"-ffile-prefix-map={self.directory}/={SHOWN}"]

        def compile_to(path):
            self._compile(self.script(compiler, source, path, *flags), f"{blamed or source.name} does not compile",
                          self.script(compiler, self.directory / "kernel.c", path, *flags) if included else None)
        varies = students or any("=0x" in define for define in defines)
        return self.make(key, f"-{source.stem}.o", compile_to, None if varies else self.kept)

    def _is_students(self, source):
        """Is the object another one for another student?"""
        return COURSE not in source.parents or '"exercises.h"' in source.read_text()

    def _contents(self, paths):
        """Of the student's files: what differs if they are called otherwise, or say something else."""
        return tuple((str(path.relative_to(self.directory)) if self.directory in path.parents else str(path),
                      hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths)

    def _compile(self, command, complaint, alone):
        """alone: the command that compiles the student's kernel alone, if the source includes it. Its errors are looked
        for there first: in the file that includes it they may be anywhere."""
        try:
            self.execute(command, complaint)
        except Stop:
            if alone:
                self.execute([*alone, "-fsyntax-only"], complaint)
            raise

    def _errors(self, result):
        """(what the command has printed, without what is in files that are none of the course's; the
        first place in a file of the student's)"""
        errors, shown = [], True
        for line in result.output.splitlines():
            named = re.match(r"([^\s:][^:]*):\d+", line)
            if named:
                path = (Path(named[1]) if Path(named[1]).is_absolute() else ROOT / named[1]).resolve()
                shown = any(root in path.parents for root in (ROOT, self.directory.resolve()))
                if not shown:
                    errors.append(f"{named[0]}: (not shown: this file is not part of the course)")
            if shown and not re.match(r"In file included from|\s+from ", line):
                errors.append(line.replace(f"{self.directory}/", SHOWN))
        if result.status < 0 or re.search(BEYOND_LIMITS, result.output):
            errors.append("this took more time, memory or space than a build may take")
        place = re.search(rf"(?<!course/){SHOWN}[^:\s]*:\d+", "\n".join(errors))
        return errors[:MOST_ERRORS], place[0] if place else ""

    def joined(self, objects, names=None, arguments=()):
        """Object files as one, in which nothing but `names` has a name; None: all have. arguments: of the linker."""
        def join_to(path):
            self.execute([*self.words("LD"), "-r", *arguments, *objects, "-o", path], "the files do not link")
            if names is not None:
                self.execute([self.settings["OBJCOPY"], "--wildcard",
                              *(f"--keep-global-symbol={name}" for name in names), path], "objcopy fails")
        return self.make(("joined", list(map(str, objects)), names, arguments), "-joined.o", join_to)

    def changed(self, thing, changes):
        """The object file, changed by arguments of objcopy."""
        return self.make(("changed", changes, str(thing)), "-changed.o", lambda path: self.execute(
            [self.settings["OBJCOPY"], *changes, thing, path], "objcopy fails"))

    def linked(self, objects, script):
        """The executable; beside it, NAME.full has debugging information, and NAME.lines a line table."""
        def link_to(path):
            command = self.script("LINK", script, path, *objects)
            try:
                self.execute(command, "the files do not link")
            except Stop as stop:
                self._require_room(stop, command, Path(f"{path}.full"))
                raise
            final = path.name.partition("-")[2]
            for suffix in ".full", ".lines":
                Path(f"{path}{suffix}").replace(path.with_name(f"{final}{suffix}"))
        return self.make(("linked", list(map(str, objects)), str(script)), ".elf", link_to)

    def _require_room(self, stop, command, full):
        """Stops with the size, if it is the kernel's size for which it does not link."""
        if not any("the kernel is too large" in line for line in stop.verdict.details):
            return
        programs.build([*command, "--noinhibit-exec"])
        found = symbols(full) if full.exists() else {}
        if {"kernel_text_start", "kernel_end"} <= set(found):
            start, end = found["kernel_text_start"], found["kernel_end"]
            raise Stop(wrong(f"the kernel is too large: code and variables have {end - start:,} bytes, and "
                             f"there is room for {KERNEL_ROOM:,}; make its variables smaller",
                             where=f"{SHOWN}kernel.c"))


def symbols(elf):
    """{name: address} of an ELF-64 file's symbol table."""
    return {name: address for name, (_, address) in definitions(elf).items()}


def definitions(elf):
    """{name: (the section's name, address)} of an ELF-64 file's symbol table. The section is "" if the file does not
    define the name."""
    data = Path(elf).read_bytes()
    number = lambda at, size: int.from_bytes(data[at:at + size], "little")
    text = lambda at: data[at:data.index(b"\0", at)].decode()
    sections = [number(0x28, 8) + i * number(0x3A, 2) for i in range(number(0x3C, 2))]
    names_of_sections = number(sections[number(0x3E, 2)] + 0x18, 8) if sections else 0
    name_of = lambda i: text(names_of_sections + number(sections[i], 4)) if 0 < i < len(sections) else ""
    found = {}
    for section in sections:
        if number(section + 4, 4) != 2:  # a symbol table
            continue
        start, size = number(section + 0x18, 8), number(section + 0x20, 8)
        names = number(sections[number(section + 0x28, 4)] + 0x18, 8)
        for symbol in range(start, start + size, 24):
            found[text(names + number(symbol, 4))] = name_of(number(symbol + 6, 2)), number(symbol + 8, 8)
    return found
