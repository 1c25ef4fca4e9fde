// event-list.js: the events in words, those of the chosen kinds. The current one is marked; if its
// kind is not shown, the last one before it.

const FILTERS = [
    ["calls", ["syscall", "result"]],
    ["exceptions", ["exception"]],
    ["ticks", ["tick", "switch"]],
    ["processes", ["process"]],
    ["tables", ["table", "untable"]],
    ["entries", ["entry"]],
    ["counts", ["count"]],
    ["screen", ["screen", "log"]],
    ["problems", ["problem", "solved", "end", "unknown"]],
];

// A shape for each kind, so that a row can be told from its neighbours at a glance.
const KIND_SIGNS = {
    syscall: "→", result: "←", exception: "×", tick: "◷", switch: "⇄", process: "●", table: "▦",
    untable: "▢", entry: "▪", count: "#", log: "≡", screen: "▭", problem: "!", solved: "✓", end: "■",
    unknown: "?",
};

// fillEventRow(row, trace, index, i)
//    Draws event i into a row of a list: number, sign, words, process; below, the place in the
//    code.
function fillEventRow(row, trace, index, i) {
    if (!row.parts) {
        row.parts = makeParts(row, ["number", "sign", "words", "who", "place"]);
    }
    const [number, sign, words, who, place] = row.parts;
    const kind = KINDS[trace.kind[i]], text = describeEvent(trace, index, i);
    setText(number, String(i));
    setText(sign, KIND_SIGNS[kind]);
    setText(words, text);
    setText(who, trace.pid[i] ? `P${trace.pid[i]}` : "");
    setText(place, placeText(trace, i));
    if (row.kind !== kind) {
        row.kind = kind;
        row.dataset.kind = kind;
    }
}

const EVENT_ROW_HEIGHT = 34;

class EventList {
    constructor(half) {
        this.half = half;
        this.count = half.find(".list-count");
        this.shown = FILTERS.map(() => true);
        this.list = new RowList(half.find(".list"), {
            height: EVENT_ROW_HEIGHT, role: "listbox", label: "Events",
            draw: (row, at) => fillEventRow(row, half.trace, half.index, this.events[at]),
            choose: (at) => half.seek(this.events[at]),
        });
        this.buttons = FILTERS.map(([name], number) => this.addButton(name, number));
    }

    addButton(name, number) {
        const button = make("button", "filter");
        button.type = "button";
        button.append(make("kbd", "", String(number + 1)), make("span", "", name));
        button.title = `Show ${name} in the list (${number + 1})`;
        button.addEventListener("click", () => this.toggle(number));
        return this.half.find(".filters").appendChild(button);
    }

    load() {
        this.filter();
    }

    // toggle(number)
    //    Shows or hides the kinds of that button. -1: shows all.
    toggle(number) {
        this.shown = this.shown.map((shown, n) => number < 0 || (n === number ? !shown : shown));
        this.filter();
        this.half.paintSoon();
    }

    filter() {
        const wanted = new Uint8Array(KINDS.length);
        FILTERS.forEach(([, kinds], n) => kinds.forEach((kind) => {
            wanted[KIND[kind]] = this.shown[n];
        }));
        const trace = this.half.trace;
        const indices = new Int32Array(trace.length);
        let length = 0;
        for (let i = 0; i < trace.length; ++i) {
            if (wanted[trace.kind[i]]) {
                indices[length++] = i;
            }
        }
        this.events = indices.subarray(0, length);
        this.buttons.forEach((button, n) => button.setAttribute("aria-pressed", this.shown[n]));
        const all = length === trace.length;
        setText(this.count, count(length) + (all ? "" : ` of ${count(trace.length)}`));
    }

    // rowOf(position)
    //    The row of the last shown event until there; -1: there is none.
    rowOf(position) {
        return lowerBound(this.events, position + 1) - 1;
    }

    // step(direction)
    //    The position of the shown event before or after the current one.
    step(direction) {
        const row = this.rowOf(this.half.position);
        const isHere = this.events[row] === this.half.position;
        const next = direction > 0 ? row + 1 : isHere ? row - 1 : row;
        return next < 0 ? NO_EVENT : this.events[Math.min(next, this.events.length - 1)] ?? NO_EVENT;
    }

    show(position) {
        const row = this.rowOf(position);
        this.list.show(this.events.length, row, Math.max(row, 0));
    }
}

// count(number)
//    With a comma for each thousand.
function count(number) {
    return number.toLocaleString("en-US");
}
