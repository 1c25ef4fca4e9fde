// hook.js: window.weensy, by which a test asks the page what it shows. `half` is 0, or 1 for the
// second trace; rows are texts in the form of the kernel's memory viewer and screen.
//
//     halves()                      how many traces are shown
//     length(half)                  how many events there are
//     seek(position, half)          moves there, as a person would; -1: the start
//     position(half)
//     physicalRow(row, half)        "  0x000000  R.11..."; and, at the same columns, # for what
//     physicalUsers(row, half)      users can access
//     drawnRow(row, half)           the same, as the last frame has drawn it
//     virtualRow(pid, row, half)    the same for process `pid`
//     virtualUsers(pid, row, half)
//     screenRow(row, half)          80 characters
//     processes(half)               [{pid, program, state, root}]
//     problems(half)                the problems that are open now: [id]
//     running(half), tick(half)
//     changes(half)                 what the current event changed; framed: the pages with a frame
//     events(half)                  the texts of those rows of the list that are in the document
//     pageEvents(page, half)        the events that touched the page
//     walk(pid, address, half)      {physical, refused: {"user read": level...}}
//     reopen()                      does as if the page were loaded anew
//     frame()                       a promise of the next frame: the milliseconds it took to draw

function makeHook(page) {
    const half = (n = 0) => page.halves[n];
    const text = (cells, row, digit) => {
        const address = hexadecimal(row * PAGES_A_ROW * PAGE_SIZE).slice(2).padStart(6, "0");
        const shown = cells.slice(row * PAGES_A_ROW, (row + 1) * PAGES_A_ROW);
        const letters = Array.from(shown, digit).join("");
        return `  0x${address}  ${letters}`.padEnd(SCREEN_COLUMNS);
    };
    const letter = (value) => String.fromCharCode(value & 0xFF);
    const user = (value) => value & CELL_USER ? "#" : " ";
    const marks = (cells, row) => text(cells, row, user).replace(/0x\w+/, (a) => " ".repeat(a.length));
    const virtual = (pid, n) => {
        const uses = half(n).usesNow(), process = half(n).state.processes.get(pid);
        return process ? uses.virtualCells(process.root) : [];
    };
    return {
        halves: () => page.halves.length,
        length: (n) => half(n).trace.length,
        seek: (position, n) => half(n).seek(position),
        position: (n) => half(n).position,
        physicalRow: (row, n) => text(half(n).usesNow().cells, row, letter),
        physicalUsers: (row, n) => marks(half(n).usesNow().cells, row),
        drawnRow: (row, n) => text(half(n).physical.drawn, row, letter),
        virtualRow: (pid, row, n) => text(virtual(pid, n), row, letter),
        virtualUsers: (pid, row, n) => marks(virtual(pid, n), row),
        screenRow: (row, n) => screenLine(half(n).state.screen[row]),
        processes: (n) => [...half(n).state.processes.values()].sort((a, b) => a.pid - b.pid)
            .map(({pid, program, state, root}) => ({pid, program, state, root: hexadecimal(root)})),
        problems: (n) => [...half(n).state.problems.keys()],
        running: (n) => half(n).state.running,
        tick: (n) => half(n).state.tick,
        changes: (n) => {
            const {pages, processes, rows, ...rest} = half(n).changes();
            const frames = half(n).physical.frames.filter((frame) => frame.matches(".changed:not([hidden])"));
            return {pages: [...pages], processes: [...processes], rows: [...rows], ...rest,
                    framed: frames.map((frame) => frame.page)};
        },
        events: (n) => [...half(n).element.querySelectorAll(".list .row:not([hidden])")]
            .map((row) => row.innerText),
        pageEvents: (number, n) => half(n).index.eventsOfPage(number),
        walk: (pid, address, n) => {
            const root = half(n).state.processes.get(pid)?.root ?? half(n).trace.kernelTable;
            const {physical, accesses} = walkAddress(half(n).state, root, typedAddress(address));
            const refused = accesses.filter((access) => !access.allowed);
            const levels = refused.map(({who, what, level}) => [`${who} ${what}`, level]);
            return {physical: physical === NOT_AN_ADDRESS ? null : hexadecimal(physical),
                    refused: Object.fromEntries(levels)};
        },
        reopen: () => page.reopen(),
        frame: () => new Promise((drawn) => { page.tellFrame(drawn); }),
    };
}
