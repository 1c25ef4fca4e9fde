"""The page in its surroundings: windows of all sizes, names for people who cannot see, contrast, no network."""

import re
from pathlib import Path

from page.bench import expect
from tap import test


@test
def it_fits_windows_of_all_sizes(bench):
    bench.open(bench.small)
    bench.seek(3000)
    for width, height in ((800, 600), (1280, 800), (1920, 1080)):
        bench.browser.resize(width, height)
        bench.settle()
        bench.settle()
        over = bench.browser.run("""
            const doc = document.documentElement;
            const outside = [...document.querySelectorAll(".panel, .controls > *, canvas")]
                .filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > doc.clientWidth + 1);
            return [doc.scrollWidth > doc.clientWidth, doc.scrollHeight > doc.clientHeight,
                    outside.map((e) => e.className),
                    [...document.querySelectorAll(".half, .columns")].every(
                        (e) => e.getBoundingClientRect().bottom <= doc.clientHeight)]""")
        expect(f"what is outside at {width}x{height}", [False, False, [], True], over)
    bench.browser.resize(1280, 800)


@test
def everything_that_can_be_pressed_has_a_name(bench):
    bench.open(bench.small, bench.other)
    nameless = bench.browser.run("""
        return [...document.querySelectorAll("button, input, select, [role=slider], [role=tree], [role=listbox], "
                                             + "[role=application], [tabindex]")]
            .filter((e) => !e.hidden && !(e.getAttribute("aria-label") || e.labels?.length
                                          || e.tagName === "BUTTON" && e.textContent.trim()))
            .map((e) => e.outerHTML.slice(0, 80))""")
    expect("elements without a name", [], nameless)


@test
def letters_stand_out_in_dark_and_light(bench):
    style = Path("tools/trace/page/page.css").read_text()
    dark, light = style.split("@media (prefers-color-scheme: light)")
    values = dict(re.findall(r"(--[\w-]+): (#\w+);", dark))
    for name, theme in (("dark", values), ("light", values | dict(re.findall(r"(--[\w-]+): (#\w+);", light)))):
        pairs = [("--text", "--panel", 7), ("--dim", "--panel", 4.5), ("--dim", "--page", 4.5), ("--problem", "--panel", 4.5),
                 ("--text", "--current-back", 4.5), ("--dim", "--current-back", 4.5), ("--text", "--changed-back", 4.5),
                 ("--accent", "--panel", 3), ("--changed", "--panel", 3), ("--ink-1", "--panel", 3), ("--ink-2", "--panel", 3)]
        pairs += [(f"--ink-{n}", "--panel", 4.5) for n in range(3, 17)]
        pairs += [(f"--on-fill-{n}", f"--fill-{n}", 4.5) for n in range(3, 17)]
        for ink, ground, least in pairs:
            ratio = contrast(theme[ink], theme[ground])
            if ratio < least:
                raise AssertionError(f"{name}: {ink} on {ground}: expected a contrast of {least}, seen {ratio:.1f}")
        inks = {n: theme[f"--ink-{n}"] for n in range(7, 17)}
        expect(f"{name}: what is lost or contradicts itself has the colour of no process", set(),
               {inks[7], inks[9]} & {inks[n] for n in range(10, 16)})


def contrast(one, other):
    def luminance(color):
        digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
        parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@test
def the_page_uses_no_network(bench):
    page = bench.page(bench.small, name="alone")
    bench.browser.requests()
    bench.current = None
    bench.browser.open(page)
    bench.press("Right", "End", "n", "a")
    asked = [url for url in bench.browser.requests() if url not in ("about:blank", page.resolve().as_uri())
             and not url.startswith("data:")]
    expect("addresses asked for", [], asked)
    text = page.read_text()
    expect("addresses in the page", [], re.findall(r"(?:https?:)?//[\w.-]+\.\w+/\S*", text.split('id="names"')[0]))
    expect("scripts, styles and images of others", [], re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)",
                                                                  text))
