"""A closer look: at a page, at an address."""

import model as model_of
from page.bench import ALL, expect
from tap import test


@test
def a_click_on_a_page_lists_its_events(bench):
    bench.open(bench.small)
    events = bench.small["events"]
    touched = {}
    for i, event in enumerate(events):
        for page in model_of.pages_of_event(event):
            touched.setdefault(page, []).append(i)
    pages = bench.random.sample([page for page in touched if page < 512], 40)
    lists = bench.browser.run("return arguments[0].map((page) => weensy.pageEvents(page))", pages)
    for page, seen in zip(pages, lists):
        expect(f"events of page {page:#x}", touched[page], seen)
    page = max((page for page in touched if 0 < page < 0x40), key=lambda page: len(touched[page]))
    click_page(bench, ".physical", page)
    expect("the list's head", True, f"{len(touched[page])} events" in bench.text(".page-facts"))
    bench.browser.click(".page-list .row:not([hidden])", y=5)
    bench.settle()
    expect("a click on a row goes there", True, bench.position() in touched[page])


def click_page(bench, selector, page):
    width, height, left = bench.browser.run("""
        const b = document.querySelector(arguments[0] + " canvas").getBoundingClientRect();
        const width = Math.floor((b.width - 58) / 64);
        return [width, b.height / arguments[1], b.width - 64 * width]""", selector, 8 if selector == ".physical" else 12)
    bench.browser.click(f"{selector} canvas", x=left + (page % 64 + 0.5) * width, y=(page // 64 + 0.5) * height)
    bench.settle()


@test
def addresses_are_walked_and_refusals_named(bench):
    bench.open(bench.small)
    addresses = [0x0, 0x40000, 0x41008, 0xB8000, 0x55000, 0x100000, 0x102000, 0x103FF8, 0x2FF000, 0x300000,
                 0x7FFFFFFFF000] + [bench.random.randrange(0x100, 0x300) * 4096 for _ in range(20)]
    for position, model in model_of.states(bench.small, bench.random.sample(range(400, 5000), 8 if ALL else 3)):
        bench.seek(position)
        walks = bench.browser.run("return arguments[0].map((pid) => arguments[1].map((to) => weensy.walk(pid, to)))",
                                  list(model.processes), [hex(address) for address in addresses])
        for (pid, process), those in zip(model.processes.items(), walks):
            root = int(process["root"], 16)
            for address, seen in zip(addresses, those):
                found = model.translate(root, address)
                expected = {"physical": hex(found[0]) if found else None, "refused": model.refusals(root, address)}
                expect(f"walk of process {pid} to {address:#x} after event {position}", expected, seen)


@test
def a_typed_address_is_walked_in_words(bench):
    bench.open(bench.small)
    bench.seek(3000)
    bench.press("a")
    bench.browser.type(".address", "100000")
    bench.press("Enter")
    text = bench.text(".walk")
    for part in ("L4[0]", "L3[0]", "L2[0]", "L1[256]", "read-only: refuses user write, kernel write", "physical address 0x200000"):
        expect(f"{part!r} in the walk", True, part in text)
    expect("one entry is marked", 1, bench.browser.run("return document.querySelectorAll('.step.refuses').length"))
    bench.browser.run("document.querySelector('.address').value = ''")
    bench.browser.type(".address", "0x800000000000")
    bench.press("Enter")
    expect("not canonical", True, "not a canonical address" in bench.text(".walk"))
    bench.press("Escape")
    click_page(bench, ".virtual", 0x40)
    expect("a click walks, too", True, "to 0x40000" in bench.text(".walk"))


@test
def the_keyboard_alone_reaches_pages(bench):
    bench.open(bench.small)
    bench.seek(3000)
    for _ in range(40):
        bench.press("Tab")
        if bench.browser.run("return document.activeElement.classList.contains('physical')"):
            break
    bench.press("Right", "Right", "Down", "Enter")
    expect("page of the cursor", True, "page 0x42000" in bench.text(".page-facts"))
    expect("the position stays", 3000, bench.position())
    bench.press("Escape", "Right")
    expect("after Escape arrows scrub again", 3001, bench.position())
