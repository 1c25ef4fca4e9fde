#!/usr/bin/env python3
"""Finds again, by trying everything, what part D's text and checks say about the maze. Prints TAP."""

import itertools
import re

import tap
from tap import test
from section import fresh_mazes
from section import maze as m
from section import maze_answers
from section.maze import BLUE, MAZE, PIT, RED
from engine.places import COURSE, DESK
from engine.verdict import PASSED, WRONG


def is_equal(seen, expected):
    assert seen == expected, f"expected {expected}, seen {seen}"


# The maze

@test
def exits_are_those_of_the_issue():
    is_equal(MAZE, {1: (3, 5), 2: (7, 4), 3: (8, 0), 4: (8, 7), 5: (9, 3), 6: (8, 9), 7: (6, 9),
                    8: (7, 2), 9: (0, 6)})
    is_equal((BLUE, RED), ({6, 8}, {7, 9}))


@test
def maze_c_has_the_same_exits():
    text = (COURSE / "maze" / "maze.c").read_text()
    rows = re.findall(r"\[(\d)\] = \{(\w+), (\w+)\}", text)
    is_equal({int(room): tuple(PIT if e == "PIT" else int(e) for e in exits)
              for room, *exits in rows}, MAZE)


@test
def readme_has_the_same_exits():
    text = (DESK / "README.md").read_text()
    rows = re.findall(r"(?m)^\| #(\d)(?:, \w+)? \| (#\d|pit) \| (#\d|pit) \|$", text)
    is_equal({int(room): tuple(PIT if e == "pit" else int(e[1]) for e in exits)
              for room, *exits in rows}, MAZE)


@test
def map_has_the_same_exits():
    text = (DESK / "images" / "maze.svg").read_text()
    drawn = re.findall(r'data-from="(\d)" data-exit="([01])" data-to="(\d|pit)"', text)
    is_equal(len(drawn), 2 * len(MAZE))
    is_equal({(int(f), int(e)): PIT if t == "pit" else int(t) for f, e, t in drawn},
             {(room, e): MAZE[room][e] for room in MAZE for e in (0, 1)})


# D1 to D5, by trying everything without maze.py's questions

def two_steps(maze, start):
    """[(the room after one step, after two)]; PIT from the first pit on."""
    maze = {**maze, PIT: (PIT, PIT)}
    return [(maze[start][a], maze[maze[start][a]][b]) for a in (0, 1) for b in (0, 1)]


@test
def d1_all_of_6_to_9_are_reached_from_2_alone():
    found = {s for s in MAZE if {6, 7, 8, 9} <= {end for _, end in two_steps(MAZE, s)}}
    is_equal(found, {2})
    is_equal(m.reaching_all(MAZE, BLUE | RED), found)


@test
def d2_walks_end_in_6_8_and_pits_alone_from_5_alone():
    found = {s for s in MAZE if {end for _, end in two_steps(MAZE, s)} <= {6, 8, PIT}}
    is_equal(found, {5})
    is_equal(m.ending_only_in(MAZE, BLUE), found)


@test
def d3_fewest_rooms_from_3_5_and_9():
    ends = {s: {end for _, end in two_steps(MAZE, s)} - {PIT} for s in MAZE}
    fewest = min(map(len, ends.values()))
    is_equal({s for s in MAZE if len(ends[s]) == fewest}, {3, 5, 9})
    is_equal(m.with_fewest_arrivals(MAZE), {3, 5, 9})


@test
def d4_nobody_reaches_1_and_5():
    found = set(MAZE) - {end for s in MAZE for _, end in two_steps(MAZE, s)}
    is_equal(found, {1, 5})
    is_equal(m.reached_by_nobody(MAZE), found)


def working_plans(rerouters):
    """Plans of D5 that work, each tried as a whole: bits for every drone, and an exit and a room for
    every drone except the last."""
    found = []
    changes = list(itertools.product((0, 1), (PIT, *MAZE)))
    bits = list(itertools.product((0, 1), repeat=2))
    for drones in itertools.product(bits, repeat=rerouters + 1):
        for reroutes in itertools.product(changes, repeat=rerouters):
            if works(drones, reroutes):
                found.append((drones, reroutes))
    return found


def works(drones, reroutes):
    maze = {room: list(exits) for room, exits in MAZE.items()}
    maze[PIT] = [PIT, PIT]
    for (first, second), (exit_number, to) in zip(drones, reroutes):
        room = maze[maze[9][first]][second]
        if room in (PIT, 1):
            return False
        maze[room][exit_number] = to
    first, second = drones[-1]
    return maze[maze[9][first]][second] == 1


@test
def d5_nobody_arrives_before_two_have_rerouted():
    is_equal((working_plans(0), working_plans(1)), ([], []))
    is_equal((m.plans(MAZE, 9, 1, 0), m.plans(MAZE, 9, 1, 1)), ([], []))


@test
def d5_has_exactly_14_plans_with_two_who_reroute():
    text = lambda bits: f"{bits[0]}{bits[1]}"
    found = {(*((text(d), *r) for d, r in zip(drones, reroutes)), text(drones[-1]))
             for drones, reroutes in working_plans(2)}
    is_equal(len(found), 14)
    is_equal(set(m.plans(MAZE, 9, 1, 2)), found)


@test
def d5_one_would_do_if_passing_through_were_arriving():
    # So the text says that passing through is not arriving
    found = [(bits, e, to) for bits in m.WALKS for e in (0, 1) for to in MAZE
             for room in [m.walk(MAZE, 9, bits)[-1]] if room != PIT
             if any(1 in m.walk(m.rerouted(MAZE, room, e, to), 9, b) for b in m.WALKS)]
    is_equal(found, [("11", 0, 1), ("11", 1, 1)])


# The judges

def plan_text(plan, count=""):
    *rerouters, last = plan
    return count + "; ".join([f"{bits} exit {e} -> {to or 'pit'}" for bits, e, to in rerouters] + [last])


@test
def judge_accepts_all_14_plans_with_either_count_or_none():
    for plan in m.plans(MAZE, 9, 1, 2):
        for count in "", "2 drones: ", "3 drones: ", "three drones: ", "3: ":
            verdict = maze_answers.judge_d5(MAZE, 9, 1, plan_text(plan, count))
            assert verdict.state == PASSED, (plan_text(plan, count), verdict)
        for count in "1 drone: ", "4 drones: ":
            is_equal(maze_answers.judge_d5(MAZE, 9, 1, plan_text(plan, count)).state, WRONG)


@test
def judge_accepts_no_other_plan_of_three_drones():
    right = set(m.plans(MAZE, 9, 1, 2))
    steps = list(itertools.product(m.WALKS, (0, 1), (PIT, *MAZE)))
    for first in steps:
        for second in steps[::5]:  # a fifth: for time
            for last in m.WALKS:
                plan = first, second, last
                state = maze_answers.judge_d5(MAZE, 9, 1, plan_text(plan)).state
                is_equal((plan, state), (plan, PASSED if plan in right else WRONG))


@test
def judges_accept_no_set_of_rooms_but_a_right_one():
    judges = {lambda text: maze_answers.judge_d1(MAZE, BLUE | RED, text): [{2}],
              lambda text: maze_answers.judge_d2(MAZE, BLUE, text): [{5}],
              lambda text: maze_answers.judge_d3(MAZE, text): [{3}, {5}, {9}],
              lambda text: maze_answers.judge_d4(MAZE, text): [{1, 5}]}
    for size in range(1, 10):
        for rooms in itertools.combinations(MAZE, size):
            for judge, right in judges.items():
                state = judge(" ".join(map(str, rooms))).state
                is_equal((rooms, state), (rooms, PASSED if set(rooms) in right else WRONG))


# Fresh instances

def right_answers(judge, name, maze):
    """All answers that the judge accepts; for D5, all with two drones that re-route."""
    if name != "D5":
        texts = (" ".join(map(str, rooms)) for size in (1, 2, 3)
                 for rooms in itertools.combinations(maze, size))
    else:
        texts = {plan_text(p) for s in maze for t in maze if s != t for p in m.plans(maze, s, t, 2)}
    return [text for text in texts if judge(text).state == PASSED]


def maze_of(question):
    rows = re.findall(r"#(\d) +(#\d|a pit) +(#\d|a pit)$", "\n".join(question), re.M)
    return {int(r): tuple(PIT if e == "a pit" else int(e[1]) for e in exits) for r, *exits in rows}


@test
def fresh_instances_have_answers_and_nine_rooms():
    for name in fresh_mazes.INSTANCES:
        for seed in range(2 if name == "D5" else 25):
            question, key, judge = fresh_mazes.make_again(name, seed)
            maze = maze_of(question)
            is_equal((key, sorted(maze)), (name, list(range(1, 10))))
            assert right_answers(judge, name, maze), f"{name} with seed {seed} has no answer"


@test
def fresh_instances_are_the_same_for_the_same_seed_and_differ_for_others():
    for name in fresh_mazes.INSTANCES:
        questions = [fresh_mazes.make_again(name, seed)[0] for seed in (1, 1, 2)]
        assert questions[0] == questions[1] != questions[2], name


if __name__ == "__main__":
    tap.run()
    tap.end()
