"""Test programs for the section's kernel, built as its makefile builds those of section/user/."""

import subprocess
from pathlib import Path


def settings_of(obj):
    """The settings of the section's build, which make/section.mk writes."""
    lines = (Path(obj) / "section" / "settings").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line)


def build_program(settings, source, name, slot=1):
    """Compiles the source file with SLOT and links it for that slot, as the file `name`. Returns the file with
    symbols."""
    for step, *arguments in (("COMPILE_USER", source, f"{name}.o", f"-DSLOT={slot}"),
                             ("LINK", f"{settings['OBJ']}/process-{slot}.ld", name, f"{name}.o",
                              *settings["USER_LIB_OBJECTS"].split())):
        subprocess.run(["sh", "-c", settings[step], step, *map(str, arguments)], check=True)
    return Path(f"{name}.full")


def build_image(settings, image, programs):
    """Makes an image that starts the programs, {name: file}, under the section's kernel."""
    subprocess.run([f"{settings['OBJ']}/tools/mkimage", "-o", image, "-b", f"{settings['OBJ']}/boot.bin", "-c",
                    " ".join(programs), f"kernel={settings['OBJ']}/kernel.elf",
                    *(f"{name}={path}" for name, path in programs.items())], check=True)
