// changes.js: what an event changed, for the page to mark.

// changesOf(trace, i, state)
//    What event i changed: {pages, processes, rows: sets; entry: {table, index} or null; root,
//    from, to: the virtual pages [from, to) of the page table at `root`}. `state` is the state
//    after it.
function changesOf(trace, i, state) {
    const changes = {pages: new Set(), processes: new Set(), rows: new Set(), entry: null,
                     root: NOT_AN_ADDRESS, from: 0, to: 0};
    if (i >= 0) {
        noteChanges[trace.kind[i]]?.(changes, trace, i, state);
    }
    return changes;
}

const noteChanges = [];
noteChanges[KIND.count] = (changes, trace, i) => changes.pages.add(trace.number[i]);
noteChanges[KIND.table] = (changes, trace, i) => changes.pages.add(trace.number[i] / PAGE_SIZE);
noteChanges[KIND.untable] = noteChanges[KIND.table];
noteChanges[KIND.problem] = noteChanges[KIND.count];
noteChanges[KIND.process] = (changes, trace, i) => changes.processes.add(trace.number[i]);
noteChanges[KIND.switch] = noteChanges[KIND.process];
noteChanges[KIND.exception] = (changes, trace, i) => changes.processes.add(trace.pid[i]);
noteChanges[KIND.syscall] = noteChanges[KIND.exception];
noteChanges[KIND.result] = noteChanges[KIND.exception];
noteChanges[KIND.tick] = noteChanges[KIND.exception];
noteChanges[KIND.screen] = (changes, trace, i) => {
    Object.keys(trace.events[i].rows).forEach((row) => changes.rows.add(Number(row)));
};
noteChanges[KIND.entry] = (changes, trace, i, state) => {
    const level = trace.other[i], address = trace.number[i], table = state.tables.get(address);
    changes.entry = {table: address, index: trace.index[i]};
    changes.pages.add(address / PAGE_SIZE);
    for (const [low, high] of [[trace.oldLow, trace.oldHigh], [trace.newLow, trace.newHigh]]) {
        if (low[i] & PRESENT) {
            changes.pages.add(entryAddress(low[i], high[i]) / PAGE_SIZE);
        }
    }
    if (table && (level === 1 || entryIsLarge(trace.newLow[i] | trace.oldLow[i], level))) {
        changes.root = table.root;
        changes.from = virtualNumber(trace.events[i].va) / PAGE_SIZE;
        changes.to = changes.from + entrySpan(level) / PAGE_SIZE;
    }
};
