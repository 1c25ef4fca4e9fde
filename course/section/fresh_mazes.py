"""Fresh instances of D1 to D5: a random maze of the same size, in which the same question has an
answer."""

import random

from section import maze as m
from section import maze_answers
from section.maze import PIT

ROOMS = range(1, 10)
RULES = ["Nine rooms; a walk is two steps, each chosen by a bit; a pit ends it.", ""]


def make_again(name, seed):
    """(lines of the question, key, judge of an answer's text); the same for the same seed."""
    randomness = random.Random(f"{name} {seed}")
    instance = None
    while instance is None:
        maze = random_maze(randomness)
        instance = INSTANCES[name](maze, randomness)
    question, judge = instance
    return RULES + m.table(maze) + [""] + question, name, judge


def random_maze(randomness):
    """A random maze with two or three pits. No exit leads to its own room or to where the other leads."""
    maze = {room: tuple(randomness.sample([r for r in ROOMS if r != room], 2)) for room in ROOMS}
    for room in randomness.sample(ROOMS, randomness.choice((2, 3))):
        maze = m.rerouted(maze, room, randomness.choice((0, 1)), PIT)
    return maze


# Each returns the question and the judge of answers, or None if the maze does not suit the question.

def again_d1(maze, randomness):
    targets = m.arrivals(maze, randomness.choice(ROOMS))
    if len(targets) < 4 or len(m.reaching_all(maze, targets)) > 2:
        return None
    return ([f"Name a room from which walks of exactly two steps reach all of {m.shown_rooms(targets)}."],
            lambda text: maze_answers.judge_d1(maze, targets, text))


def again_d2(maze, randomness):
    start = randomness.choice(ROOMS)
    allowed = m.arrivals(maze, start)
    if PIT not in m.ends(maze, start) or len(allowed) != 2:
        return None
    if len(m.ending_only_in(maze, allowed)) > 2:
        return None
    return ([f"Name a room from which walks end only in {m.shown_rooms(allowed)} and pits."],
            lambda text: maze_answers.judge_d2(maze, allowed, text))


def again_d3(maze, _):
    if len(m.with_fewest_arrivals(maze)) > 2:
        return None
    return (["Name a room from which walks of exactly two steps reach the fewest rooms. (A pit is not a room.)"],
            lambda text: maze_answers.judge_d3(maze, text))


def again_d4(maze, _):
    if not 1 <= len(m.reached_by_nobody(maze)) <= 3:
        return None
    return (["Which rooms does no walk reach in exactly two steps, wherever it starts?"],
            lambda text: maze_answers.judge_d4(maze, text))


def again_d5(maze, randomness):
    start, target = randomness.sample(ROOMS, 2)
    if m.fewest_rerouters(maze, start, target) != 2:
        return None
    question = f"""\
Drones start in {m.shown(start)}, one after another. Each walks, and re-routes one exit of the room it
arrives in, to any room or into a pit. How many drones does it take, at the least, until one arrives in
{m.shown(target)}, and what does each do? (N drones: BITS exit E -> R; ...; BITS)"""
    return question.splitlines(), lambda text: maze_answers.judge_d5(maze, start, target, text)


INSTANCES = {"D1": again_d1, "D2": again_d2, "D3": again_d3, "D4": again_d4, "D5": again_d5}
