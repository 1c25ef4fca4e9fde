"""How this pipe differs from Unix's."""

from engine.ideas import Idea
from section.pipe_answers import require_ideas
from engine.verdict import passed

HERE = (r"(?<!unix )(?<!unix, )\b(both|these|ours|sys_pipe\w*|here|weensy\w*)( system)?( calls?)?( of \w+)?"
        r"( do| will| also| too)*")
ALIKE = (r"(\b(no|not an?|hardly any) (\w+ )?differen\w+|\bnot differ\w*|n't differ\w*|"
         r"\b(none|nor|the same|equal|alike)) (is |are )?(in|about|of|for|with|as|at|concerning|between)"
         r"( \w+){0,3} ")

DIFFERENCES = (
    Idea("no descriptor", "what do Unix's read and write get as their first argument, and what do "
         "these calls get instead: how does a process say which pipe it means?",
         (r"descriptor", r"\bfds?\b", r"\bfile (number|handle)", r"\bhandle",
          r"(one|single|same|global) (global )?pipe", r"which pipe", r"pipe\(\)",
          r"first argument"),
         refused=(ALIKE + r"(fds?|file descriptor|descriptor)s?\b",
                  HERE + r" (take|use|have|need|want|get|require)s?( an?| the)?( file)? "
                  r"(fds?|descriptors?)\b",
                  r"\b(fds?|descriptors?|first argument)s? (is|are) (the )?(same|equal|identical)"),
         doubt="compare the declarations: read(fd, buf, count), and sys_piperead in user/u-syscall.h"),
    Idea("errors", "how does a program learn which error it was, here, and on Unix?",
         (r"errno", r"negative", r"error (code|number)s? (is|are|as|in|directly|itself)",
          r"(return|give)s?.{0,30}(E_\w+|error)", r"(instead of|not|rather than) (just )?-1"),
         refused=(ALIKE + r"(errno|errors?|error codes?)\b",
                  HERE + r" (set|use|have|need|fill|change)s?( the)?( variable| global)? errno\b",
                  r"\b(errno|errors?( codes?)?) (is|are)( told| reported| returned)? "
                  r"(the )?(same|equal|identical)"),
         doubt="where does pipereader learn that it is to try again, and where would a program on Unix?"),
    Idea("no blocking", "what does Unix's read do on an empty pipe whose writer will write in a "
         "minute, and what does sys_piperead do?",
         (r"block", r"E_?AGAIN", r"\b(do|does|will)(n't| not| never) (ever )?wait",
          r"never waits?\b", r"\bwait", r"sleep", r"right away|immediately|at once"),
         refused=(ALIKE + r"(block|wait)\w*",
                  HERE + r" (block|wait|sleep)s?\b(?! (no|none|never))",
                  r"\bneither( \w+){0,3} (blocks?|waits?)\b",
                  r"\bunix\w*('s)?( calls?| pipes?| read| write| and)* "
                  r"(never|do not|does not|don't|doesn't) (block|wait)s?\b"),
         doubt="what does sys_piperead return from an empty pipe, and when?"),
)


def check(section):
    answer = section.answers.get("H1.1")
    require_ideas(answer, DIFFERENCES)
    return passed("three differences: what says which pipe, where the error is, and who waits")
