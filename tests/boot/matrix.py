#!/usr/bin/env python3
"""matrix.py: the machines on which hello and the tests of system calls run, and the compilers that build it all.

    tests/boot/matrix.py OBJ [NAME...]     NAME...: rows whose names contain one of these

Prints a table with a row for each machine and each compiler. A cell says how many tests passed, or 'FAILED'; or
'skipped', and why, if something is not installed. Fails if a cell does. A failed row leaves its log in OBJ/matrix/.

It tries the compilers that are installed under their usual names. As root, it can also try another system's: with
DEBIAN13=DIRECTORY, those of the Debian 13 that this command has put there:

    debootstrap --variant=minbase --include=make,gcc,clang,libc6-dev,python3-minimal trixie DIRECTORY
"""

import concurrent.futures
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

OBJ = pathlib.Path(sys.argv[1]).absolute()
LOGS = OBJ / "matrix"
QEMU = os.environ.get("QEMU", "qemu-system-x86_64")
TESTS = ["test-system-calls", "test-page-alloc", "test-fork", "test-spawn", "test-pipe", "test-user-memory",
         "test-failures", "test-protection", "test-exceptions", "test-registers"]
SECONDS = 300           # for a boot
BOOT_SECTOR_SIZE = 446  # BOOT_SECTOR_CODE_SIZE of lib/boot-info.h
COMMAND_OFFSET, COMMAND_SIZE = 0x1010, 256
COLUMNS = ["build", "problem set", "boot sector", "hello", "system calls"]


class Failed(Exception):
    """A cell that fails, with everything there is to say."""


class Skipped(Exception):
    """A row that cannot run, and why."""


def run(*command, **options):
    """Runs a command. Returns its exit status and its output."""
    result = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, errors="replace", check=False, **options)
    return result.returncode, result.stdout


def count_tests(log):
    """The number of tests that passed, from a log in TAP. Fails if one failed or is missing."""
    plan = re.search(r"^1\.\.(\d+)$", log, re.M)
    passed = len(re.findall(r"^ok ", log, re.M))
    if not plan or passed != int(plan.group(1)) or re.search(r"^not ok ", log, re.M):
        raise Failed(log)
    return passed


# Machines


class Qemu:
    """A machine in QEMU."""

    def __init__(self, disk="ide", machine=None, cpu="max", memory="32M"):
        self.options = ["--disk", disk, "--cpu", cpu, "--memory", memory]
        self.more = ["--", "-machine", machine] if machine else []

    def require(self):
        if not shutil.which(QEMU):
            raise Skipped(f"there is no {QEMU}")

    def boot(self, image, command, until, log):
        """Boots an image with a command string. Returns the log. Fails if the run ends badly, or if `until` is given
        and not on the screen."""
        status, said = run(OBJ / "tools/run", "--qemu", QEMU, "--mode", "quiet", "--virtual", 6, "--timeout", SECONDS,
                           "--log", log, "--command", command, *(["--until", until] if until else []),
                           *self.options, image, *self.more)
        text = log.read_text(errors="replace") if log.exists() else ""
        if status != 0:
            raise Failed(f"{text}\n{said}")
        return text


class Bochs:
    """A machine in Bochs. Its display is a terminal's, which wants a terminal as its input, though nothing reads what
    it shows there. Its output is the log, and the screen's mirror goes from the serial line to a file."""

    CONFIGURATION = """
        config_interface: textconfig
        display_library: term
        romimage: file=$BXSHARE/BIOS-bochs-latest
        vgaromimage: file={vga_bios}
        cpu: model={cpu}, ips=20000000, reset_on_triple_fault=0
        memory: guest={memory}, host={memory}
        boot: disk
        ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
        ata0-master: type=disk, path={directory}/disk.img, mode=flat
        port_e9_hack: enabled=1
        com1: enabled=1, mode=file, dev={directory}/serial
        log: {directory}/bochs.log
        panic: action=fatal
    """
    BIOSES = ["/usr/share/vgabios/vgabios.bin", "/usr/share/bochs/VGABIOS-lgpl-latest"]
    ENDS = ["No process is left", "the run goes on after its end", "KERNEL PANIC"]

    def __init__(self, cpu, memory=32):
        self.cpu, self.memory = cpu, memory

    def require(self):
        if not shutil.which("bochs"):
            raise Skipped("there is no bochs")
        if not any(pathlib.Path("/usr/lib").glob("**/libbx_term_gui.so")):
            raise Skipped("there is no bochs-term")
        if self.cpu not in run("bochs", "--help", "cpu")[1].split():
            raise Skipped(f"this bochs has no {self.cpu}")

    def boot(self, image, command, until, log):
        with tempfile.TemporaryDirectory() as directory:
            data = bytearray(pathlib.Path(image).read_bytes())
            data[COMMAND_OFFSET:COMMAND_OFFSET + COMMAND_SIZE] = command.encode().ljust(COMMAND_SIZE, b"\0")
            (pathlib.Path(directory) / "disk.img").write_bytes(data)
            (pathlib.Path(directory) / "go").write_text("c\n")  # Debian's Bochs starts in its debugger
            bios = next((b for b in self.BIOSES if os.path.exists(b)), self.BIOSES[0])
            (pathlib.Path(directory) / "bochsrc").write_text(self.CONFIGURATION.format(
                directory=directory, cpu=self.cpu, memory=self.memory, vga_bios=bios))
            return self.follow(pathlib.Path(directory), until, log)

    def follow(self, directory, until, log):
        """Runs until it ends."""
        terminal, bochs_end = pty.openpty()
        with open(log, "wb") as output:
            bochs = subprocess.Popen(["bochs", "-q", "-f", directory / "bochsrc", "-rc", directory / "go"],
                                     stdin=bochs_end, stdout=output, stderr=output, start_new_session=True,
                                     env=dict(os.environ, TERM="vt100"))
        os.close(bochs_end)
        deadline = time.monotonic() + SECONDS
        try:
            while True:
                seen = log.read_text(errors="replace")
                screen = directory / "serial"
                shown = screen.read_text(errors="replace") if screen.exists() else ""
                if any(end in seen + shown for end in self.ENDS):
                    break
                if bochs.poll() is not None or time.monotonic() > deadline:
                    messages = (directory / "bochs.log").read_text(errors="replace").splitlines()[-15:]
                    raise Failed("\n".join([seen, "Bochs ended, or took too long:"] + messages))
                if select.select([terminal], [], [], 0.2)[0]:
                    os.read(terminal, 65536)
        finally:
            bochs.kill()
            bochs.wait()
            os.close(terminal)
        if "KERNEL PANIC" in seen or (until and until not in shown):
            raise Failed(f"{seen}\n{shown}")
        return seen


def try_machine(name, machine, obj, tests):
    """The cells of a machine, one after another: column, word."""
    machine.require()
    log = LOGS / (re.sub(r"\W+", "-", name) + ".log")
    machine.boot(obj / "hello.img", "hello", "Hello!", log)
    yield "hello", "ok"
    passed = sum(count_tests(machine.boot(obj / "test.img", test, None, log)) for test in tests)
    yield "system calls", f"{passed} ok"
    log.unlink()


# Compilers


def boot_sector_size(obj):
    _, symbols = run("nm", obj / "boot.elf")
    value = {line.split()[2]: int(line.split()[0], 16) for line in symbols.splitlines() if len(line.split()) == 3}
    return value["boot_sector_code_end"] - value["boot_start"]


SOURCES = "GNUmakefile bench boot course kernel lib link make pset tests tools user".split()


def try_compiler(name, command, inside=None):
    """The cells of a compiler, likewise; `inside` is the root of the compiler's system."""
    if inside and (os.geteuid() != 0 or not os.path.exists(f"{inside}/usr/bin/{command}")):
        raise Skipped(f"no {command} in {inside}" if os.geteuid() == 0 else "only root can go there")
    with tempfile.TemporaryDirectory(dir=f"{inside}/tmp" if inside else None) as directory:
        tree = pathlib.Path(directory)
        for source in SOURCES:
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, tree / source)
        seen_from_inside = f"/tmp/{tree.name}" if inside else tree
        words = (["chroot", inside] if inside else []) + ["make", "-C", seen_from_inside, "OBJ=obj", f"CC={command}",
                                                         "CROSS=", "CI=true", "PROGRAMS=hello fork forkexit spawn"]
        for target in ["obj/hello.img", "obj/test.img"]:
            status, said = run(*words, target, env=dict(os.environ, MAKEFLAGS="", MAKELEVEL=""))
            if status != 0:
                raise Failed(said)
        yield "build", "ok"
        yield "problem set", f"{build_states(tree, words)} ok"
        size = boot_sector_size(tree / "obj")
        if size > BOOT_SECTOR_SIZE:
            raise Failed(f"the boot sector's code has {size} bytes; there is room for {BOOT_SECTOR_SIZE}")
        yield "boot sector", f"{size}/{BOOT_SECTOR_SIZE}"
        yield from try_machine(name, Qemu(), tree / "obj", ["test-system-calls", "test-fork", "test-registers"])


def build_states(tree, words):
    """Builds the problem set's kernel with the steps 1 to K done, for each K, where a warning is an error. Returns how many."""
    states = range(10)
    for last in states:
        status, said = run(sys.executable, "-m", "pset.states", tree / "pset", last, cwd=tree,
                           env=dict(os.environ, DESK="pset", PYTHONPATH="course"))
        if status == 0:
            command = [word.replace("OBJ=obj", "OBJ=obj/pset") for word in map(str, words) if not word.startswith("PROGRAMS=")]
            status, said = run(*command, "-f", "make/pset.mk", "obj/pset/kernel.elf",
                               env=dict(os.environ, MAKEFLAGS="", MAKELEVEL=""))
        if status != 0:
            raise Failed(f"with {last} steps done: {said}")
    return len(states)


def installed_compilers():
    """The names of those in the PATH; if one has several names, the longest, which contains the version."""
    found = {}
    for directory in os.environ["PATH"].split(":"):
        for path in pathlib.Path(directory).glob("*") if os.path.isdir(directory) else []:
            if re.fullmatch(r"(x86_64-(elf|linux-gnu)-)?gcc(-\d+)?|clang(-\d+)?", path.name):
                names = found.setdefault(path.resolve(), set())
                names.add(path.name)
    names = {min(names, key=lambda name: ("-" not in name, len(name))) for names in found.values()}
    return sorted(names, key=lambda name: [int(part) if part.isdigit() else 0 for part in name.split("-")])


# The matrix


def rows():
    """(name, a function that yields cells)"""
    def machine(name, what, tests=tuple(TESTS)):
        return name, lambda: try_machine(name, what, OBJ, tests)

    for machine_type in ["pc", "q35"]:
        for disk in ["ide", "ahci", "virtio", "nvme", "usb"]:
            if (machine_type, disk) != ("pc", "ahci") and (machine_type, disk) != ("q35", "ide"):
                yield machine(f"QEMU {machine_type}, {disk}", Qemu(disk, machine_type))
    for cpu in ["qemu64", "Opteron_G1", "Conroe", "Nehalem", "Skylake-Client", "EPYC"]:
        note = " (the oldest with 64-bit mode)" if cpu == "Opteron_G1" else ""
        yield machine(f"QEMU -cpu {cpu}{note}", Qemu(cpu=cpu))
    yield machine("QEMU -cpu qemu64,-nx", Qemu(cpu="qemu64,-nx"),
                  [test for test in TESTS if test != "test-protection"])  # there, all memory is executable
    for memory in ["48M", "128M", "1G", "2G", "3G", "4G"]:
        yield machine(f"QEMU -m {memory}", Qemu(memory=memory))
    yield machine("QEMU q35, ahci, -m 4G", Qemu("ahci", "q35", memory="4G"))
    for cpu, memory in [("athlon64_clawhammer", 32), ("corei7_skylake_x", 32), ("tigerlake", 128), ("ryzen", 1024)]:
        yield machine(f"Bochs {cpu}, {memory} MiB", Bochs(cpu, memory))

    for command in installed_compilers():
        yield f"compiler {command}", lambda command=command: try_compiler(f"compiler {command}", command)
    inside = os.environ.get("DEBIAN13", "")
    for command in ["gcc-14", "clang-19"] if inside else []:
        name = f"compiler {command} of Debian 13"
        yield name, lambda name=name, command=command: try_compiler(name, command, inside)
    if not inside:
        yield "compilers of Debian 13", lambda: skip("DEBIAN13=DIRECTORY is not given")


def skip(why):
    raise Skipped(why)


def fill(name, cells):
    """A row's words by column; 'failed' and 'skipped' say why."""
    row, started = {}, time.monotonic()
    try:
        for column, word in cells():
            row[column] = word
    except Skipped as why:
        row["skipped"] = str(why)
    except Failed as what:
        row["failed"] = str(what)
    except Exception as what:  # pylint: disable=broad-except
        row["failed"] = f"{type(what).__name__}: {what}"
    row["seconds"] = time.monotonic() - started
    return row


def words_of(name, row):
    """The row as a line of the table."""
    columns = COLUMNS if name.startswith("compiler") else COLUMNS[3:]
    words = []
    for column in columns:
        words.append(row.get(column) or ("FAILED" if "failed" in row and "FAILED" not in words else "-"))
    if "skipped" in row:
        words = [f"skipped: {row['skipped']}"]
    if "skipped" not in row:
        words = [""] * (len(COLUMNS) - len(words)) + words
    return "".join(f"{word:14}" for word in words).rstrip()


def main():
    chosen = [(name, cells) for name, cells in rows() if any(part in name for part in sys.argv[2:] or [""])]
    LOGS.mkdir(exist_ok=True)
    table, failed = {}, 0
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        futures = {pool.submit(fill, name, cells): name for name, cells in chosen}
        for future in concurrent.futures.as_completed(futures):
            name, row = futures[future], future.result()
            table[name] = row
            verdict = "FAILED" if "failed" in row else "skipped" if "skipped" in row else "ok"
            print(f"{name}: {verdict} ({row['seconds']:.0f} s)", flush=True)
            if "failed" in row:
                failed += 1
                print(*(f"    {line}" for line in row["failed"].splitlines()[-25:]), sep="\n", flush=True)

    width = max(len(name) for name in table) + 2
    print("\n" + " " * width + "".join(f"{column:14}" for column in COLUMNS).rstrip())
    for name, _ in chosen:
        print(f"{name:{width}}{words_of(name, table[name])}")
    skipped = sum("skipped" in row for row in table.values())
    print(f"\n{len(table) - failed - skipped} rows passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


sys.exit(main())
