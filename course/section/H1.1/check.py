"""How this pipe and Unix's differ: sentences that are true of one, of both or of neither."""

from engine import questions
from engine.forms import Malformed, one_of, words
from engine.questions import Question
from engine.verdict import passed

WHICH = "this", "unix", "both", "neither"
SENTENCES = 8  # in a question

# (true of, the sentence, where one can see that)
POOL = (
    ("unix", "Its first argument says which pipe is meant.", "sys_piperead has two arguments, buf and sz; read has three, and the first is a file descriptor"),
    ("unix", "Two processes can have one pipe, and two others another.", "here there is one pipe for all; on Unix, each call of pipe() makes a new one"),
    ("unix", "When it fails, it returns -1, whatever the error was.", "sys_piperead returns the error's number itself, such as E_AGAIN, which is -11; read returns -1"),
    ("unix", "When it has failed, the variable errno says why.", "there is no errno in user/; on Unix, read sets it"),
    ("unix", "A process that reads an empty pipe waits until another one writes.", "sys_piperead returns E_AGAIN at once; read waits, as wc does in cat | wc"),
    ("unix", "A process that writes to a full pipe waits until there is room.", "sys_pipewrite returns E_AGAIN at once; write waits"),
    ("unix", "A read of an empty pipe returns 0 when no process can write to it any more.", "sys_piperead does not know who can write, and returns E_AGAIN for ever; on Unix, 0 is the end of the file"),
    ("this", "Every process that runs can write into the pipe.", "there is one pipe, for all; on Unix a process needs a descriptor of it"),
    ("this", "When it fails, its result says which error it was.", "sys_piperead returns E_AGAIN or E_FAULT; read returns -1 for each error"),
    ("this", "A program that finds the pipe empty has to call again and again until something comes.", "look at receive in user/pipereader.c; on Unix, one call of read is enough, since it waits"),
    ("this", "A write never moves more than one byte.", "sys_pipewrite returns at most 1; a Unix pipe holds thousands of bytes"),
    ("both", "When it succeeds, it returns the number of bytes that it moved.", "sys_pipewrite and write both do"),
    ("both", "It may move fewer bytes than it was asked for, and that is not an error.", "here it moves one; on Unix, a read returns what is there"),
    ("both", "What was written first is read first.", "both are queues"),
    ("both", "If the buffer is not memory that the process can use, it fails.", "with E_FAULT here, and EFAULT on Unix"),
    ("both", "Once a process has read a byte, no other process can read it.", "a read takes bytes out"),
    ("neither", "A read returns one message, as it was written.", "a pipe carries bytes, and does not know where a message ends"),
    ("neither", "A write to a full pipe overwrites the oldest bytes.", "here it returns E_AGAIN, on Unix it waits; nothing is lost"),
    ("neither", "A read leaves the bytes in the pipe.", "it takes them out"),
    ("neither", "The kernel adds a newline after each piece that a process writes.", "pipewriter puts it there itself"),
)
FORM = f"one word for each sentence, in order: {', '.join(WHICH)}"
EXAMPLE = "this both unix neither this both unix both"
QUESTION = "H1.1"


def check(section):
    questions.require_right(section, QUESTION, ask)
    return passed("that is what the two pipes have in common, and where they differ")


def again(seed):
    return questions.again(QUESTION, ask, seed)


def ask(_section, chance):
    """Sentences for a question: each of the four words is right at least once."""
    chosen = [chance.choice([one for one in POOL if one[0] == which]) for which in WHICH]
    chosen += chance.sample([one for one in POOL if one not in chosen], SENTENCES - len(chosen))
    chance.shuffle(chosen)
    text = ["Is it true of this pipe, as it is handed out; of a Unix pipe, with write and read; of both; "
            "or of neither?",
            *(f"  {i}. {sentence}" for i, (_, sentence, _) in enumerate(chosen, 1))]
    return Question(text, FORM, EXAMPLE, lambda answer: judge(chosen, answer),
                    lambda guess: " ".join(guess.choice(WHICH) for _ in chosen))


def judge(chosen, answer):
    said = [one_of(word, WHICH) for word in words(answer)]
    if len(said) != len(chosen):
        raise Malformed(f"there are {len(chosen)} sentences, but {len(said)} words")
    for i, (word, (truth, _, seen)) in enumerate(zip(said, chosen), 1):
        if word != truth:
            return f"sentence {i} is not true of '{word}': {seen}"
    return None
