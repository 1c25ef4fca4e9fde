"""Mapping functions on paper. Their points are P(va) = pa. An answer is a page map that gives them
("yes 0x3->0x19", virtual page number -> physical page number), or a point that no page map can
give ("no 0x1000"). The check plays the answer."""

import re
from dataclasses import dataclass

from engine.forms import NUMBER, Malformed, number_of
from engine.verdict import passed, wrong

PAGESIZE = 4096
VIRTUAL_PAGES = 2 ** 36    # of a 48-bit address space: half of them low, half of them high
PHYSICAL_PAGES = 2 ** 40   # physical addresses have at most 52 bits

PAIR = re.compile(rf"({NUMBER})\s*(?:-+>|=>|→|:)\s*(?:physical\s+)?(?:page\s+)?({NUMBER})", re.I)
BETWEEN_PAIRS = re.compile(r"[\s,;.&|(){}\[\]]+|\b(?:and|map|with|by|virtual|pages?)\b", re.I)


def hexadecimal(number):
    """0x1f000; and 0, which is the same in any base."""
    return f"{number:#x}" if number else "0"


@dataclass(frozen=True)
class Point:
    """P(va) = pa, and how the exercise writes it."""
    va: int
    pa: int
    text: str

    page = property(lambda self: self.va // PAGESIZE)
    offset = property(lambda self: self.va % PAGESIZE)
    physical_page = property(lambda self: self.pa // PAGESIZE)
    physical_offset = property(lambda self: self.pa % PAGESIZE)


def points_of(text):
    """The points in "P(0) = 0, P(0x3009) = 0x19009"."""
    return [Point(number_of(m[1]), number_of(m[2]), m[0])
            for m in re.finditer(rf"P\(({NUMBER})\) = ({NUMBER})", text)]


def pairs_of(text):
    """[(a, b), ...] of "a->b c->d"; Malformed if there are other numbers, or an arrow without two."""
    pairs = [(number_of(a), number_of(b)) for a, b in PAIR.findall(text)]
    rest = BETWEEN_PAIRS.sub(" ", PAIR.sub(" ", text)).split()
    if any(re.search(r"\d|->|=>|→", word) for word in rest):  # words alone are a remark
        raise Malformed(f"'{' '.join(rest)}' is not part of a page map: a page map is pairs such as "
                        "0x7->0x2, with 0x before hexadecimal numbers")
    return pairs


def play(points, text, where=""):
    """The verdict on the answer `text` to "can this be a mapping function?"."""
    text = re.sub(r"\s#.*", "", text).replace("`", "").strip()
    match = re.match(r"(yes|no)\b[\s,.:;!-]*(.*)", text, re.I | re.S)
    try:
        if not match:
            raise Malformed("an answer must start with yes or no")
        how = _play_yes if match[1].lower() == "yes" else _play_no
        verdict = how(points, match[2])
    except Malformed as problem:
        verdict = wrong(f"the answer cannot be played: {problem}", seen=text,
                        expected="yes PAGE->PAGE ... (page numbers), or no ADDRESS")
    verdict.where = where
    return verdict


# Yes: the page map is applied to every point.

def _play_yes(points, text):
    pairs = pairs_of(text)
    if not pairs:
        raise Malformed("after yes, give the page map, such as 0x7->0x2")
    page_map = {}
    for page, physical_page in pairs:
        _check_range(page, physical_page)
        if page_map.setdefault(page, physical_page) != physical_page:
            return wrong(f"your map sends virtual page {hexadecimal(page)} to two physical pages, "
                         f"{hexadecimal(page_map[page])} and {hexadecimal(physical_page)}; "
                         "a mapping function has one value for each address")
    outcomes = [(point, _apply(page_map, point)) for point in points]
    details = [_outcome_line(page_map, point, pa) for point, pa in outcomes]
    for point, pa in outcomes:
        if pa != point.pa:
            return _wrong_yes(page_map, points, point, pa, details)
    return passed("your map gives every point")


def _check_range(page, physical_page):
    low = page < VIRTUAL_PAGES // 2
    high = 2 ** 52 - VIRTUAL_PAGES // 2 <= page < 2 ** 52
    if not low and not high:
        raise Malformed(f"there is no virtual page number {hexadecimal(page)}")
    if physical_page >= PHYSICAL_PAGES:
        raise Malformed(f"there is no physical page number {hexadecimal(physical_page)}")


def _apply(page_map, point):
    """The physical address that the map gives for the point's address; None if it maps no such page."""
    if point.page not in page_map:
        return None
    return page_map[point.page] * PAGESIZE + point.offset


def _outcome_line(page_map, point, pa):
    start = (f"asked for {point.text}; virtual page {hexadecimal(point.page)}, "
             f"offset {point.offset:#05x}: ")
    if pa is None:
        return start + "not in your map"
    return (start + f"physical page {hexadecimal(page_map[point.page])}, same offset: "
            f"{hexadecimal(pa)}")


def _wrong_yes(page_map, points, point, pa, details):
    if _are_addresses(page_map, points):
        far = max(points, key=lambda p: p.va)
        message = ("your map seems to consist of addresses; a page map consists of page numbers: "
                   f"address {hexadecimal(far.va)} lies in page number {hexadecimal(far.page)}")
    elif pa is None:
        message = (f"your map says nothing about virtual page {hexadecimal(point.page)}, in which "
                   f"{hexadecimal(point.va)} lies")
    else:
        message = f"your map does not give {point.text}"
    return wrong(message, expected=point.text,
                 seen=f"P({hexadecimal(point.va)}) = {hexadecimal(pa)}" if pa is not None
                 else "not mapped", details=details)


def _are_addresses(page_map, points):
    """Would the map be right if its numbers were addresses of pages?"""
    if any(number % PAGESIZE for pair in page_map.items() for number in pair):
        return False
    pages = {page // PAGESIZE: physical // PAGESIZE for page, physical in page_map.items()}
    return all(_apply(pages, point) == point.pa for point in points)


# No: the address must be that of a point that no page map can give.

NEXT_NUMBER = re.compile(rf"\)?(?:\s*[,;&/]\s*|\s+(?:and|or)\s+|\s+)(?:P\()?({NUMBER})", re.I)


def _addresses(points, text):
    """The first number, and those right after it that are addresses of points: an answer that names
    several means each of them."""
    match = re.search(NUMBER, text)
    if not match:
        raise Malformed("after no, give the address of the point that breaks it, such as 0x7123")
    first, others = match[0], []
    while match := NEXT_NUMBER.match(text, match.end()):
        others.append(match[1])
    return [first] + [other for other in others if number_of(other) in {p.va for p in points}]


def _play_no(points, text):
    reasons = []
    for address in _addresses(points, text):
        point = next((p for p in points if p.va == number_of(address)), None)
        if point is None:
            return wrong(f"P({address}) is not one of the points: name the address of one of "
                         f"the points, {', '.join(p.text for p in points)}")
        reason = obstacle(points, point)
        if not reason:
            return wrong(f"{point.text} is not what breaks it: the offset in the page, "
                         f"{point.offset:#05x}, stays the same, and no other point wants another "
                         "physical page for that virtual page")
        reasons.append(f"{point.text}: {reason}")
    return passed(f"{reasons[0]}")


def obstacle(points, point):
    """Why no page map can give this point together with the others, as text; "" if one can."""
    if point.offset != point.physical_offset:
        return (f"the offset {point.offset:#05x} would have to stay {point.offset:#05x}, and it "
                f"is {point.physical_offset:#05x}")
    for other in points:
        if other.page == point.page and other.physical_page != point.physical_page:
            return (f"virtual page {hexadecimal(point.page)} would have to lie in physical page "
                    f"{hexadecimal(point.physical_page)}, and for {other.text} in "
                    f"{hexadecimal(other.physical_page)}")
    return ""


# Tables: does a list of mappings, page by page, give the points?

def judge_table(points, table, name):
    """None if `table`, {page-aligned va: page-aligned pa}, maps the pages of the points as the points
    need, and nothing else; else a verdict. name: what the messages call the table."""
    for point in points:
        start = point.va - point.offset
        if start not in table:
            return wrong(f"{hexadecimal(point.va)} is not mapped in {name}", expected=point.text,
                         seen="not mapped")
        pa = table[start] + point.offset
        if pa != point.pa:
            return wrong(f"{name} does not give {point.text}: the page at {hexadecimal(start)} is "
                         f"mapped to {hexadecimal(table[start])}", expected=point.text,
                         seen=f"P({hexadecimal(point.va)}) = {hexadecimal(pa)}")
    wanted = {point.va - point.offset for point in points}
    for va, pa in sorted(table.items()):
        if va not in wanted:
            return wrong(f"{name} maps a page that no point needs, at {hexadecimal(va)}",
                         expected="nothing there", seen=f"{hexadecimal(va)} -> {hexadecimal(pa)}")
    return None


def play_answer(section, key, points):
    """The verdict on the answer `key` to the question about these points, a text."""
    answer = section.answers.get(key)
    return play(points_of(points), answer.text, answer.where)
