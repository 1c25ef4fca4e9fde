#!/usr/bin/env python3
"""How checks read answers, ask questions whose values vary, and remember what has passed. Prints TAP.

    answers-test.py --settings FILE [WORD...]    only the tests with one of these words in their names"""

import re
import shutil
import subprocess
import sys
import time

from engine import variants
from engine.answers import Answers
from engine.progress import Progress
from engine.watch import in_order
from place import COURSE, SOON, is_equal, run, verdict
from tap import test


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


# Questions and progress

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


if __name__ == "__main__":
    run()
