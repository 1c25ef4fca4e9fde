"""The room from which walks lead into the fewest others."""

from section import fresh_mazes, maze, maze_answers


def check(section):
    return maze_answers.judged(section, "D3", lambda text: maze_answers.judge_d3(maze.MAZE, text))


def again(seed):
    return fresh_mazes.make_again("D3", seed)
