// panels.js: the smaller parts of a half: the screen, the processes, the virtual memory of one or
// all processes, and the legend of the letters.

class ScreenPanel {
    constructor(half) {
        const element = half.find(".screen");
        this.element = element;
        this.note = half.find(".screen-note");
        this.rows = Array.from({length: SCREEN_ROWS}, () => element.appendChild(make("div", "screen-row")));
    }

    show(screen, changedRows) {
        const isBlank = screen.every((row) => row.trim() === "");
        setText(this.note, isBlank ? "blank so far" : "");
        this.element.classList.toggle("blank", isBlank);
        this.rows.forEach((element, row) => {
            setText(element, screenLine(screen[row]));
            const changed = changedRows.has(row);
            if (element.changed !== changed) {
                element.changed = changed;
                element.classList.toggle("changed", changed);
            }
        });
    }
}

function screenLine(text) {
    return text.slice(0, SCREEN_COLUMNS).padEnd(SCREEN_COLUMNS);
}

const STATE_SIGNS = {runnable: "  runnable", blocked: "‖ blocked", faulted: "✗ faulted"};

class ProcessPanel {
    constructor(half) {
        this.half = half;
        this.element = half.find(".processes");
        this.count = half.find(".process-count");
        this.rows = [];
    }

    show(state, changed) {
        const processes = [...state.processes.values()].sort((a, b) => a.pid - b.pid);
        setText(this.count, processes.length ? String(processes.length) : "none");
        while (this.rows.length < processes.length) {
            this.rows.push(this.newRow());
        }
        this.rows.forEach((row, at) => {
            row.hidden = at >= processes.length;
            if (!row.hidden) {
                this.fill(row, processes[at], state, changed);
            }
        });
    }

    newRow() {
        const row = this.element.appendChild(make("button", "process"));
        row.type = "button";
        row.setAttribute("role", "listitem");
        row.parts = makeParts(row, ["badge", "program", "state", "root"]);
        row.addEventListener("click", () => this.half.chooseProcess(String(row.pid)));
        return row;
    }

    fill(row, process, state, changed) {
        const [badge, program, stateText, root] = row.parts;
        const runs = state.running === process.pid;
        row.pid = process.pid;
        setText(badge, String(process.pid));
        setText(program, process.program);
        const isRunning = runs && process.state === "runnable";
        setText(stateText, isRunning ? "▶ runs" : STATE_SIGNS[process.state] ?? process.state);
        setText(root, hexadecimal(process.root));
        const look = `process look-${LOOK.process + process.pid % PROCESS_LOOKS} is-${process.state}`
            + `${runs ? " runs" : ""}${changed.has(process.pid) ? " changed" : ""}`;
        if (row.className !== look) {
            row.className = look;
            row.title = `Show the virtual memory of process ${process.pid}`;
        }
    }
}

// VirtualPanel: the grids of virtual memory, one for each process that is shown.
class VirtualPanel {
    constructor(half) {
        this.half = half;
        this.element = half.find(".virtual");
        this.name = half.find(".virtual-name");
        this.views = [];
    }

    // show(shown, marks)
    //    Draws the page tables of `shown`: [{title, root}]. marks(root): {from, to, chosen}, the
    //    pages to mark in one.
    show(shown, marks) {
        while (this.views.length < shown.length) {
            this.views.push(this.newView());
        }
        this.views.forEach((view, at) => {
            view.box.hidden = at >= shown.length;
            if (!view.box.hidden) {
                this.fill(view, shown[at], shown.length > 1, marks(shown[at].root));
            }
        });
        setText(this.name, shown.length === 1 ? `of ${shown[0].title}` : `of ${shown.length} processes`);
    }

    newView() {
        const view = {box: this.element.appendChild(make("div", "one-virtual")), root: 0};
        view.title = view.box.appendChild(make("div", "virtual-title data"));
        view.grid = new Grid(view.box.appendChild(make("div", "grid-box")), {
            choose: (page) => this.half.chooseAddress(page * PAGE_SIZE, view.root),
            describe: (page) => page < 0 ? "" : this.describe(view, page),
        });
        view.grid.element.tabIndex = 0;
        view.grid.element.setAttribute("role", "application");
        view.grid.element.setAttribute(
            "aria-label", "Virtual pages. Arrow keys move, Enter walks the page table.");
        return view;
    }

    fill(view, {title, root}, titled, {from, to, chosen}) {
        view.root = root;
        view.title.hidden = !titled;
        setText(view.title, title);
        view.grid.show(this.half.uses.virtualCells(root), pagesFrom(from, to), chosen);
    }

    describe(view, page) {
        const {steps, physical} = walkAddress(this.half.state, view.root, page * PAGE_SIZE);
        const address = hexadecimal(page * PAGE_SIZE);
        if (physical === NOT_AN_ADDRESS) {
            return `${address}: not mapped`;
        }
        const {low, high} = steps[steps.length - 1];
        return `${address} → ${hexadecimal(physical)} ${rightsText(low, high)}`;
    }
}

// pagesFrom(from, to)
//    The pages from, from + 1, ... to - 1.
function pagesFrom(from, to) {
    return Array.from({length: Math.max(0, to - from)}, (_, n) => from + n);
}

const LEGEND = [
    ["1", LOOK.process + 1, "process 1's, and so on up to 9, A to Z"], ["S", LOOK.shared, "shared"],
    ["K", LOOK.kernel, "the kernel's"], ["R", LOOK.reserved, "reserved"], ["C", LOOK.console, "console"],
    ["T", LOOK.ticks, "ticks"], ["+", LOOK.fresh, "allocated, and not yet in use"],
    [".", LOOK.free, "free"], ["P", LOOK.program, "in virtual memory: a program's page in the disk image"],
    ["!", LOOK.contradiction,
     "contradiction: free and in use, the kernel's and open, or a wrong count"],
    ["L", LOOK.lost, "contradiction: lost, which is not free, and nothing refers to it"],
];

function fillLegend(element) {
    for (const [letter, look, text] of LEGEND) {
        const line = element.appendChild(make("div", "legend-line"));
        line.append(make("span", `sample look-${look}`, letter),
                    make("span", `sample filled look-${look}`, letter), make("span", "", text));
    }
    element.append(make("p", "", "Filled: users can access the page. Framed: the current event changed it."));
}
