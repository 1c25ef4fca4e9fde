#!/usr/bin/env python3
"""What checks promise besides their verdicts: a user can interrupt them, several can run at once, they use whatever lies
in the student's directory, and their output is bounded. Prints TAP.

    machinery-test.py --settings FILE [WORD...]    only the tests with one of these words in their names"""

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time

from engine import variants
from place import COURSE, SOON, is_equal, run, verdict
from tap import test


# Interrupted

def interrupted(place, signals, number=signal.SIGINT):
    """(status, output, seconds until it ended) of a check of everything, interrupted while its
    programs run."""
    process = subprocess.Popen(place.arguments("A3,A5,B,C,E,F,G,H"), stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, start_new_session=True)
    until = time.monotonic() + 60
    while not place.programs() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    start = time.monotonic()
    for _ in range(signals):
        os.kill(process.pid, number)
        time.sleep(0.05)
    output = process.communicate()[0].decode(errors="replace")
    seconds = time.monotonic() - start
    time.sleep(0.2)
    return process.returncode, output, seconds


def require_interrupted(place, *arguments):
    status, output, seconds = interrupted(place, *arguments)
    assert "Traceback" not in output and "Exception" not in output, output
    assert seconds < SOON, f"it took {seconds:.1f} s"
    is_equal(status, 130)
    is_equal(place.programs(), [])
    is_equal(list(place.results.glob("check/run-*")), [])


@test
def control_c_ends_a_check_and_all_its_programs(place):
    require_interrupted(place, 1)


@test
def a_second_control_c_changes_nothing(place):
    require_interrupted(place, 3)


@test
def so_does_the_end_of_the_terminal(place):
    require_interrupted(place, 1, signal.SIGHUP)


@test
def output_that_nobody_reads_ends_it_without_a_word(place):
    command = shlex.join(place.arguments())
    result = subprocess.run(["sh", "-c", f"{{ {command}; }} 2>&1 | head -n 1"], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=False)
    is_equal(result.stdout, b"Part A: Mapping functions\n")


# At the same time

@test
def checks_at_once_are_not_in_each_others_way(place):
    variants.solve(place.section, ["A3", "A5", "F1.2"])
    running = [subprocess.Popen(place.arguments("A3,A5,F1.2"), stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT) for _ in range(4)]
    for process in running:
        output = process.communicate()[0].decode()
        assert "3 of 3 done" in output, output


# Whatever lies there

@test
def a_program_that_prints_without_end_is_cut(place):
    place.edit("exercises.c", "    (void) pt3;", '    (void) pt3;\n    for (;;) {\n'
               '        log_printf("\\033[2Jspam %p ", (void *) pt3);\n    }')
    status, output = place.check("A3")
    assert status == 1 and len(output) < 5000, f"{len(output)} bytes"
    assert "\033" not in output, output
    assert len(json.dumps(place.report("A3"))) < 5000


@test
def what_programs_print_is_shown_clean_and_cut(place):
    place.edit("kernel.c", "// Exercise B1: your code here",
               'for (int i = 0; i < 999; ++i) {\n log_printf("\\033[2Jspam "); \n}\nlog_printf("\\n");')
    status, output = place.check("B1")
    assert status == 1 and "\033" not in output and "\\x1b[2Jspam" in output, output
    assert max(map(len, output.splitlines())) < 240, output
    assert max(map(len, verdict(place.report("B1"), "B1")["details"])) <= 200


@test
def a_source_that_takes_the_assembler_minutes_costs_one_verdict(place):
    place.edit("exercises.c", "    (void) pt3;",
               '    (void) pt3;\n    __asm__(".rept 400000000\\n nop\\n .endr");')
    report = place.report("A1,A3")
    is_equal(verdict(report, "A3")["message"], "section/exercises.c does not compile")
    assert "more time, memory or space" in str(verdict(report, "A3")["details"]), report


@test
def a_file_that_is_no_file_costs_one_verdict(place):
    (place.section / "answers.txt").unlink()
    (place.section / "answers.txt").mkdir()
    variants.solve(place.section, ["A3"])
    report = place.report("A1,A3")
    is_equal(verdict(report, "A1")["message"], "section/answers.txt cannot be read: Is a directory")
    is_equal(verdict(report, "A3")["state"], "passed")
    (place.section / "exercises.c").unlink()
    (place.section / "exercises.c").mkdir()
    report = place.report("A1,A3,A5")
    is_equal(verdict(report, "A5")["message"], "section/exercises.c cannot be read: Is a directory")


@test
def a_file_that_is_missing_costs_one_verdict(place):
    (place.section / "answers.txt").unlink()
    (place.section / "kernel.c").unlink()
    report = place.report("A1,B1")
    is_equal([e["message"] for e in report["exercises"]],
             ["section/answers.txt is missing", "section/kernel.c is missing"])


@test
def errors_are_shown_in_the_students_own_file(place):
    variants.solve(place.section, ["F1.2"])
    text = (place.section / "kernel.c").read_text().rstrip()
    assert text.endswith("}")
    (place.section / "kernel.c").write_text(text[:-1])
    found = verdict(place.report("F1.2"), "F1.2")
    is_equal(found["message"], "section/kernel.c does not compile")
    assert re.match(r"section/kernel\.c:\d+$", found["where"]), found
    assert not re.search("course/", str(found["details"])), found


@test
def a_kernel_that_is_too_large_is_told_its_size(place):
    variants.solve(place.section, ["F1.2"])
    place.edit("kernel.c", "proc ptable[", "char enormous[300000] = {1};\nproc ptable[")
    message = verdict(place.report("F1.2"), "F1.2")["message"]
    assert re.match(r"the kernel is too large: code and variables have 4\d\d,\d\d\d bytes, and there is room "
                    r"for 237,568; make", message), message


@test
def lines_of_other_files_are_not_shown(place):
    secret = place.directory / "secret"
    secret.write_text("root secret of somebody\n")
    for name in (str(secret), "../secret"):
        place.edit("exercises.c", '#include "exercises.h"', f'#include "{name}"\n#include "exercises.h"')
        found = verdict(place.report("A3"), "A3")
        place.edit("exercises.c", f'#include "{name}"\n', "")
        variants.fresh_copy(place.section)
    place.edit("exercises.c", "    (void) pt3;", "    (void) pt3, 1;")
    place.edit("exercises.c", '#include "exercises.h"', f'#include "{secret}"\n#include "exercises.h"')
    found = verdict(place.report("A3"), "A3")
    is_equal(found["message"], "section/exercises.c does not compile")
    assert "root" not in str(found) and "not shown" in str(found["details"]), found


# Where it runs

@test
def an_old_python_is_told_which_one_is_needed(place):
    code = (f"import sys; sys.version_info = (3, 7, 9); sys.path.insert(0, {str(COURSE)!r}); "
            f"exec(open({str(COURSE / 'check.py')!r}).read())")
    result = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=False, text=True)
    is_equal(result.stdout, "This is Python 3.7; the checks need 3.9 or newer, as python3.\n")


@test
def a_terminal_without_colours_gets_none(place):
    for name, value, colours in (("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)):
        environment = {**os.environ, "TERM": "xterm", name: value}
        if name != "NO_COLOR":
            environment.pop("NO_COLOR", None)
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvpe(sys.executable, place.arguments("A1"), environment)
        output = b""
        while True:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            output += data
        os.waitpid(pid, 0)
        os.close(terminal)
        is_equal((name, value, b"\033" in output), (name, value, colours))


@test
def what_make_has_built_stays_as_it_is(place):
    obj = place.directory / "obj"
    command = [sys.executable, str(COURSE / "check.py"), "--obj", str(obj), "A1"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    os.utime(obj / "flags", (1, 1))
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    is_equal((obj / "flags").stat().st_mtime, 1.0)


@test
def a_directory_that_cannot_be_written_is_one_line(place):
    file = place.directory / "no-directory"
    file.write_text("")
    result = subprocess.run([sys.executable, str(COURSE / "check.py"), "--obj", str(file / "obj"), "A1"],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True)
    assert result.returncode == 2 and "cannot write into" in result.stdout, result.stdout
    is_equal(result.stdout.count("\n"), 1)


if __name__ == "__main__":
    run()
