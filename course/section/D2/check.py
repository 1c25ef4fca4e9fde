"""Rooms from which walks end only in blue rooms and pits."""

from section import fresh_mazes, maze, maze_answers


def check(section):
    return maze_answers.judged(section, "D2", lambda text: maze_answers.judge_d2(maze.MAZE, maze.BLUE, text))


def again(seed):
    return fresh_mazes.make_again("D2", seed)
