#!/usr/bin/env python3
"""Finds again, in another way, what part A's text, points and counts say; and checks that each of its
fresh instances has an answer that passes, and refuses others. Prints TAP."""

import re

import tap
from tap import test
from section import fresh_pages
from section import page_counts
from section import page_maps
from section.page_maps import PAGESIZE
from engine import exercises
from engine.places import DESK
from engine.verdict import NOT_YET, PASSED, WRONG

SEEDS = range(200)


def is_equal(seen, expected):
    assert seen == expected, f"expected {expected}, seen {seen}"


@test
def readme_has_the_same_points():
    text = (DESK / "README.md").read_text()
    for name in ("A1", "A2", "A3", "A4"):
        points = exercises.named(name).code().POINTS
        exercise = re.search(rf"(?s)\n### {name}\..*?\n### ", text)[0]
        assert f"    {points}\n" in exercise, f"{name} is not about {points}"


@test
def answers_txt_has_the_same_points():
    text = (DESK / "answers.txt").read_text()
    for name in ("A1", "A2", "A4"):
        points = exercises.named(name).code().POINTS
        assert f"# {name}. {points}\n" in text, f"{name} is not about {points}"


@test
def pages_of_small_objects_are_those_of_their_bytes():
    for va in (0, 1, 4094, 4095, 4096, 12287):
        for sz in (1, 2, 3, 4095, 4096, 4097, 4098, 8192, 8193):
            bytes_one_by_one = {byte // PAGESIZE for byte in range(va, va + sz)}
            is_equal(page_counts.count_pages(va, sz), len(bytes_one_by_one))


@test
def the_two_ways_to_count_pages_agree():
    for va in (0, 1, 2048, 4095, 4096):
        for size in (page_counts.SMALL + d for d in range(-4100, 4100, 41)):
            is_equal(page_counts.count_pages(va, size),
                     (va + size - 1) // PAGESIZE - va // PAGESIZE + 1)


@test
def cases_are_of_the_objects_that_the_exercises_are_about():
    for function in page_counts.FUNCTIONS:
        for case in page_counts.cases_of(function):
            assert case.sz >= 1 and case.va + case.sz <= 2 ** 47, case.call()
            assert case.va == 0 or function == "a7_virtual_pages", case.call()


# Fresh instances: right and wrong answers, found from nothing but the question's text

def answers_to_mapping(text):
    points = page_maps.points_of(text)
    pages = {}
    for p in points:
        pages.setdefault(p.va >> 12, set()).add(p.pa >> 12)
    breaking = [p for p in points if (p.va ^ p.pa) & 0xFFF or len(pages[p.va >> 12]) > 1]
    noes = {p: f"no {p.va:#x}" for p in points}
    yes = "yes " + " ".join(f"{p.va >> 12:#x}->{p.pa >> 12:#x}" for p in points)
    right = [noes[p] for p in breaking] or [yes]
    return right, [a for a in (yes, *noes.values()) if a not in right] + ["yes", "no", "perhaps"]


def answers_to_table(text):
    points = page_maps.points_of(text)
    right = " ".join(f"{p.va & ~0xFFF:#x}->{p.pa & ~0xFFF:#x}" for p in points)
    return [right], [right + " 0x70000->0", right.split()[0], right + " 0x70001->0", "yes"]


def answers_to_count(text):
    sz = int(re.search(r"object of (0x\w+)", text)[1], 16)
    start = re.search(r"at virtual address (0x\w+)\.", text)
    va = int(start[1], 16) if start else 0
    pages = len({byte >> 12 for byte in (*range(va, va + sz, 512), va + sz - 1)})
    if "physical" in text:
        return [f"1 {pages}"], [f"0 {pages}", f"1 {pages + 1}", f"{pages}", f"2 {pages}"]
    return [f"{pages}", f"{pages:#x} pages"], [f"{pages + 1}", f"{pages - 1}", "many", "1 1"]


ANSWERS = {"A1": answers_to_mapping, "A2": answers_to_mapping, "A3": answers_to_table,
           "A4": answers_to_mapping, "A5": answers_to_count, "A6": answers_to_count,
           "A7": answers_to_count}


@test
def fresh_instances_pass_right_answers_and_refuse_wrong_ones():
    for name, answers_to in ANSWERS.items():
        for seed in SEEDS:
            question, key, judge = fresh_pages.make_again(name, seed)
            is_equal(key, name)
            right, wrong = answers_to(" ".join(question))
            for state, answers in ((PASSED, right), (WRONG, wrong), (NOT_YET, [""])):
                for answer in answers:
                    seen = judge(answer).state
                    assert seen == state, f"{name} {seed}: expected {state} for '{answer}': {seen}"


@test
def a_seed_makes_the_same_instance_always():
    for name in ANSWERS:
        is_equal(fresh_pages.make_again(name, 61)[0], fresh_pages.make_again(name, 61)[0])


@test
def mapping_instances_are_of_both_kinds():
    for name in ("A1", "A2", "A4"):
        kinds = [answers_to_mapping(" ".join(fresh_pages.make_again(name, seed)[0]))[0][0].split()[0]
                 for seed in SEEDS]
        assert 60 < kinds.count("yes") < 140, f"{name}: {kinds.count('yes')} of 200 are yes"


if __name__ == "__main__":
    tap.run()
    tap.end()
