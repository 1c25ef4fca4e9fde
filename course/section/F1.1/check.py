"""How a program learns that sys_spawn fails."""

from engine.ideas import missing_idea
from section.spawn_ideas import HOW_SPAWN_FAILS
from engine.verdict import passed, wrong


def check(section):
    answer = section.answers.get("F1.1")
    idea = missing_idea(answer.text, HOW_SPAWN_FAILS)
    if idea:
        return wrong(f"there is one more sign. {idea.question}", where=answer.where,
                     seen=answer.text)
    return passed("it returns -1, and Alice never says a word")
