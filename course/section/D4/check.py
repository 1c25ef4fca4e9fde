"""Rooms in which no walk of two steps ends."""

from section import fresh_mazes, maze, maze_answers


def check(section):
    return maze_answers.judged(section, "D4", lambda text: maze_answers.judge_d4(maze.MAZE, text))


def again(seed):
    return fresh_mazes.make_again("D4", seed)
