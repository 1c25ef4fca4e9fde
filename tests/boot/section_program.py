"""Test programs for the section's kernel, built as its makefile builds those of section/user/."""

import shlex
import subprocess
from pathlib import Path


def settings_of(obj):
    """The settings of the section's build, which make/section.mk writes."""
    lines = (Path(obj) / "section" / "settings").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line)


def build_program(settings, source, name, slot=1):
    """Compiles the source file with SLOT and links it for that slot, as the file `name`. Returns the file with
    symbols."""
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
    """Makes an image that starts the programs, {name: file}, under the section's kernel."""
    subprocess.run([f"{settings['OBJ']}/tools/mkimage", "-o", image, "-b", f"{settings['OBJ']}/boot.bin", "-c",
                    " ".join(programs), f"kernel={settings['OBJ']}/kernel.elf",
                    *(f"{name}={path}" for name, path in programs.items())], check=True)
