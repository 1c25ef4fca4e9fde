"""The forms of answers: numbers, names, lists. They are read strictly, since a check must not guess what an answer says.
An answer without its form is Malformed: the check tells the student the form, and does not count the try."""

import re

from engine.verdict import Stop, wrong

NUMBER = r"(?<![0-9A-Za-z_])(?:0[xX][0-9a-fA-F]+|[0-9]+)(?![0-9A-Za-z_])"

MOST_DIGITS = 66  # of a number


class Malformed(Exception):
    """An answer does not have its form. The text says what is wrong with it."""


def read(answer, reader):
    """What reader(text) makes of an answer; stops the check if the answer does not have its form."""
    try:
        return reader(answer.text)
    except Malformed as problem:
        raise Stop(wrong(f"'{answer.key}:' does not have its form: {problem}", seen=answer.text,
                         where=answer.where)) from None


def words(text):
    """The words of a list: "a, b and c" has three."""
    return [word for word in re.split(r"[\s,;]+", text.strip(" .;`")) if word and word.lower() != "and"]


def number(text):
    """The value of "4096", "4,096" or "0x1000"."""
    text = text.strip(" .;,`")
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", text):
        text = text.replace(",", "")
    if not re.fullmatch(NUMBER, text):
        raise Malformed(f"'{text}' is not a number: hexadecimal ones start with 0x")
    return number_of(text)


def number_of(text):
    """The value of a text that NUMBER matches, which must have at most 64 bits."""
    value = int(text, 16 if text[:2] in ("0x", "0X") else 10) if len(text) <= MOST_DIGITS else 1 << 64
    if value >= 1 << 64:
        raise Malformed(f"{text[:MOST_DIGITS]} has more than 64 bits")
    return value


def yes_or_no(text):
    """True for yes, False for no."""
    word = text.strip(" .;,!`").lower()
    if word not in ("yes", "no"):
        raise Malformed("the answer must be yes or no, and nothing more")
    return word == "yes"


def subset(text, known):
    """The set of the names in a list, all of them from `known`; "none" is the empty one."""
    found = words(text)
    if [word.lower() for word in found] in (["none"], ["nothing"]):
        return set()
    if not found:
        raise Malformed("a list of names is missing; if it is empty, write none")
    return {one_of(word, known) for word in found}


def one_of(word, known):
    """The name from `known` that a word is, in upper or lower case."""
    for name in known:
        if word.lower() == name.lower():
            return name
    raise Malformed(f"'{word}' is not one of {', '.join(known)}")


def parts(text, count, separator=";"):
    """The parts of "one; two", which must be `count`."""
    found = [part.strip() for part in text.strip(" .;`").split(separator)]
    if len(found) != count:
        raise Malformed(f"the answer has {count} parts with '{separator}' between them, but this one has {len(found)}")
    return found


def numbers(text):
    """The set of numbers in a list; "none" is the empty one."""
    found = words(text)
    if not found:
        raise Malformed("a list of numbers is missing; if it is empty, write none")
    return set() if [word.lower() for word in found] in (["none"], ["nothing"]) else {number(word) for word in found}


def some_of(names, chance):
    """A list of some of these names, at random, in the form that subset() reads."""
    return ", ".join(name for name in names if chance.random() < 0.5) or "none"
