#!/usr/bin/env python3
"""What checks promise besides their verdicts: a user can interrupt them, several can run at once, they
read whatever lies in the student's directory, and their output is bounded. Prints TAP.

    machinery-test.py --settings FILE [WORD...]    only the tests with one of these words in their names"""

import argparse
import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import check
import tap
from tap import test
from engine import variants
from engine.answers import Answers
from engine.progress import Progress
from engine.watch import in_order

COURSE = Path(check.__file__).resolve().parent
SOON = 10  # seconds for what should take one, however busy the machine is


class Place:
    """A student's directory, and one for what checks leave."""

    def __init__(self, settings, directory, solved=()):
        self.directory = directory
        self.section = directory / "section"
        variants.fresh_copy(self.section)
        variants.solve(self.section, solved)
        self.settings = settings
        self.results = directory / "results"

    def arguments(self, *names):
        return [sys.executable, str(COURSE / "check.py"), "--settings", str(self.settings), "--section",
                str(self.section), "--results", str(self.results), *names]

    def check(self, *names):
        """(status, output) of a check."""
        result = subprocess.run(self.arguments(*names), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                check=False)
        return result.returncode, result.stdout.decode(errors="replace")

    def report(self, *names):
        """The report as JSON; the check must print nothing else."""
        _, output = self.check("--format", "json", *names)
        assert "Traceback" not in output, output
        return json.loads(output)

    def edit(self, name, old, new):
        path = self.section / name
        text = path.read_text()
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1))

    def programs(self):
        """The command lines of the programs that run in the directory of a check in this place."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if f"{self.directory}/" in line and "check.py" not in line:
                found.append(line)
        return found


def is_equal(seen, expected):
    assert seen == expected, f"expected {expected!r}, seen {seen!r}"


def verdict(report, name):
    return next(e for e in report["exercises"] if e["name"] == name)


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


@test
def what_has_passed_is_remembered_by_all(place):
    path = place.directory / "progress.json"
    one, other = Progress(path), Progress(path)
    one.note_passed("A1")
    other.note_passed("A2")
    one.count("B1", "hints")
    other.count("B1", "hints")
    is_equal([Progress(path).has_passed(n) for n in ("A1", "A2", "A3")], [True, True, False])
    is_equal(Progress(path).count("B1", "hints"), 2)


@test
def counts_from_many_processes_are_all_kept(place):
    path = place.directory / "progress.json"
    code = ("import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from engine.progress "
            "import Progress\nfor _ in range(50): Progress(Path(sys.argv[2])).count('A1', 'hints')")
    running = [subprocess.Popen([sys.executable, "-c", code, str(COURSE), str(path)]) for _ in range(4)]
    is_equal([process.wait() for process in running], [0] * 4)
    is_equal(Progress(path).count("A1", "hints"), 200)


@test
def a_progress_file_of_nonsense_is_no_progress(place):
    path = place.directory / "progress.json"
    for text in ("", "[]", "{", '{"A1": 3}', '{"A1": {"passed": "yes"}}', "[" * 200000):
        path.write_text(text)
        is_equal(Progress(path).has_passed("A1"), False)


def answer_to_e2(place, pages):
    """The report on E2, with this answer to its question."""
    text = (place.section / "answers.txt").read_text()
    (place.section / "answers.txt").write_text(re.sub(r"(?m)^E2\.copies:.*", f"E2.copies: {pages}", text))
    return verdict(place.report("E2"), "E2")


def number_of(report):
    return int(report["question"][0].removeprefix("Question "))


def pages_to_copy(report):
    """The right answer to the question in a report on E2."""
    pages = [line.split(None, 2) for line in report["question"] if line.startswith("  0x")]
    return " ".join(va for va, pa, rest in pages if rest.startswith("P W U") and pa != "0xb8000")


@test
def after_two_wrong_tries_in_a_row_there_is_another_question(place):
    variants.solve(place.section, ["E2"])
    first = answer_to_e2(place, "")
    is_equal(first["state"], "not yet")
    n = number_of(first)
    is_equal(number_of(answer_to_e2(place, f"{n}: 0xb8000")), n)
    is_equal(number_of(answer_to_e2(place, f"{n}: 0xb8000")), n)   # a repeated try does not count
    is_equal(number_of(answer_to_e2(place, f"{n}: 0xb8000 and so on")), n)  # nor does one without the form
    is_equal(number_of(answer_to_e2(place, f"{n + 1}: none")), n)  # nor an answer to another question
    second = answer_to_e2(place, f"{n}: none")
    assert number_of(second) != n, "it is the same question after two wrong tries"
    late = answer_to_e2(place, f"{n}: {pages_to_copy(first)}")
    is_equal((late["state"], number_of(late)), ("wrong", number_of(second)))
    is_equal(answer_to_e2(place, f"{number_of(second)}: {pages_to_copy(second)}")["state"], "passed")


@test
def an_answer_says_which_question_it_answers_where_nothing_is_remembered(place):
    variants.solve(place.section, ["E2"])
    first = answer_to_e2(place, "")
    shutil.rmtree(place.results)
    is_equal(answer_to_e2(place, f"{number_of(first)}: {pages_to_copy(first)}")["state"], "passed")


@test
def words_are_never_scored_and_stand_beside_ours_once_the_exercise_has_passed(place):
    variants.solve(place.section, ["E2"])
    place.edit("answers.txt", "E2.why: Both", "E2.why: Neither")
    report = verdict(place.report("E2"), "E2")
    is_equal(report["state"], "passed")
    text = "\n".join(report["compared"])
    assert "in your words: Neither" in text and "in ours: " in text, text
    place.edit("answers.txt", "E2: no", "E2: yes")
    is_equal(verdict(place.report("E2"), "E2")["compared"], [])


@test
def a_number_of_no_question_is_none(place):
    variants.solve(place.section, ["E2"])
    place.results.mkdir()
    for number in "true", "-5", "99999":
        (place.results / "progress.json").write_text('{"E2": {"question": %s}}' % number)
        is_equal(answer_to_e2(place, "100: 0x104000 0x105000 0x107000")["state"], "passed")


@test
def an_answer_of_blanks_or_digits_is_read_at_once(place):
    blanks, digits = " " * 700, "f" * 3800
    place.edit("answers.txt", "\nD5:", f"\nD5: drone 1{blanks}00{blanks}x")
    place.edit("answers.txt", "\nF1.1.processes:", f"\nF1.1.processes: 1, 0x{digits}")
    place.edit("answers.txt", "\nF1.1:", "\nF1.1: -1")
    start = time.monotonic()
    report = place.report("D5,F1.1")
    assert time.monotonic() - start < SOON, "it took too long"
    assert "64 bits" in verdict(report, "F1.1")["message"], verdict(report, "F1.1")


@test
def of_many_odd_lines_some_are_shown(place):
    with open(place.section / "answers.txt", "a", encoding="utf-8") as answers:
        answers.write("\nodd\n" * 5000)
    is_equal(len(place.report("D1")["malformed"]), 11)


@test
def watch_takes_what_has_just_failed_first(place):
    progress = Progress(place.directory / "progress.json")
    progress.note_passed("B1")
    names = ["B1", "B2", "C1", "F1.2", "H2"]
    is_equal(in_order(names, {}, progress), ["B2", "C1", "F1.2", "H2", "B1"])
    is_equal(in_order(names, {"F1.2": "wrong", "C1": "passed"}, progress), ["F1.2", "B2", "H2", "B1", "C1"])


@test
def what_is_broken_is_not_done(place):
    variants.solve(place.section, ["A1"])
    is_equal(place.report("A1")["done"], 1)
    place.edit("answers.txt", "A1: ", "A1: no 0x3009 ")
    report = place.report("A1")
    is_equal((report["done"], verdict(report, "A1")["broken"]), (0, True))
    assert "0 of 1 done, 1 broken" in place.check("A1")[1]


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


# Answers

def answers_in(place, data):
    path = place.directory / "answers"
    path.write_bytes(data)
    return Answers(path, "section/answers.txt", {"A1", "A2", "D1", "F1.1"})


@test
def answers_are_read_in_every_encoding(place):
    text = "# a comment\r\nA1: yes 0->0\r\nF1.1: it’s – so\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
        found = answers_in(place, text.encode(encoding))
        is_equal((encoding, found.get("A1").text, found.mistakes), (encoding, "yes 0->0", []))
        is_equal((encoding, found.get("F1.1").text), (encoding, "it’s – so"))


@test
def an_answer_may_be_wrapped_and_have_a_remark(place):
    found = answers_in(place, "A1: yes 0->0 # a remark\n0x3->0x19 // another\n\nA2: no\u20284095\x0c\n"
                       "D1: #2\n#5 # and this\n# A comment\nF1.1:\nit returns\n -1\n".encode())
    is_equal({key: answer.text for key, answer in found.answers.items()},
             {"A1": "yes 0->0 0x3->0x19", "A2": "no 4095", "D1": "#2 #5", "F1.1": "it returns -1"})
    is_equal(found.mistakes, [])


@test
def what_is_no_answer_is_told_by_its_line(place):
    found = answers_in(place, b"what is this\n\nA9: no\nA1: no 1\nA1: no 2\n")
    is_equal([number for number, _ in found.mistakes], [1, 3, 5])
    long = answers_in(place, b"A1: no " + b"9" * 10000)
    assert len(long.get("A1").text) <= 4000 and "4000" in long.mistakes[0][1]


@test
def numbers_of_thousands_of_digits_are_answers_too(place):
    place.edit("answers.txt", "A1:", "A1: no " + "9" * 3900)
    place.edit("answers.txt", "D1:", "D1: " + "9" * 9000)
    report = place.report("A1,D1")
    is_equal([e["state"] for e in report["exercises"]], ["wrong", "wrong"])


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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()

    def call(function):
        with tempfile.TemporaryDirectory() as directory:
            function(Place(options.settings, Path(directory)))
    tap.run(call, options.words)
    tap.end()


if __name__ == "__main__":
    main()
