"""Programs of the tests for the section's kernel: built as its makefile builds those of section/user/."""

import shlex
import subprocess
from pathlib import Path


def settings_of(obj):
    """What the section's makefile builds with: make/section.mk writes it down."""
    lines = (Path(obj) / "section" / "settings").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line)


def build_program(settings, source, name, slot=1):
    """The source file, compiled with SLOT and linked for that slot, becomes the file `name`; returns the one
    with symbols."""
    def execute(*arguments):
        subprocess.run([str(a) for a in arguments], check=True)
    execute(*shlex.split(settings["CC"]), *shlex.split(settings["CFLAGS"]), *shlex.split(settings["USER_FLAGS"]),
            f"-DSLOT={slot}", "-c", source, "-o", f"{name}.o")
    execute(*shlex.split(settings["LD"]), *shlex.split(settings["LDFLAGS"]), "-T",
            f"{settings['OBJ']}/process-{slot}.ld", f"{name}.o", *shlex.split(settings["USER_LIB_OBJECTS"]), "-o",
            f"{name}.full")
    with open(f"{name}.lines", "wb") as lines:
        subprocess.run([f"{settings['OBJ']}/tools/mklines", f"{name}.full"], stdout=lines, check=True)
    execute(settings["OBJCOPY"], "--strip-debug", f"{name}.full", name)
    return Path(f"{name}.full")


def build_image(settings, image, programs):
    """An image that starts the programs, files by their names, under the section's kernel."""
    subprocess.run([f"{settings['OBJ']}/tools/mkimage", "-o", image, "-b", f"{settings['OBJ']}/boot.bin", "-c",
                    " ".join(programs), f"kernel={settings['OBJ']}/kernel.elf",
                    *(f"{name}={path}" for name, path in programs.items())], check=True)
