// grid.js: draws pages as letters on a canvas, 64 per row, as the memory viewer does. It draws only
// cells that have changed. Frames on top of the canvas mark what the current event changed, what is
// chosen, and where the keyboard's cursor is.

const PAGES_A_ROW = 64;
const MOST_MARKS = 64; // more would say nothing
const ADDRESS_WIDTH = 58;
const SMALLEST_CELL = 6, LARGEST_CELL = 16;

// The colours of the cells, from the style sheet, which has dark and light ones.
let palette = null;

function readPalette() {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    palette = {
        background: value("--panel"), address: value("--dim"), font: value("--mono"),
        looks: Array.from({length: LOOKS}, (_, look) => ({
            ink: value(`--ink-${look}`),
            fill: value(`--fill-${look}`),
            onFill: value(`--on-fill-${look}`),
        })),
    };
}

class Grid {
    // A click or Enter calls choose(page). describe(page) says in words what is there.
    constructor(element, {choose, describe}) {
        Object.assign(this, {element, choose, describe});
        this.canvas = element.appendChild(document.createElement("canvas"));
        this.frames = [];
        this.marks = [];
        this.context = this.canvas.getContext("2d", {alpha: false});
        this.cells = new Uint32Array(0);
        this.drawn = new Uint32Array(0);
        this.cursor = -1;
        this.firstAddress = 0;
        new ResizeObserver(() => this.layOut()).observe(element);
        // A click does not take the focus, so that arrow keys still move along the run.
        this.canvas.addEventListener("mousedown", (event) => event.preventDefault());
        this.canvas.addEventListener("click", (event) => this.clicked(event));
        this.canvas.addEventListener("mousemove", (event) => {
            this.canvas.title = this.describe(this.pageAt(event));
        });
        element.addEventListener("keydown", (event) => this.pressed(event));
        element.addEventListener("blur", () => this.moveCursor(-1));
        element.addEventListener("focus", () => {
            if (element.matches(":focus-visible")) {
                this.moveCursor(0);
            }
        });
    }

    // show(cells, changed, chosen)
    //    Draws the cells, cells[page]: letter, look, user (uses.js). `changed`: the pages that the
    //    current event changed; `chosen`: a page, or -1.
    show(cells, changed, chosen) {
        const resized = cells.length !== this.cells.length;
        this.cells = cells.slice();
        this.marks = changed.filter((page) => page < cells.length).slice(0, MOST_MARKS)
            .map((page) => [page, "changed"]);
        this.marks.push([chosen < cells.length ? chosen : -1, "chosen"]);
        if (resized) {
            this.layOut();
        } else {
            this.draw();
        }
    }

    layOut() {
        const rows = Math.ceil(this.cells.length / PAGES_A_ROW);
        const room = this.element.clientWidth;
        if (room === 0) {
            return;
        }
        const width = Math.floor((room - ADDRESS_WIDTH) / PAGES_A_ROW);
        this.cellWidth = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, width));
        this.cellHeight = Math.round(Math.min(this.cellWidth * 1.5, this.cellWidth + 8));
        this.left = Math.max(0, Math.min(ADDRESS_WIDTH, room - this.cellWidth * PAGES_A_ROW));
        this.sizeCanvas(this.left + PAGES_A_ROW * this.cellWidth, rows * this.cellHeight);
        this.drawn = new Uint32Array(this.cells.length).fill(0xFFFFFFFF);
        this.drawAddresses(rows);
        this.draw();
    }

    sizeCanvas(width, height) {
        const scale = window.devicePixelRatio || 1;
        this.canvas.width = Math.max(1, Math.round(width * scale));
        this.canvas.height = Math.max(1, Math.round(height * scale));
        this.canvas.style.width = `${width}px`;
        this.canvas.style.height = `${height}px`;
        this.context.setTransform(scale, 0, 0, scale, 0, 0);
        this.context.fillStyle = palette.background;
        this.context.fillRect(0, 0, width, height);
    }

    setFont(bold) {
        const size = Math.min(Math.floor(this.cellWidth * 1.45), this.cellHeight - 1);
        this.context.font = `${bold ? "bold " : ""}${size}px ${palette.font}`;
        this.context.textBaseline = "middle";
    }

    drawAddresses(rows) {
        const size = Math.min(12, Math.floor(this.cellHeight * 0.75));
        this.context.font = `${size}px ${palette.font}`;
        this.context.textBaseline = "middle";
        this.context.textAlign = "left";
        this.context.fillStyle = palette.address;
        for (let row = 0; row < rows; ++row) {
            const text = hexadecimal(row * PAGES_A_ROW * PAGE_SIZE).slice(2).padStart(6, "0");
            this.context.fillText("0x" + text, 0, (row + 0.5) * this.cellHeight + 0.5, this.left - 6);
        }
    }

    draw() {
        if (this.drawn.length !== this.cells.length) {
            return; // not laid out yet
        }
        this.setFont(false);
        this.context.textAlign = "center";
        for (let page = 0; page < this.cells.length; ++page) {
            if (this.cells[page] !== this.drawn[page]) {
                this.drawn[page] = this.cells[page];
                this.drawCell(page, this.cells[page]);
            }
        }
        this.drawMarks();
    }

    drawMarks() {
        const marks = [...this.marks, [this.cursor, "cursor"]].filter(([page]) => page >= 0);
        while (this.frames.length < marks.length) {
            this.frames.push(this.element.appendChild(make("span", "frame")));
        }
        this.frames.forEach((frame, at) => {
            frame.hidden = at >= marks.length;
            if (!frame.hidden) {
                this.placeFrame(frame, ...marks[at]);
            }
        });
    }

    placeFrame(frame, page, kind) {
        const x = this.left + page % PAGES_A_ROW * this.cellWidth;
        const y = Math.floor(page / PAGES_A_ROW) * this.cellHeight;
        frame.page = page;
        frame.className = `frame ${kind}`;
        frame.style.transform = `translate(${x}px, ${y}px)`;
        frame.style.width = `${this.cellWidth}px`;
        frame.style.height = `${this.cellHeight}px`;
    }

    drawCell(page, value) {
        const x = this.left + page % PAGES_A_ROW * this.cellWidth;
        const y = Math.floor(page / PAGES_A_ROW) * this.cellHeight;
        const look = palette.looks[value >> 8 & 0xFF], filled = (value & CELL_USER) !== 0;
        this.context.fillStyle = filled ? look.fill : palette.background;
        this.context.fillRect(x, y, this.cellWidth, this.cellHeight);
        const letter = value & 0xFF;
        if (letter !== 0x20) {
            this.context.fillStyle = filled ? look.onFill : look.ink;
            this.context.fillText(String.fromCharCode(letter), x + this.cellWidth / 2,
                                  y + this.cellHeight / 2 + 0.5);
        }
    }

    pageAt(event) {
        const box = this.canvas.getBoundingClientRect();
        const column = Math.floor((event.clientX - box.left - this.left) / this.cellWidth);
        const page = Math.floor((event.clientY - box.top) / this.cellHeight) * PAGES_A_ROW + column;
        return column >= 0 && column < PAGES_A_ROW && page < this.cells.length ? page : -1;
    }

    clicked(event) {
        const page = this.pageAt(event);
        if (page >= 0) {
            this.choose(page);
        }
    }

    pressed(event) {
        const moves = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -PAGES_A_ROW, ArrowDown: PAGES_A_ROW};
        if (this.cursor < 0 && event.key !== "Enter") {
            return;
        } else if (moves[event.key] && !event.shiftKey) {
            const page = this.cursor + moves[event.key];
            this.moveCursor(Math.max(0, Math.min(this.cells.length - 1, page)));
        } else if (event.key === "Enter") {
            this.choose(Math.max(0, this.cursor));
        } else if (event.key === "Escape") {
            this.element.blur();
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    }

    moveCursor(page) {
        this.cursor = page;
        if (page >= 0) {
            announce(this.describe(page));
        }
        this.draw();
    }
}

// announce(text)
//    Makes screen readers say it.
function announce(text) {
    document.getElementById("announcement").textContent = text;
}
