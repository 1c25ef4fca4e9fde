// inspector.js: a closer look, in three tabs: at the current event; at a physical page, with all
// events that touched it; at a virtual address, with the walk of the page table.

class Inspector {
    constructor(half) {
        this.half = half;
        this.tab = "event";
        this.page = -1;
        this.events = [];
        this.address = NOT_AN_ADDRESS;
        this.tabs = [...half.element.querySelectorAll("[data-tab]")];
        this.tabs.forEach((tab) => tab.addEventListener("click", () => this.open(tab.dataset.tab)));
        this.list = new RowList(half.find(".page-list"), {
            height: EVENT_ROW_HEIGHT, role: "listbox", label: "Events of the page",
            draw: (row, at) => fillEventRow(row, half.trace, half.index, this.events[at]),
            choose: (at) => half.seek(this.events[at]),
        });
        half.find(".address-form").addEventListener("submit", (event) => this.submitted(event));
        this.open("event");
    }

    open(tab) {
        this.tab = tab;
        for (const button of this.tabs) {
            button.setAttribute("aria-selected", button.dataset.tab === tab);
            this.half.find(`.${button.dataset.tab}-tab`).hidden = button.dataset.tab !== tab;
        }
        this.shown = undefined;
        this.half.paintSoon();
    }

    openPage(page) {
        this.page = page;
        this.events = this.half.index.eventsOfPage(page);
        this.open("page");
    }

    openAddress(address) {
        this.address = address;
        this.half.find(".address").value = virtualText(address);
        this.open("address");
    }

    submitted(event) {
        event.preventDefault();
        const text = this.half.find(".address").value, address = typedAddress(text);
        if (address === NOT_AN_ADDRESS) {
            this.address = NOT_AN_ADDRESS;
            const message = make("p", "wrong", `“${text}” is not a canonical address`);
            this.half.find(".walk").replaceChildren(message);
        } else {
            this.half.chooseAddress(address, null);
        }
    }

    show() {
        if (this.tab === "event") {
            this.showEvent();
        } else if (this.tab === "page") {
            this.showPage();
        } else {
            this.showAddress();
        }
    }

    // This event

    showEvent() {
        const {position, trace, index} = this.half;
        if (this.shown === position) {
            return;
        }
        this.shown = position;
        const box = this.half.find(".event-tab");
        box.replaceChildren(make("p", "headline", describeEvent(trace, index, position)));
        if (position >= 0) {
            const event = trace.events[position];
            const head = `${event.kind} · tick ${trace.tick[position]} · ${whose(trace.pid[position])}`;
            box.append(make("p", "dim", head), this.buttons(event, position));
            box.append(this.facts(event, position));
            this.addFrames(box, trace.places[event.place]);
        }
    }

    // buttons(event, position)
    //    Buttons that lead from the event to what it is about.
    buttons(event, position) {
        const {half} = this, {trace, index} = half, box = make("div", "ways");
        const way = (text, go) => {
            const button = box.appendChild(make("button", "way", text));
            button.type = "button";
            button.addEventListener("click", go);
        };
        const kind = trace.kind[position], number = trace.number[position];
        if (kind === KIND.syscall && index.resultOf.has(position)) {
            way("its result", () => half.seek(index.resultOf.get(position)));
        } else if (kind === KIND.result && number >= 0) {
            way("its system call", () => half.seek(number));
        } else if (kind === KIND.count || kind === KIND.problem) {
            way(pageText(number), () => half.choosePage(number));
        } else if (kind === KIND.table || kind === KIND.untable || kind === KIND.entry) {
            way(`page ${hexadecimal(number)}`, () => half.choosePage(number / PAGE_SIZE));
        }
        if (kind === KIND.entry || kind === KIND.problem || kind === KIND.exception) {
            const text = event.va ?? event.address;
            if (isHexadecimal(text)) {
                const root = kind === KIND.entry ? half.state.tables.get(number)?.root : null;
                way(`walk to ${text}`, () => half.chooseAddress(virtualNumber(text), root ?? null));
            }
        }
        return box;
    }

    facts(event, position) {
        const {trace} = this.half, list = make("dl", "facts-list");
        const fact = (name, value) => list.append(make("dt", "", name), make("dd", "", value));
        if (trace.kind[position] === KIND.entry) {
            fact("entry", `${event.index} of page-table page ${event.table}, level ${trace.other[position]}`);
            fact("old", `${event.old}  ${bitsText(trace.oldLow[position], trace.oldHigh[position])}`);
            fact("new", `${event.new}  ${bitsText(trace.newLow[position], trace.newHigh[position])}`);
            return list;
        }
        if (trace.kind[position] === KIND.screen) {
            for (const [row, text] of Object.entries(event.rows)) {
                fact(`row ${row}`, text.trimEnd());
            }
            return list;
        }
        const {kind, tick, pid, place, ...rest} = event;
        for (const [name, value] of Object.entries(rest)) {
            const text = typeof value === "string" ? value : JSON.stringify(value);
            fact(name, text.length > 300 ? text.slice(0, 300) + " …" : text);
        }
        return list;
    }

    addFrames(box, place) {
        if (!place) {
            return;
        }
        box.append(make("p", "dim", `in ${place.program}, at ${place.address}`));
        const list = box.appendChild(make("ol", "frames"));
        const telling = tellingFrame(place);
        for (const frame of place.frames ?? []) {
            list.append(make("li", frame === telling ? "telling" : "", frameText(frame)));
        }
    }

    // Page

    showPage() {
        const {half, page} = this, facts = half.find(".page-facts");
        const known = page >= 0;
        setText(facts, known ? pageFacts(half.uses, page).join("; ")
                               + `. ${count(this.events.length)} events touched it:`
                             : "Choose a page in the drawing of physical memory.");
        const current = known ? lowerBound(this.events, half.position + 1) - 1 : -1;
        const isNew = this.shown !== half.position;
        this.shown = half.position;
        this.list.show(this.events.length, current, isNew ? Math.max(0, current) : -1);
    }

    // Address

    showAddress() {
        const {half} = this, shown = half.shownTable();
        setText(half.find(".address-of"), `of ${shown.title}`);
        if (this.address === NOT_AN_ADDRESS) {
            return;
        }
        const walk = walkAddress(half.state, shown.root, this.address);
        const text = JSON.stringify([shown.root, walk]);
        if (text !== this.shown) {
            this.shown = text;
            half.find(".walk").replaceChildren(...walkLines(walk, shown.root, this.address));
        }
    }
}

// walkLines(walk, root, address)
//    The walk as elements: each entry, where it leads, and which accesses it allows.
function walkLines(walk, root, address) {
    const isMapped = walk.physical !== NOT_AN_ADDRESS;
    return [
        make("p", "headline",
             isMapped ? `physical address ${hexadecimal(walk.physical)}` : "no physical address"),
        accessTable(walk.accesses),
        make("p", "dim", `from the root ${hexadecimal(root)} to ${virtualText(address)}`),
        ...walk.steps.map((step) => stepLine(step, walk.accesses)),
        make("p", "dim", walkNote(walk)),
    ];
}

function walkNote(walk) {
    if (walk.steps.length === 0) {
        return "The trace has no page table there.";
    }
    const note = "Processors with SMAP and SMEP also keep the kernel from users' pages.";
    return isUserPage(walk) ? note : "";
}

function stepLine(step, accesses) {
    const refused = accesses.filter((access) => access.level === step.level);
    const line = make("div", `step${refused.length ? " refuses" : ""}`);
    const entry = make("span", "step-entry", `${entryText(step.low, step.high)}  `);
    entry.append(make("span", "step-bits", bitsText(step.low, step.high)));
    line.append(make("span", "step-level", `${LEVEL_NAMES[step.level]}[${step.index}]`), entry,
                make("span", "step-words", stepText(step)));
    for (const why of new Set(refused.map((access) => access.why))) {
        const those = refused.filter((access) => access.why === why);
        const names = those.map(({who, what}) => `${who} ${what}`).join(", ");
        line.append(make("span", "step-refusal", `✗ ${why}: refuses ${names}`));
    }
    return line;
}

function accessTable(accesses) {
    const table = make("div", "accesses");
    table.append(...["", "read", "write", "execute"].map((what) => make("span", "dim", what)));
    for (const access of accesses) {
        if (access.what === "read") {
            table.append(make("span", "dim", access.who));
        }
        table.append(make("span", access.allowed ? "yes" : "no",
                          access.allowed ? "✓ yes" : `✗ no, ${LEVEL_NAMES[access.level]}`));
    }
    return table;
}
