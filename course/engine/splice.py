"""Replaces some definitions of a C file: this is how a variant becomes part of a student's file.

A variant is C, too: definitions, in any order. A definition that the file also has (a function, a variable, a struct of
the same name) replaces the file's; a new one goes before the next that replaces something. An #include joins the
others. Definitions that the variant is to be without are removed. Where the file leaves a place to its reader,
"// Exercise B1: your code here", a variant may have that line, followed by the code for that place."""

import re
from dataclasses import dataclass

MARK = re.compile(r"[ \t]+// Exercises? .*: your \w+ here")
TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|.""", re.S)


@dataclass
class Item:
    """name: "include", "mark ...", or a definition's name; a prototype's ends in ";". start, end: where it is."""
    name: str
    text: str
    start: int
    end: int


def items(text):
    """The items at the top level of C code, without comments."""
    found, at = [], 0
    while at < len(text):
        mark = MARK.match(text, at)
        if mark:
            end = _end_of_mark(text, mark.end())
        elif text[at].isspace():
            at += 1
            continue
        elif text.startswith(("//", "/*"), at):
            at = TOKEN.match(text, at).end()
            continue
        elif text[at] == "#":
            end = re.compile(r"(?:\\\n|[^\n])*").match(text, at).end()
        else:
            end = _end_of_definition(text, at)
        found.append(Item(_name(text[at:end]), text[at:end], at, end))
        at = end
    return found


def _end_of_mark(text, at):
    """The code after a mark ends at the next line that starts at the left margin, or at another mark."""
    match = re.compile(rf"^(?=\S|{MARK.pattern})", re.M).search(text, at)
    return match.start() if match else len(text)


def _end_of_definition(text, at):
    """The place after its `;`, or after the `}` of a function's body."""
    depth, is_function, last = 0, False, ""
    for token in TOKEN.finditer(text, at):
        c = token[0]
        if c in "({[":
            is_function = is_function or (c == "{" and depth == 0 and last == ")")
            depth += 1
        elif c in ")}]":
            depth -= 1
            if c == "}" and depth == 0 and is_function:
                return token.end()
        elif c == ";" and depth == 0:
            return token.end()
        if not c.isspace() and not c.startswith(("//", "/*")):
            last = c
    raise ValueError(f"this definition has no end: {text[at:].splitlines()[0]}")


def _name(text):
    if MARK.match(text):
        return "mark " + text.splitlines()[0].strip()
    if text.startswith("#"):
        macro = re.match(r"#define (\w+)", text)
        return f"macro {macro[1]}" if macro else "include"
    structure = re.match(r"(struct|enum|union) (\w+) \{", text)
    if structure:
        return f"{structure[1]} {structure[2]}"
    if text.startswith("typedef"):
        return re.search(r"(\w+);$", text)[1]
    head = re.match(r"[^={;]*", re.sub(r"__attribute__\(\(.*?\)\)+", "", text))[0]
    function = re.match(r"[^(\[]*?(\w+)\(", head)
    if function:
        return function[1] + (";" if text.endswith(";") else "")
    variable = re.search(r"(\w+)\s*(\[.*)?$", head.strip(), re.S)
    return variable[1] if variable else head  # a pointer to a function, for example


def replaced_in(text, variant):
    """Does the variant replace something of this text?"""
    here = {item.name for item in items(text)}
    return any(item.name in here for item in items(variant) if item.name != "include")


def splice(text, variant, without=()):
    """The text with the variant's definitions, and without the definitions of these names. Raises ValueError if the
    variant replaces nothing."""
    tops = items(text)
    here = {item.name: item for item in tops if item.name != "include"}
    marks = {match[0].strip(): match for match in re.finditer(rf"^{MARK.pattern}", text, re.M)}
    changes, waiting = [], []  # (start, end, new text); definitions that go before the next change's function
    for item in items(variant):
        if item.name == "include":
            if item.text not in text:
                at = [top.end for top in tops if top.name == "include"][-1]
                changes.append((at, at, "\n" + item.text))
            continue
        if item.name.startswith("mark "):
            mark = marks.get(item.name[len("mark "):])
            if not mark:
                raise ValueError(f"there is no '{item.name[len('mark '):]}'")
            start, end, new = mark.start(), mark.end(), item.text.rstrip()
        elif item.name in here:
            start, end, new = here[item.name].start, here[item.name].end, item.text
        else:
            waiting.append(item.text)
            continue
        around = next(top for top in tops if top.start <= start < top.end)
        before = _start_with_comment(text, around.start)
        changes.append((before, before, "".join(f"{one}\n\n" for one in waiting)))
        changes.append((start, end, new))
        waiting = []
    if not changes:
        raise ValueError("it replaces nothing")
    for gone in (here[name] for name in without if name in here):
        changes.append((_start_with_comment(text, gone.start), gone.end + 1, ""))
    for start, end, new in sorted(changes, key=lambda change: change[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text + "".join(f"\n{new}\n" for new in waiting)


def _start_with_comment(text, at):
    """Where the comment right before a definition starts."""
    lines = text[:at].splitlines(keepends=True)
    while lines and lines[-1].startswith("//"):
        at -= len(lines.pop())
    return at
