"""Finds where things are in a kernel. gdb knows that from the symbols and debugging information of its ELF file. So it
finds the reference counts, whatever else a `struct physpage` has."""

import re
import subprocess

COUNT = "physpages[0].refcount"
NEEDED = {
    "text_start": "(unsigned long) &kernel_text_start",
    "text_end": "(unsigned long) &kernel_text_end",
    "image_end": "(unsigned long) &kernel_end",
    "mailbox": "(unsigned long) &trace_mailbox",
    "kernel_table": "(unsigned long) &kernel_pagetable",
}
COUNTS = {
    "counts": "(unsigned long) &physpages",
    "counts_are_pointed_to": "(unsigned long) &physpages != (unsigned long) &physpages[0]",
    "count_stride": "sizeof(physpages[0])",
    "count_offset": f"(unsigned long) &{COUNT} - (unsigned long) &physpages[0]",
    "count_size": f"sizeof({COUNT})",
}


def kernel_functions(elf, nm):
    """(start, end, number) of each function. If the compiler has split one (NAME, NAME.cold), its parts have the same
    number."""
    output = subprocess.run([nm, "-S", "--defined-only", str(elf)], text=True, check=True,
                            stdout=subprocess.PIPE).stdout
    numbers = {}
    for start, size, name in re.findall(r"^(\w+) (\w+) [tT] (\S+)$", output, re.MULTILINE):
        number = numbers.setdefault(name.removesuffix(".cold"), len(numbers) + 1)
        yield int(start, 16), int(start, 16) + int(size, 16), number


class LayoutError(Exception):
    """Its text is a message for people."""


def kernel_layout(elf):
    """The plugin's settings that depend on the kernel: {name: number}."""
    wanted = {**NEEDED, **COUNTS}
    commands = [word for name, expression in wanted.items()
                for word in ("-ex", f'printf "{name}=%lu\\n", {expression}')]
    try:
        output = subprocess.run(["gdb", "-nx", "-batch", *commands, str(elf)], text=True, check=False,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT).stdout
    except FileNotFoundError:
        raise LayoutError("there is no gdb, which a trace needs; ./setup.sh installs it") from None
    found = {name: int(value) for name, value in re.findall(r"^(\w+)=(\d+)$", output, re.MULTILINE)}
    for name in NEEDED:
        if name not in found:
            raise LayoutError(f"gdb does not find {NEEDED[name].split('&')[1]} in {elf}: {output.strip()}")
    if any(name not in found for name in COUNTS):
        return {name: found[name] for name in NEEDED}
    return found
