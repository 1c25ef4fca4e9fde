// state.js: the state of the machine after any event. To go forward, it applies events one by one.
// To go back, it starts at the last keyframe before. A keyframe shares its page-table pages with
// the state that it is a copy of, so a change to a shared one copies it first.

const KEYFRAME_DISTANCE = 512;
const SCREEN_ROWS = 25, SCREEN_COLUMNS = 80;

class PageTablePage {
    constructor(address, level, virtual, root) {
        Object.assign(this, {address, level, virtual, root});
        this.words = new Uint32Array(1024); // the low and the high half of entry i at 2i and 2i + 1
        this.shared = false;
    }

    copy() {
        const copy = Object.create(PageTablePage.prototype);
        return Object.assign(copy, this, {words: this.words.slice(), shared: false});
    }
}

class State {
    static atStart(trace) {
        const state = new State();
        state.tables = new Map();
        state.counts = new Int32Array(trace.pages);
        state.processes = new Map();
        state.problems = new Map(); // id of a problem: the event with which it began
        state.touched = new Set(); // the pages on which the kernel is working
        state.running = 0;
        state.tick = 0;
        readStart(trace, state);
        return state;
    }

    copy() {
        const copy = new State();
        this.tables.forEach((table) => { table.shared = true; });
        copy.tables = new Map(this.tables);
        copy.counts = this.counts.slice();
        copy.processes = new Map(this.processes);
        copy.screen = this.screen.slice();
        copy.problems = new Map(this.problems);
        copy.touched = new Set(this.touched);
        copy.running = this.running;
        copy.tick = this.tick;
        return copy;
    }

    writableTable(address) {
        let table = this.tables.get(address);
        if (table?.shared) {
            table = table.copy();
            this.tables.set(address, table);
        }
        return table;
    }

    // apply(trace, i)
    //    Applies event i. Events of unknown kinds change nothing.
    apply(trace, i) {
        this.tick = trace.tick[i];
        if (isBoundary(trace, i)) {
            this.touched.clear();
        }
        appliers[trace.kind[i]]?.(this, trace, i);
    }

    // touch(low, high, level, pages)
    //    Notes that the kernel is working on the pages to which an entry leads.
    touch(low, high, level, pages) {
        if (low & PRESENT) {
            const first = entryAddress(low, high) / PAGE_SIZE;
            const end = first + (entryIsLarge(low, level) ? entrySpan(level) / PAGE_SIZE : 1);
            for (let page = first; page < Math.min(end, pages); ++page) {
                this.touched.add(page);
            }
        }
    }
}

// isBoundary(trace, i)
//    Has the kernel finished, at event i, what it was doing before? Until then a page may have a
//    count but no reference yet, and nothing is wrong.
const BOUNDARIES = ["syscall", "exception", "tick", "result", "switch", "problem", "solved"].map((name) => KIND[name]);

function isBoundary(trace, i) {
    return BOUNDARIES.includes(trace.kind[i]) || (trace.kind[i] === KIND.end && trace.events[i].how === "ended");
}

function readStart(trace, state) {
    const start = trace.start;
    for (const [address, page] of Object.entries(start.tables ?? {})) {
        const table = new PageTablePage(physicalNumber(address), page.level, virtualNumber(page.va),
                                        physicalNumber(page.root));
        for (const [index, entry] of Object.entries(page.entries ?? {})) {
            table.words[2 * index] = lowHalf(entry);
            table.words[2 * index + 1] = highHalf(entry);
        }
        state.tables.set(table.address, table);
    }
    Object.entries(start.counts ?? {}).forEach(([page, count]) => { state.counts[page] = count; });
    (start.processes ?? []).forEach((process) => setProcess(state, process));
    state.screen = Array.from({length: SCREEN_ROWS}, (_, row) => String(start.screen?.[row] ?? ""));
}

function setProcess(state, process) {
    if (process.state === "free") {
        state.processes.delete(process.of);
    } else {
        state.processes.set(process.of, {
            pid: process.of, program: String(process.program ?? "?"), state: process.state,
            root: physicalNumber(process.root), start: virtualNumber(process.start),
            end: virtualNumber(process.end),
        });
    }
}

const appliers = [];
appliers[KIND.switch] = (state, trace, i) => {
    state.running = trace.number[i];
};
appliers[KIND.process] = (state, trace, i) => {
    setProcess(state, trace.events[i]);
};
appliers[KIND.table] = (state, trace, i) => {
    const event = trace.events[i], address = trace.number[i];
    state.tables.set(address, new PageTablePage(address, event.level, virtualNumber(event.va),
                                                trace.other[i]));
    state.touched.add(address / PAGE_SIZE);
};
appliers[KIND.untable] = (state, trace, i) => {
    state.tables.delete(trace.number[i]);
    state.touched.add(trace.number[i] / PAGE_SIZE);
};
appliers[KIND.entry] = (state, trace, i) => {
    const table = state.writableTable(trace.number[i]);
    if (table) {
        table.words[2 * trace.index[i]] = trace.newLow[i];
        table.words[2 * trace.index[i] + 1] = trace.newHigh[i];
    }
    const level = table?.level ?? 1;
    state.touch(trace.oldLow[i], trace.oldHigh[i], level, trace.pages);
    state.touch(trace.newLow[i], trace.newHigh[i], level, trace.pages);
};
appliers[KIND.count] = (state, trace, i) => {
    state.counts[trace.number[i]] = trace.other[i];
    state.touched.add(trace.number[i]);
};
appliers[KIND.screen] = (state, trace, i) => {
    for (const [row, text] of Object.entries(trace.events[i].rows)) {
        if (row < SCREEN_ROWS) {
            state.screen[row] = String(text);
        }
    }
};
appliers[KIND.problem] = (state, trace, i) => {
    state.problems.set(trace.events[i].id, i);
};
appliers[KIND.solved] = (state, trace, i) => {
    state.problems.delete(trace.events[i].id);
};

// History: the state at a position, which can move. While it makes the keyframes, it calls `visit`
// once for each event, with the state before it.
class History {
    constructor(trace, visit) {
        this.trace = trace;
        this.keyframes = [];
        this.state = State.atStart(trace);
        for (let i = 0; i < trace.length; ++i) {
            if (i % KEYFRAME_DISTANCE === 0) {
                this.keyframes.push(this.state.copy());
            }
            visit(i, this.state);
            this.state.apply(trace, i);
        }
        this.position = trace.length - 1;
    }

    // seek(position)
    //    Moves to `position`. Returns the state after that event; NO_EVENT: the state at the start.
    seek(position) {
        const keyframe = Math.floor((position + 1) / KEYFRAME_DISTANCE);
        const from = keyframe * KEYFRAME_DISTANCE - 1; // the keyframe is the state after this event
        if (keyframe < this.keyframes.length && (position < this.position || from > this.position)) {
            this.state = this.keyframes[keyframe].copy();
            this.position = from;
        }
        while (this.position < position) {
            this.state.apply(this.trace, ++this.position);
        }
        return this.state;
    }
}
