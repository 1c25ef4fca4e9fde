"""Part H: pipes. H1 is answers in words, and counts, which are measured anew; H2 is a pipe that is played
with by processes that do what a referee in the kernel's build tells them (guest/pipe-scenes.h)."""

import re

from frame.ideas import Idea, missing_idea
from parts.pipe_report import facts, verdict_on
from frame.build import GUEST
from frame.verdict import Stop, not_yet, passed, wrong

KERNEL = "kernel.c"
WRITER, READER = 0, 1


def _require_ideas(answer, ideas):
    """Stops the check at the first idea that the answer does not have."""
    idea = missing_idea(answer.text, ideas)
    if idea:
        raise Stop(wrong(idea.question, seen=answer.text, where=answer.where))


# H1.1

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


def check_h1_1(section):
    answer = section.answers.get("H1.1")
    _require_ideas(answer, DIFFERENCES)
    return passed("three differences: what says which pipe, where the error is, and who waits")


# H1.2

COST = (
    Idea("a call for each byte", "how many system calls does a message of n bytes take, at least, on "
         "each side?",
         (r"(calls?|times?|traps?|switch\w*|entr(y|ies)|copies|overhead|cost|trips?)\b.{0,40}"
          r"\b(for|per|by|with|on|to|of) (each|every|a|one|single|the)?\s*(single |one )?(byte|char)",
          r"\b(each|every|per|one|a|single) (single )?(byte|char\w*)\b.{0,60}"
          r"\b(call|trap|switch|entry|trip|overhead|cost)",
          r"\b(n|200|100|twice|as many|2n|2\s*\*\s*n) (\w+ )?(system |sys)?_?(calls|traps|times)",
          r"\bn (sys_?\w*|pipe)?(writes?|reads?)\b",
          r"as many (\w+ )?(calls|traps).{0,30}bytes", r"byte by byte", r"(calls?|cost).{0,30}"
          r"(grows?|proportional|scales?|linear)", r"n bytes.{0,40}\bn\b"),
         positive=True),
    Idea("what a call costs", "what does one call cost besides moving its byte: what must processor "
         "and kernel do for it, however many bytes it moves?",
         (r"switch", r"\b(user|kernel) mode", r"\btrap", r"(enter|leav|entr|into|in and out|exit)"
          r"\w*.{0,20}kernel", r"kernel (entry|crossing)", r"overhead", r"regist", r"context",
          r"check\w* (the |its |all |of )*(argument|address|pointer|buffer|permission)", r"fixed cost",
          r"round.?trip", r"cycles", r"instructions", r"protection", r"(save|restor)",
          r"schedul", r"wait\w* for the (other|reader|writer)", r"boundary", r"expensive", r"privilege",
          r"transition", r"into the kernel"), positive=True),
)

WORDS = {"one": 1, "a single": 1, "two": 2, "zero": 0}
# "1 byte", "1B", "just one", "1,024 bytes"; one number, and of nothing else than bytes
BYTES = re.compile(r"(?:only |just |at most )?(\d+(?:[,' ]\d{3})*|one|a single|two|zero)"
                   r"( ?B| ?bytes?| ?char(acter)?s?)?\b(?!.*\d)(?! \w)", re.I)


def check_h1_2(section):
    answer = section.answers.get("H1.2")
    number = BYTES.match(answer.text)
    if not number:
        return wrong("the answer is one number of bytes", expected="for example: 512 bytes",
                     seen=answer.text, where=answer.where)
    number = number[1].lower()
    if WORDS.get(number, re.sub(r"\D", "", number)) not in (1, "1"):
        return wrong(f"look in section/{KERNEL} what the two calls return when they succeed",
                     seen=answer.text, where=answer.where)
    _require_ideas(section.answers.get("H1.2.cost"), COST)
    return passed("one byte, so every byte pays for a whole call, on both sides")


# H1.3

# How often the reader's calls per byte may be the writer's, compared with what was measured here. Clocks
# and pauses differ, so only what is far away is refused.
FACTOR = 10
LEAST_RATIO = 1.5
GUESS = 8  # if nothing could be measured

POLLING = (
    Idea("the writer waits", "what does the writer do between two messages?",
         (r"\b(wait|paus|sleep|idl|rest|delay|yield)", r"wait_ticks", r"\bbetween\b.{0,40}messages?",
          r"(writ\w*|sen[dt]\w*).{0,40}(only|just) (now and then|every|once|from time)",
          r"(now and then|from time to time|every (few )?(\d )?seconds?|once in a while)",
          r"nothing (to (be )?(read|sent|written)|is (sent|written))", r"has nothing to (say|send)"),
         positive=True),
    Idea("the reader polls", "what does the reader do during that time, and what does each of these calls "
         "return?",
         (r"\bpoll", r"E_?AGAIN", r"\b(loop|spin|busy)", r"again and again", r"over and over",
          r"\b(keep|kept|continu|repeat|retr|constant|permanent|non-?stop)", r"in vain", r"all the time",
          r"tr(y|ies|ied|ying)\b", r"(calls?|reads?|asks?).{0,30}(whole|entire|all (the|that)|meanwhile)",
          r"(pipe|it) (is|was|stays|being) (still )?empty", r"empty pipe"),
         positive=True),
)


# "12,345", "12 345", "12.3 thousand"
COUNT = re.compile(r"(\d{1,3}(?:\s\d{3})+(?!\d)|\d[\d,'_]*(?:\.\d+)?)\s*(k|m|thousand|million)?\b.*?\b(\d+)\s*b(?:ytes?)?\b", re.I)
THOUSANDS = {"": 1, "k": 1000, "thousand": 1000, "m": 1000000, "million": 1000000}


def _side(section, key):
    """(calls, bytes) that the student has noted, and the answer."""
    answer = section.answers.get(key)
    match = COUNT.search(answer.text)
    if not match or int(match[3]) == 0:
        raise Stop(wrong(f"'{key}' is not of the form CALLS calls for BYTES bytes",
                         expected="for example: 99 calls for 10 bytes", seen=answer.text,
                         where=answer.where))
    calls = float(re.sub(r"[,'_\s]", "", match[1])) * THOUSANDS[(match[2] or "").lower()]
    size = int(match[3])
    if calls < size:
        raise Stop(wrong("fewer calls than bytes: this pipe cannot do that. The counts are to be those of "
                         "the pipe as it was handed out, before H2", seen=answer.text,
                         where=answer.where))
    return calls, size, answer


def _measure(section):
    """[(calls, bytes) of the writer, of the reader], with the pipe as it was handed out; None if the
    student's kernel does not get that far: that is for others to say."""
    kernel = section.kernel(around="pipe-handout.c")
    programs = {f"count{slot}": section.program("pipe-count.c", slot, f"count{slot}")
                for slot in (1, 2)}
    boot = section.boot(kernel, " ".join(programs), programs)
    sides = [[0, 0], [0, 0]]
    for fact in (facts(line) for line in boot.said() if line.startswith("counted ")):
        if fact["message"] != "0":
            side = sides[int(fact["side"])]
            side[0] += int(fact["calls"])
            side[1] += int(fact["bytes"])
    return sides if all(size for _, size in sides) else None


def _measured_ratio(section):
    """(ratio, a text about it)"""
    try:
        sides = _measure(section)
    except Stop:
        sides = None
    if not sides:
        return GUESS, ""
    writer, reader = (calls / size for calls, size in sides)
    return reader / writer, (f"here, {sides[WRITER][0]} and {sides[READER][0]} calls for "
                             f"{sides[WRITER][1]} bytes")


def check_h1_3(section):
    writer_calls, writer_bytes, writer = _side(section, "H1.3.writer")
    reader_calls, reader_bytes, reader = _side(section, "H1.3.reader")
    measured, text = _measured_ratio(section)
    noted = (reader_calls / reader_bytes) / (writer_calls / writer_bytes)
    if not max(LEAST_RATIO, measured / FACTOR) <= noted <= max(GUESS, measured) * FACTOR:
        return wrong("these counts do not fit: take both of the same message, and not of the first",
                     expected=f"the reader makes about {measured:.0f} times the writer's calls",
                     seen=f"{noted:.1f} times: {writer.text}; {reader.text}", where=reader.where,
                     details=[text] if text else [])
    _require_ideas(section.answers.get("H1.3"), POLLING)
    predicted = section.answers.prediction("H1.3.predict")
    seen = f"the reader makes about {measured:.0f} times as many"
    return passed(text and f"{text}: {measured:.0f} times as many",
                  prediction=f"you predicted: {predicted}; seen: {seen}" if predicted else "")


# H2

FUNCTIONS = "syscall_pipewrite", "syscall_piperead"
PAIR, FOUR = 2, 4  # processes
REFEREE = ("pipe-keeper.c", "pipe-referee.c", "pipe-waiting.c", "pipe-orders.c", "pipe-judge.c", "pipe-report.c", "pipe-scenes.c",
           "pipe-timer.c")  # the last stands in for the machine's timer


def _code(path, function):
    """The function's code, without comments and spaces; "" if there is no such function."""
    match = re.search(rf"^{function}\([^;{{]*\{{.*?^\}}", path.read_text(errors="replace"), re.M | re.S)
    without_comments = re.sub(r"//[^\n]*|/\*.*?\*/", "", match[0], flags=re.S) if match else ""
    return re.sub(r"\s+", "", without_comments)


def _is_untouched(section):
    return all(_code(section.directory / KERNEL, f) == _code(GUEST / "pipe-handout.c", f)
               for f in FUNCTIONS)


def _play(section, kernel, actors):
    programs = {f"actor{slot}": section.program("pipe-actor.c", slot, f"actor{slot}")
                for slot in range(1, actors + 1)}
    return section.boot(kernel, f"{' '.join(programs)} actors={actors}", programs)


def check_h2(section):
    where = section.where(KERNEL, rf"^{FUNCTIONS[0]}\(")
    if _is_untouched(section):
        return not_yet(f"the pipe in {section.shown(KERNEL)} carries one byte at a time, and never "
                       "blocks", where=where)
    kernel = section.kernel(extra_sources=REFEREE, without=("timer",))
    verdict = None
    for actors in PAIR, FOUR:
        found = verdict_on(_play(section, kernel, actors), where)
        verdict = verdict or found
        if found.state != "passed":
            return found
    return verdict
