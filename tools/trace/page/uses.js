// uses.js: finds the owner of each physical page, by walking every page table. It shows the same
// letters as the kernel's own page-uses.c and memory-viewer.c.

const OWNER_KERNEL = 0xFFFE, OWNER_SHARED = 0xFFFF;
const OWNER_LETTERS = "?123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// How a cell looks, besides its letter. Processes share six looks, from `process` on.
const LOOK = {empty: 0, free: 1, reserved: 2, kernel: 3, console: 4, ticks: 5, shared: 6, lost: 7,
              program: 8, contradiction: 9, process: 10, fresh: 16};
const PROCESS_LOOKS = 6;
const LOOKS = LOOK.fresh + 1;

// A cell is a number: letter, look, and whether users can access the page.
const CELL_USER = 0x10000;
function cell(letter, look) {
    return letter.charCodeAt(0) | look << 8;
}
const CELL_EMPTY = cell(" ", LOOK.empty);
const CELL_PROGRAM = cell("P", LOOK.program);
const FIXED_CELLS = {R: cell("R", LOOK.reserved), K: cell("K", LOOK.kernel),
                     C: cell("C", LOOK.console), T: cell("T", LOOK.ticks)};

function cellOfOwner(owner) {
    if (owner === OWNER_KERNEL) {
        return FIXED_CELLS.K;
    } else if (owner === OWNER_SHARED) {
        return cell("S", LOOK.shared);
    }
    return cell(OWNER_LETTERS[owner] ?? "?", LOOK.process + owner % PROCESS_LOOKS);
}

// walkPages(state, root, visitTable, visitPage)
//    Walks the page table at `root` as the processor would. Calls visitTable(address, low half?)
//    for each page-table page except the root, and visitPage(virtual, physical, level, rights) for
//    each mapped page of the low half. Rights are those of PRESENT, WRITABLE, USER that all levels
//    have.
function walkPages(state, root, visitTable, visitPage) {
    const top = state.tables.get(root);
    if (top) {
        walkTable(state, top, 4, 0, PRESENT | WRITABLE | USER, visitTable, visitPage);
    }
}

function walkTable(state, table, level, virtual, allowed, visitTable, visitPage) {
    const words = table.words, span = entrySpan(level);
    for (let i = 0; i < 512; ++i) {
        const low = words[2 * i];
        if (!(low & PRESENT)) {
            continue;
        }
        const address = entryAddress(low, words[2 * i + 1]), at = virtual + i * span;
        if (level === 1 || entryIsLarge(low, level)) {
            if (at < HIGH_HALF) {
                visitPage(at, address - address % span, level, allowed & low);
            }
            continue;
        }
        visitTable(address, at < HIGH_HALF);
        const below = state.tables.get(address);
        if (below && (at < HIGH_HALF || visitTable.high)) {
            walkTable(state, below, level - 1, at, allowed & low, visitTable, visitPage);
        }
    }
}

class PageUses {
    constructor(trace) {
        this.trace = trace;
        this.references = new Uint32Array(trace.pages);
        this.owner = new Uint16Array(trace.pages);
        this.user = new Uint8Array(trace.pages);
        this.cells = new Uint32Array(trace.pages);
    }

    // find(state)
    //    Computes references, owner, user and cells for `state`.
    find(state) {
        this.state = state;
        this.references.fill(0);
        this.owner.fill(0);
        this.user.fill(0);
        this.addKernel();
        state.processes.forEach((process) => this.addProcess(process));
        for (let page = 0; page < this.trace.pages; ++page) {
            this.cells[page] = this.physicalCell(page) | (this.user[page] ? CELL_USER : 0);
        }
    }

    addUse(address, owner) {
        const page = Math.floor(address / PAGE_SIZE);
        if (page < this.trace.pages) {
            const first = this.references[page] === 0 || this.owner[page] === owner;
            this.owner[page] = first ? owner : OWNER_SHARED;
            this.references[page] += 1;
        }
    }

    noteOpen(address, level) {
        const first = address / PAGE_SIZE;
        const end = Math.min(first + entrySpan(level) / PAGE_SIZE, this.trace.pages);
        for (let page = first; page < end; ++page) {
            this.user[page] = 1;
        }
    }

    addKernel() {
        const root = this.trace.kernelTable;
        const visitTable = (address) => this.addUse(address, OWNER_KERNEL);
        visitTable.high = true; // all page tables share the high half; it counts only here
        this.addUse(root, OWNER_KERNEL);
        walkPages(this.state, root, visitTable, (virtual, physical, level, rights) => {
            if (rights & USER) {
                this.noteOpen(physical, level);
            }
        });
    }

    addProcess({pid, root, start, end}) {
        const own = root !== this.trace.kernelTable; // the section's kernel has one table for all
        const visitTable = (address, isLow) => own && isLow && this.addUse(address, pid);
        if (own) {
            this.addUse(root, pid);
        }
        walkPages(this.state, root, visitTable, (virtual, physical, level, rights) => {
            if (rights & USER) {
                this.noteOpen(physical, level);
                const from = Math.max(virtual, start), to = Math.min(virtual + entrySpan(level), end);
                for (let at = from; at < to; at += PAGE_SIZE) {
                    this.addUse(physical + at - virtual, pid);
                }
            }
        });
    }

    // contradiction(page)
    //    What is wrong with a page, in words; "" if nothing is. While the kernel is working on a
    //    page, its count need not be right.
    contradiction(page) {
        const kind = this.trace.pageKinds[page];
        const count = this.state.counts[page], references = this.references[page];
        if ((kind === "K" || kind === "R") && this.user[page]) {
            return "is the kernel's, and users can access it";
        } else if (kind !== "." || count === references || this.state.touched.has(page)) {
            return "";
        } else if (count === 0) {
            return "is free, and still in use";
        }
        return references === 0 ? "is lost: it is not free, and nothing refers to it"
                                : "has a reference count that is not the number of references";
    }

    physicalCell(page) {
        const isCounted = this.trace.pageKinds[page] === ".";
        if (this.contradiction(page) !== "") {
            const isLost = isCounted && this.references[page] === 0;
            return isLost ? cell("L", LOOK.lost) : cell("!", LOOK.contradiction);
        }
        const fixed = FIXED_CELLS[this.trace.pageKinds[page]];
        if (fixed) {
            return fixed;
        } else if (this.references[page] > 0) {
            return cellOfOwner(this.owner[page]);
        }
        return this.state.counts[page] > 0 ? cell("+", LOOK.fresh) : cell(".", LOOK.free);
    }

    // virtualCells(root)
    //    The cells of the virtual memory that the page table at `root` maps.
    virtualCells(root) {
        const cells = new Uint32Array(Math.ceil(this.trace.virtualEnd / PAGE_SIZE)).fill(CELL_EMPTY);
        walkPages(this.state, root, () => {}, (virtual, physical, level, rights) => {
            const end = Math.min(virtual + entrySpan(level), this.trace.virtualEnd);
            for (let at = virtual; at < end; at += PAGE_SIZE) {
                const page = (physical + at - virtual) / PAGE_SIZE;
                const base = page < this.trace.pages ? this.cells[page] & ~CELL_USER : CELL_PROGRAM;
                cells[at / PAGE_SIZE] = base | (rights & USER ? CELL_USER : 0);
            }
        });
        return cells;
    }
}
