"""How long a person waits: to build everything, to see what a change does, to boot. These are times, not counts. They
depend on the machine and on what else it does, so each is a median, and no test depends on their budgets. The budgets
come from a machine on which WeensyOS's section kernel took 2.2 s to build and 0.175 s to boot."""

import os
import shutil
import statistics
import subprocess
import time

TIMES = {  # name: (title, budget in seconds)
    "build": ("clean build of everything, make -j2", 1.2 * 2.2),
    "edit": ("a file of the kernel changes: make, boot, to Hello!", 1.0),
    "boot": ("boot to Hello!", 0.8 * 0.175),
}


def seconds(*commands):
    start = time.monotonic()
    for command in commands:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=True)
    return time.monotonic() - start


def median(times, function):
    return statistics.median(function() for _ in range(times))


def measure(obj):
    """{name: seconds}. Builds in its own directory in `obj`."""
    place = obj / "bench-build"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    os.environ.clear()
    os.environ.update(environment)
    make = "make", f"OBJ={place}"
    boot = place / "tools" / "run", "--mode", "quiet", "--until", "Hello!", place / "hello.img"

    def build():
        shutil.rmtree(place, ignore_errors=True)
        return seconds((*make, "-j2", "all"))

    def edit():
        os.utime(place / "kernel/kernel/core/fork.o", (0, 0))  # as if its source had changed
        return seconds((*make, place / "hello.img"), boot)

    return {"build": median(3, build), "edit": median(5, edit), "boot": median(5, lambda: seconds(boot))}


def show(times):
    print()
    print(f"{'time on this machine, median':<62}{'seconds':>9}{'budget':>9}{'share':>8}")
    for name, (title, budget) in TIMES.items():
        print(f"{title:<62}{times[name]:>9.2f}{budget:>9.2f}{times[name] / budget:>7.0%}")
