#!/usr/bin/env python3
"""Malformed programs (tests/guest/make-bad-programs.py): the tool that makes images, and the kernel, if it finds them in
an image, refuse the same ones, for breaking the same rule of lib/elf-check.h. TAP.

    programs-test.py"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import tap

OBJ = Path(os.environ.get("OBJ", "obj"))


def said_by_builder(directory):
    """{program: what mkimage says is wrong with it, or "" if it makes an image}"""
    programs, said = Path(directory, "programs"), {}
    programs.mkdir()
    subprocess.run(["python3", "tests/guest/make-bad-programs.py", programs, OBJ / "user" / "hello"], check=True)
    for path in sorted(programs.iterdir()):
        made = subprocess.run([OBJ / "tools" / "mkimage", "-p", "-o", Path(directory, "image"), "-b", OBJ / "boot.bin",
                               "-c", "hello", f"kernel={OBJ / 'kernel.elf'}", f"{path.name}={path}"],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        complaint = re.sub(rf"^mkimage: {re.escape(str(path))}: (.*?); .*\n$", r"\1", made.stderr)
        said[path.name] = complaint if made.returncode else ""
    return said


def said_by_kernel(directory):
    """{program: what the kernel says is wrong with it}"""
    log = Path(directory, "log")
    subprocess.run([OBJ / "tools" / "run", "--mode", "quiet", "--shortcut", OBJ / "shortcut.rom", "--virtual", "1",
                    "--timeout", "300", "--log", log, "--command", "test-bad-programs", OBJ / "test.img"],
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return dict(re.findall(r"^program '(.*)' is malformed: (.*)$", log.read_text(), re.M))


def rules():
    """What each rule says is wrong with an executable."""
    return set(re.findall(r'RULE\(ELF_RULE_\w+, *(?:\\\n *)?"(.*?)"', Path("lib/elf-check.h").read_text()))


def main():
    with tempfile.TemporaryDirectory() as directory:
        builder, kernel = said_by_builder(directory), said_by_kernel(directory)
    refused = {name: text for name, text in builder.items() if text}
    tap.check(f"mkimage and the kernel refuse {len(kernel)} programs, with the same words",
              tap.different(kernel, refused))
    tap.equal("neither refuses a program with nothing wrong", builder.keys() - kernel.keys(), {"bad-nothing", "large"})
    tap.equal("there is a program that breaks each rule", set(kernel.values()), rules())
    tap.end()


if __name__ == "__main__":
    main()
