"""Fresh instances of A1 to A7, which one line on paper answers. The same seed always makes the same
instance."""

import random
import re

from section.page_counts import count_pages
from section.page_maps import PAGESIZE, hexadecimal, judge_table, pairs_of, play, points_of
from engine.forms import NUMBER, Malformed, number_of
from engine.verdict import not_yet, passed, wrong

FORM_OF_MAPS = ("Answer `yes` and a page map, virtual page number -> physical page number,",
                "such as `yes 0x7->0x2 0x8->0`; or `no` and the address of the point that",
                "breaks it, such as `no 0x7123`.")


def make_again(name, seed):
    """An instance of an exercise: the lines of the question, the key of the answer, and a function
    from an answer's text to a Verdict."""
    chance = random.Random(f"{name} {seed}")
    makers = {"A1": _mapping, "A2": _mapping, "A3": _table, "A4": _mapping, "A5": _aligned_object,
              "A6": _physical_pages, "A7": _any_object}
    question, judge = makers[name](name, chance)

    def judge_line(text):
        text = re.sub(rf"^\s*{name}\s*:", "", text).strip()  # with the key or without
        return judge(text) if text else not_yet("no answer yet")
    return question, name, judge_line


# A1, A2, A4: can this be a mapping function?

def _mapping(name, chance):
    pages = {"A1": _points_two_in_a_page, "A2": _points_at_a_border, "A4": _points_many_to_one}
    pairs = pages[name](chance)
    if chance.random() < 0.5:
        pairs = _break_one(name, pairs, chance)
    chance.shuffle(pairs)
    text = ", ".join(f"P({hexadecimal(va)}) = {hexadecimal(pa)}" for va, pa in pairs)
    question = ["Can this be a mapping function of x86-64?", f"    {text}", *FORM_OF_MAPS]
    return question, lambda answer: play(points_of(text), answer)


def _pages(chance, number):
    """Small page numbers, all different."""
    return chance.sample(range(0x60), number)


def _offset(chance):
    return chance.choice((0, 1, 0x10, 0xFFF, chance.randrange(PAGESIZE)))


def _two_offsets(chance):
    return chance.sample((0, 1, 0x10, 0x800, 0xFFE, 0xFFF, chance.randrange(0x20, 0x700)), 2)


def _points_two_in_a_page(chance):
    one, other = _pages(chance, 2)
    to_one, to_other = _pages(chance, 2)
    offsets = [(one, to_one, offset) for offset in _two_offsets(chance)]
    return [(page * PAGESIZE + offset, to * PAGESIZE + offset)
            for page, to, offset in offsets + [(other, to_other, _offset(chance))]]


def _points_at_a_border(chance):
    """The last byte of a page, and the first of the next."""
    page = chance.randrange(0x60)
    before, behind = _pages(chance, 2)
    return [(page * PAGESIZE + PAGESIZE - 1, before * PAGESIZE + PAGESIZE - 1),
            ((page + 1) * PAGESIZE, behind * PAGESIZE)]


def _points_many_to_one(chance):
    to, offset = chance.randrange(0x60), _offset(chance)
    return [(page * PAGESIZE + offset, to * PAGESIZE + offset) for page in _pages(chance, 3)]


def _break_one(name, pairs, chance):
    """The same points with one physical address changed: its offset, or (for two points in a page)
    its page."""
    number = chance.randrange(2 if name == "A1" else len(pairs))
    va, pa = pairs[number]
    if name == "A1" and chance.random() < 0.5:
        pa = (pa + PAGESIZE * chance.randrange(1, 0x10)) % (PAGESIZE * 0x70)
    else:
        offset = (pa % PAGESIZE + chance.choice((1, 2, 0x10, PAGESIZE // 2))) % PAGESIZE
        pa = pa - pa % PAGESIZE + offset
    return pairs[:number] + [(va, pa)] + pairs[number + 1:]


# A3: the calls of vmiter_map, on paper

def _table(_, chance):
    points = []
    offsets = [0, chance.randrange(1, 0x100), chance.randrange(1, PAGESIZE)]
    chance.shuffle(offsets)
    for page, to, offset in zip(_pages(chance, 3), _pages(chance, 3), offsets):
        points.append(f"P({hexadecimal(page * PAGESIZE + offset)}) = "
                      f"{hexadecimal(to * PAGESIZE + offset)}")
    text = ", ".join(points)
    question = ["A page table is empty. Which calls of",
                "    vmiter_map(vmiter_at(pt, va), pa, PTE_P | PTE_W)",
                "make it map these addresses, and no other page?", f"    {text}",
                "Answer with va->pa for each call, in order, such as `0x7000->0x2000 0x9000->0`."]
    return question, lambda answer: _play_calls(points_of(text), answer)


def _play_calls(points, text):
    """Applies the calls to an empty table, as vmiter_map would."""
    try:
        calls = pairs_of(text.replace("`", ""))
        if not calls:
            raise Malformed("it must be pairs such as 0x7000->0x2000")
    except Malformed as problem:
        return wrong(f"the answer cannot be played: {problem}")
    table = {}
    for va, pa in calls:
        for address in (va, pa):
            if address % PAGESIZE:
                return wrong(f"vmiter_map panics: {hexadecimal(address)} is not page-aligned")
        table[va] = pa
    verdict = judge_table(points, table, "your table") or passed("your table gives every point")
    if verdict.expected:
        verdict.details = [f"expected {verdict.expected}, seen {verdict.seen}"]
    return verdict


# A5 to A7: numbers

def _numbers_in(text, how_many):
    """As many numbers as were asked for; Malformed if there are more or fewer."""
    numbers = [number_of(n) for n in re.findall(NUMBER, text)]
    if len(numbers) != how_many:
        raise Malformed(f"it must be {how_many} numbers" if how_many > 1 else "it must be one number")
    return numbers


def _judge_numbers(text, right, names, hint):
    """right: the numbers; names: what each is; hint: a line for a wrong answer."""
    try:
        given = _numbers_in(text, len(right))
    except Malformed as problem:
        return wrong(f"the answer cannot be read: {problem}, decimal or hexadecimal with 0x")
    for number, wanted, name in zip(given, right, names):
        if number != wanted:
            return wrong(f"{number}{name} is too {'many' if number > wanted else 'few'}",
                         details=[hint])
    return passed("right")


def _aligned_size(chance):
    """A size near an edge: whole pages, or a few bytes more or less."""
    pages = chance.randrange(1, 0x20)
    return pages * PAGESIZE + chance.choice((0, 0, 1, -1, chance.randrange(1, PAGESIZE)))


def _bytes_line(va, sz):
    return f"its first byte is at {hexadecimal(va)}, its last at {hexadecimal(va + sz - 1)}"


def _aligned_object(_, chance):
    sz = _aligned_size(chance)
    question = [f"An object of {sz:#x} bytes starts at a page-aligned virtual address.",
                "How many virtual pages does it overlap? Answer with a number."]
    hint = "if it starts at 0, " + _bytes_line(0, sz)
    return question, lambda text: _judge_numbers(text, [count_pages(0, sz)], [""], hint)


def _physical_pages(_, chance):
    sz = _aligned_size(chance)
    question = [f"An object of {sz:#x} bytes starts at a page-aligned virtual address, and",
                "every page of it is mapped. What is the smallest number of physical pages",
                "that it can lie on, and what is the largest?",
                "Answer with both numbers, the smallest first, such as `7 9`."]
    hint = "a mapping function may give several virtual pages the same physical page, but need not"
    return question, lambda text: _judge_numbers(text, [1, count_pages(0, sz)],
                                                 [" at the least", " at the most"], hint)


def _any_object(_, chance):
    """Starts and ends at, just before or just after a border, or anywhere."""
    va = chance.randrange(1, 0x40) * PAGESIZE + chance.choice(
        (0, 1, PAGESIZE - 1, PAGESIZE - 2, chance.randrange(PAGESIZE)))
    end = (va // PAGESIZE + chance.randrange(1, 0x12)) * PAGESIZE
    end = max(end + chance.choice((0, 0, 1, -1, chance.randrange(PAGESIZE))), va + 1)
    sz = end - va
    question = [f"An object of {sz:#x} bytes starts at virtual address {va:#x}.",
                "How many virtual pages does it overlap? Answer with a number."]
    return question, lambda text: _judge_numbers(text, [count_pages(va, sz)], [""],
                                                 _bytes_line(va, sz))
