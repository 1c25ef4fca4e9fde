// tree.js: a page table as a tree, from the root to level 1. A line is one entry, or several
// adjacent ones that map adjacent pages with the same rights.

const TREE_ROW_HEIGHT = 32;
const RIGHTS_LOW = 0xE9F; // all flags except accessed and dirty, which a trace does not have

class Tree {
    constructor(half) {
        this.half = half;
        this.name = half.find(".tree-name");
        this.toggled = new Map(); // "level:virtual": is the line open?
        this.rows = [];
        this.cursor = 0;
        this.list = new RowList(half.find(".tree"), {
            height: TREE_ROW_HEIGHT, role: "tree", label: "Page table",
            draw: (row, at) => this.fill(row, this.rows[at]),
            choose: (at) => this.chosen(at),
        });
        this.list.element.addEventListener("keydown", (event) => this.pressed(event));
    }

    show(root, title, changed) {
        setText(this.name, title);
        Object.assign(this, {root, changed, rows: []});
        const table = this.half.state.tables.get(root);
        if (table) {
            this.rows.push({depth: 0, level: 5, label: `root ${hexadecimal(root)}`,
                            detail: "the level-4 table", table: -1, key: "", virtual: 0});
            this.add(table, 4, 0, 1);
        }
        const at = this.rows.findIndex((row) => this.isChanged(row));
        const isNew = this.lastChange !== this.half.position;
        this.lastChange = this.half.position;
        this.cursor = Math.max(0, Math.min(this.cursor, this.rows.length - 1));
        this.list.show(this.rows.length, this.hasFocus() ? this.cursor : -1, isNew ? at : -1);
    }

    hasFocus() {
        return document.activeElement === this.list.element;
    }

    isChanged(row) {
        return this.changed !== null && row.table === this.changed.table
            && row.first <= this.changed.index && this.changed.index <= row.last;
    }

    add(table, level, virtual, depth) {
        for (let i = 0; i < 512; ++i) {
            if (!(table.words[2 * i] & PRESENT)) {
                this.addAbsent(table, level, virtual, i, depth);
                continue;
            }
            const last = this.lastOfRange(table, level, i);
            const row = this.rowOf(table, level, virtual, i, last, depth);
            this.rows.push(row);
            if (row.isOpen) {
                this.add(row.below, level - 1, row.virtual, depth + 1);
            }
            i = last;
        }
    }

    // addAbsent(table, level, virtual, i, depth)
    //    Adds a line for an entry that is not present, if the current event has cleared it.
    addAbsent(table, level, virtual, i, depth) {
        if (this.changed?.table === table.address && this.changed.index === i) {
            const at = virtual + i * entrySpan(level);
            this.rows.push({depth, level, label: `${virtualText(at)} unmapped`,
                            detail: `${LEVEL_NAMES[level]}[${i}] not present`, key: "",
                            table: table.address, first: i, last: i, virtual: at});
        }
    }

    // lastOfRange(table, level, first)
    //    The last entry of the range that begins with entry `first`.
    lastOfRange(table, level, first) {
        const words = table.words, low = words[2 * first];
        if (level > 1 && !entryIsLarge(low, level)) {
            return first;
        }
        let last = first;
        while (last < 511 && this.goesOn(words, last, entrySpan(level))) {
            ++last;
        }
        return last;
    }

    goesOn(words, i, span) {
        const [low, high, next, nextHigh] = words.subarray(2 * i, 2 * i + 4);
        return ((low ^ next) & RIGHTS_LOW) === 0 && ((high ^ nextHigh) & EXECUTE_DISABLE_HIGH) === 0
            && entryAddress(next, nextHigh) === entryAddress(low, high) + span;
    }

    rowOf(table, level, base, first, last, depth) {
        const span = entrySpan(level), virtual = base + first * span;
        const low = table.words[2 * first], high = table.words[2 * first + 1];
        const isTable = level > 1 && !entryIsLarge(low, level);
        const target = entryAddress(low, high), pages = last - first + 1;
        const below = isTable ? this.half.state.tables.get(target) : undefined;
        const key = `${level}:${virtual}`;
        const isOpen = below !== undefined && (this.toggled.get(key) ?? virtual < HIGH_HALF);
        const range = pages > 1 ? `[${first}–${last}]` : `[${first}]`;
        const size = level === 1 || isTable ? "" : level === 2 ? " of 2 MiB" : " of 1 GiB";
        const many = pages > 1 || size ? `, ${plural(pages, "page")}${size}` : "";
        const tableText = isTable ? `${below ? "" : "unknown "}table, ` : "";
        const detail = `${LEVEL_NAMES[level]}${range} ${tableText}${rightsLetters(low, high)}${many}`;
        const end = pages > 1 ? `–${virtualText(virtual + pages * span - 1)}` : "";
        return {depth, level, label: `${virtualText(virtual)}${end} → ${hexadecimal(target)}`, detail,
                title: `${tableText}${rightsText(low, high)}${many}`,
                table: table.address, first, last, key, virtual, below, isOpen};
    }

    fill(row, data) {
        if (!row.parts) {
            row.parts = makeParts(row, ["twist", "words", "detail"]);
        }
        const [twist, words, detail] = row.parts;
        setText(twist, data.below ? (data.isOpen ? "▾" : "▸") : "");
        setText(words, data.label);
        setText(detail, data.detail);
        row.title = data.title ?? "";
        row.style.paddingLeft = `${data.depth * 9}px`;
        row.classList.toggle("changed", this.isChanged(data));
        row.setAttribute("aria-level", data.depth + 1);
        if (data.below) {
            row.setAttribute("aria-expanded", data.isOpen);
        } else {
            row.removeAttribute("aria-expanded");
        }
    }

    chosen(at) {
        const row = this.rows[at];
        this.cursor = at;
        if (row.below) {
            this.toggle(row, !row.isOpen);
        } else if (row.level < 5) {
            this.half.chooseAddress(row.virtual, this.root);
        }
    }

    toggle(row, isOpen) {
        this.toggled.set(row.key, isOpen);
        this.half.paintSoon();
    }

    pressed(event) {
        const row = this.rows[this.cursor];
        if (!row || event.shiftKey) {
            return;
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            const step = event.key === "ArrowDown" ? 1 : -1;
            this.cursor = Math.max(0, Math.min(this.rows.length - 1, this.cursor + step));
            this.list.reveal(this.cursor);
        } else if (event.key === "ArrowRight" && row.below) {
            this.toggle(row, true);
        } else if (event.key === "ArrowLeft" && row.below) {
            this.toggle(row, false);
        } else if (event.key === "Enter") {
            this.chosen(this.cursor);
        } else if (event.key === "Escape") {
            this.list.element.blur();
        } else if (!event.key.startsWith("Arrow")) {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
        this.half.paintSoon();
    }
}
