// event-list.js: lists the events of the chosen kinds in words. It marks the current event, or, if
// that has no row, the last one before it.

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

// A shape for each kind, so that a row differs from its neighbours at a glance.
const KIND_SIGNS = {
    syscall: "→", result: "←", exception: "×", tick: "◷", switch: "⇄", process: "●", table: "▦",
    untable: "▢", entry: "▪", count: "#", log: "≡", screen: "▭", problem: "!", solved: "✓", end: "■",
    unknown: "?",
};

// fillEventRow(row, trace, index, i)
//    Draws event i into a row of a list: number, sign and words; below them the place in the code
//    and the process. The row's title has what does not fit.
function fillEventRow(row, trace, index, i) {
    const kind = KINDS[trace.kind[i]], place = placeText(trace, i);
    const who = trace.pid[i] ? `P${trace.pid[i]}` : "";
    fillRow(row, kind, [String(i), KIND_SIGNS[kind], describeEvent(trace, index, i, rightsLetters), place, who]);
    row.title = [describeEvent(trace, index, i), place].filter(Boolean).join("\n");
}

// fillFoldRow(row, fold, isOpen)
//    Draws a fold into a row.
function fillFoldRow(row, fold, isOpen) {
    const ticks = fold.ticks > 0 ? `, ${plural(fold.ticks, "tick")}` : "";
    const more = `${count(fold.to - fold.from)} events${fold.yields > 0 ? ticks : ""}`;
    fillRow(row, "fold", [String(fold.from), isOpen ? "▾" : "▸", foldText(fold), more, ""]);
    row.title = "Time passes, and nothing else happens: a click on the arrow shows each event, or hides them";
}

function fillRow(row, kind, texts) {
    row.parts ??= makeParts(row, ["number", "sign", "words", "place", "who"]);
    row.parts.forEach((part, n) => setText(part, texts[n]));
    if (row.kind !== kind) {
        row.kind = kind;
        row.dataset.kind = kind;
    }
    row.classList.toggle("placeless", texts[3] === "");
}

const EVENT_ROW_HEIGHT = 34;

class EventList {
    constructor(half) {
        this.half = half;
        this.count = half.find(".list-count");
        this.shown = FILTERS.map(() => true);
        this.folding = true;
        this.opened = new Set(); // the folds that are open
        this.list = new RowList(half.find(".list"), {
            height: EVENT_ROW_HEIGHT, role: "listbox", label: "Events",
            draw: (row, at) => this.fill(row, at),
            choose: (at, event) => this.chosen(at, event),
        });
        half.find(".list").style.setProperty("--digits", `${String(half.trace.length).length}ch`);
        this.buttons = FILTERS.map(([name, kinds], number) => this.addButton(name, kinds, number));
    }

    fill(row, at) {
        const {trace, index, folds} = this.half, number = this.rows.folds[at];
        if (this.rows.isHead(at)) {
            fillFoldRow(row, folds.all[number], this.opened.has(number));
        } else {
            fillEventRow(row, trace, index, this.rows.starts[at]);
        }
    }

    chosen(at, event) {
        if (this.rows.isHead(at) && event.target.closest(".sign")) {
            const fold = this.rows.folds[at];
            this.opened.delete(fold) || this.opened.add(fold);
            this.filter();
            this.half.paintSoon();
        } else {
            this.half.seek(this.rows.starts[at]);
        }
    }

    // addButton(name, kinds, number)
    //    Adds a button that shows or hides these kinds. Next to it, under the pointer, appears one
    //    that shows only these kinds.
    addButton(name, kinds, number) {
        const {trace} = this.half, codes = new Set(kinds.map((kind) => KIND[kind]));
        const all = trace.kind.reduce((sum, kind) => sum + codes.has(kind), 0);
        const box = this.half.find(".filters").appendChild(make("div", "filter-box"));
        const button = box.appendChild(make("button", "filter"));
        button.append(make("span", "name", name), make("span", "number", count(all)));
        button.title = `Show or hide ${name} in the list (${number + 1})`;
        button.addEventListener("click", () => this.toggle(number));
        const only = box.appendChild(make("button", "only", "only"));
        only.title = `Only ${name}, or all again (Shift and ${number + 1})`;
        only.setAttribute("aria-label", `Only ${name}`);
        only.addEventListener("click", () => this.only(number));
        button.type = only.type = "button";
        button.classList.toggle("none", all === 0);
        return button;
    }

    load() {
        this.filter();
    }

    // toggle(number), only(number), fold(folding)
    //    Shows or hides the kinds of button `number`; -1: shows all kinds. Shows only its kinds; if
    //    that is so already, all kinds. Folds or unfolds.
    toggle(number) {
        this.choose(this.shown.map((shown, n) => number < 0 || (n === number ? !shown : shown)));
    }

    only(number) {
        const isSo = this.shown.every((shown, n) => shown === (n === number));
        this.choose(this.shown.map((_, n) => isSo || n === number));
    }

    fold(folding) {
        this.folding = folding;
        this.opened.clear();
        this.choose(this.shown);
    }

    choose(shown) {
        this.shown = shown;
        this.filter();
        this.half.paintSoon();
    }

    filter() {
        const wanted = new Uint8Array(KINDS.length);
        FILTERS.forEach(([, kinds], n) => kinds.forEach((kind) => {
            wanted[KIND[kind]] = this.shown[n];
        }));
        const {trace, folds} = this.half;
        this.rows = new EventRows(trace, folds, wanted, this.folding, this.opened);
        this.buttons.forEach((button, n) => button.setAttribute("aria-pressed", this.shown[n]));
        this.half.find(".fold").setAttribute("aria-pressed", this.folding);
        const {events} = this.rows, all = events === trace.length;
        setText(this.count, count(events) + (all ? "" : ` of ${count(trace.length)}`));
    }

    // step(direction)
    //    The event of the row before or after the current one.
    step(direction) {
        const {rows} = this, {position} = this.half, row = rows.rowOf(position);
        const isHere = rows.starts[row] === position;
        let next = direction > 0 ? row + 1 : isHere ? row - 1 : row;
        while (rows.isOpenHead(next)) {
            next += direction;
        }
        next = Math.min(next, rows.length - 1);
        return next < 0 ? NO_EVENT : rows.starts[next];
    }

    show(position) {
        const row = this.rows.rowOf(position);
        this.list.show(this.rows.length, row, Math.max(row, 0));
    }
}

// count(number)
//    The number as text, with commas: "12,345".
function count(number) {
    return number.toLocaleString("en-US");
}
