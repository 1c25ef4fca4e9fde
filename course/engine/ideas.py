"""Answers in words: which ideas are in a text."""

import re
from dataclasses import dataclass, replace


@dataclass
class Idea:
    """name: for people who read the code. question: what to ask a student who has not had the idea;
    it leads there, and does not say it. patterns: the ways in which students say it.
    positive: what is said of it with a "not" does not count ("does not use the kernel's table").
    A pattern with a "not" of its own says what it says.
    refused: ways of saying the opposite, or what many believe wrongly; doubt: what to ask then."""
    name: str
    question: str
    patterns: tuple
    positive: bool = False
    refused: tuple = ()
    doubt: str = "is that so?"


def missing_idea(text, ideas):
    """The first idea that the text does not have, or None. If the text says its opposite, the idea's
    question is about that."""
    text = re.sub(r"(?i)^\s*(yes|no)\s+(?=(they|it|this|that|both|because|since|the)\b)", "",
                  text.replace("’", "'"))
    for idea in ideas:
        objection = _refused_words(text, idea)
        if objection:
            return replace(idea, question=f"'{objection}': {idea.doubt}")
        if not any(_says(text, pattern, idea.positive) for pattern in idea.patterns):
            return idea
    return None


def _says(text, pattern, positive):
    return any(not (positive and is_negated(text, match.start(), match.end()))
               for match in re.finditer(pattern, text, re.IGNORECASE))


def _refused_words(text, idea):
    """The words of the text that say the opposite of an idea; "" if there are none. What would be, or
    what must be made sure of, is not said to be so."""
    for pattern in idea.refused:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            start, end = match.span()
            if not is_negated(text, start, end) and not UNREAL.search(_sentence_before(text, start)):
                return match.group().strip(" ,;:.")
    return ""


# Negation

NOT = r"(?:\b(?:not|no|never|none|neither|nor|cannot|without|instead of|rather than)\b|n't\b)"
BORDER = re.compile(r"[.;:,()!?]|\b(?:but|and|or|so|because|since|while|whereas|although|though|"
                    r"which|who|if|when|then|as|just)\b", re.IGNORECASE)
# What comes between "not" and a word that it does not deny: "not fewer than n calls", "does not check
# where the caller points", "cannot avoid the switch".
HARMLESS = re.compile(r"\b(only|less|fewer|more|least|better|other|else|except|than|avoid\w*|stop\w*|"
                      r"ceas\w*|end|prevent\w*|check\w*|verif\w*|valid\w*|test\w*|ask\w*|look\w*|"
                      r"ensur\w*|car(e|es|ing)|inspect\w*|examin\w*|know\w*|matter\w*|regard\w*|whether|"
                      r"differ\w*)\b", re.IGNORECASE)
NEGATED = re.compile(rf"({NOT})((?:\W+[\w'-]+){{0,5}}?)\W*$", re.IGNORECASE)
DENIED = re.compile(r"\W*(?:\w+\W+)?(?:is|are|was|were|be)(?:n't|\s+(?:not|never|no longer))\s+(?:\w+\s+)?"
                    r"(?:needed|necessary|required|used|shared|there|true|the case|done)\b", re.IGNORECASE)
UNREAL = re.compile(r"\b(if|would|could|unless|unlike|otherwise|must|should|ought|ha(s|ve) to|needs? to|"
                    r"in order|so that|sure|ensures?|without|whereas in)\b|\w'd\b", re.IGNORECASE)


def is_negated(text, start, end):
    """Is what stands there denied, in its clause: by a "not" a few words before, or by "is not needed"
    and such behind it? Not if it has a "not" itself."""
    if re.search(NOT, text[start:end], re.IGNORECASE):
        return False
    clause = BORDER.split(text[:start])[-1]
    before = NEGATED.search(clause)
    if before and not HARMLESS.search(before.group(2)):
        return True
    return bool(DENIED.match(text[end:]))


def _sentence_before(text, start):
    return re.split(r"[.;!?]", text[:start])[-1]


# For `refused`

FEW_WORDS = (r"(?:[\s-]+(?:an?|the|any|to|for|of|make|get|use|create|new|own|fresh|separate|private|its|"
             r"their|such|other|second|page|with)){0,5}[\s-]+")
NEEDED = r"(?:needed|necessary|required)\b"


def not_needed(words):
    """Patterns that say that something is not needed. words: a pattern of what."""
    return (rf"\b(?:{words})\b[^.;,]{{0,40}}?\b(?:is|are|be)(?:n't|\s+(?:not|never|hardly|no longer))\s+"
            rf"(?:really\s+|even\s+)?{NEEDED}",
            rf"\bno(?:\s+\w+)?\s+(?:{words})\b[^.;,]{{0,30}}?\b(?:is|are)\s+{NEEDED}",
            rf"\b(?:{words})\b[^.;,]{{0,40}}?\b(?:is|are)\s+"
            r"(?:un-?necessary|un-?needed|superfluous|needless)\b",
            r"(?:\bno\s+need|\bun-?necessary|\b(?:not|never|no)\s+(?:need(?:s|ed)?|necessary|required?|"
            rf"have\s+to)|n't\s+(?:need|require|have\s+to)|\bneeds?\s+not){FEW_WORDS}(?:{words})\b")
