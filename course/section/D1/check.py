"""Rooms from which two steps reach each of four others."""

from section import fresh_mazes, maze, maze_answers


def check(section):
    return maze_answers.judged(section, "D1", lambda text: maze_answers.judge_d1(maze.MAZE, maze.BLUE | maze.RED, text))


def again(seed):
    return fresh_mazes.make_again("D1", seed)
