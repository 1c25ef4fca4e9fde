"""A plan for drones that re-route exits. The check plays it."""

from section import fresh_mazes, maze, maze_answers

START, TARGET = 9, 1  # of the drones


def check(section):
    return maze_answers.judged(section, "D5", lambda text: maze_answers.judge_d5(maze.MAZE, START, TARGET, text))


def again(seed):
    return fresh_mazes.make_again("D5", seed)
