// index.js: what the page can look up in a trace without going through it: the events that touched
// a page, where problems begin and end, where processes begin and end, and the system calls by
// process and number.

class TraceIndex {
    constructor(trace) {
        this.trace = trace;
        this.pageEvents = new Map(); // page: its events, in order
        this.problems = []; // {id, what, begin, end}; `end`: the event that solves it, or the trace's length
        this.lives = []; // {event, pid, begins}: a process begins, or ends
        this.begins = new Set(); // the events with which processes begin
        this.lastCall = new Int32Array(trace.length).fill(NO_EVENT); // [event]: the last system call up to it
        this.callNames = new Map(); // event: "process.life.number" of the system call
        this.callEvents = new Map(); // the reverse: name: event
        this.resultOf = new Map(); // event of a system call: event of its result
        this.livesOf = new Map();
        this.callsOf = new Map();
        this.openProblems = new Map();
    }

    // visit(i, state)
    //    Adds event i to the index. `state` is the state before it.
    visit(i, state) {
        this.lastCall[i] = i > 0 ? this.lastCall[i - 1] : NO_EVENT;
        visitors[this.trace.kind[i]]?.(this, i, state);
    }

    touch(page, i) {
        const events = this.pageEvents.get(page);
        if (!events) {
            this.pageEvents.set(page, [i]);
        } else if (events[events.length - 1] !== i) {
            events.push(i);
        }
    }

    // touchTarget(low, high, level, i)
    //    Notes that event i touched the pages to which an entry leads.
    touchTarget(low, high, level, i) {
        if (low & PRESENT) {
            const first = entryAddress(low, high) / PAGE_SIZE;
            const pages = entryIsLarge(low, level) ? entrySpan(level) / PAGE_SIZE : 1;
            for (let page = first; page < Math.min(first + pages, this.trace.pages); ++page) {
                this.touch(page, i);
            }
        }
    }

    // eventsOfPage(page)
    eventsOfPage(page) {
        return this.pageEvents.get(page) ?? [];
    }

    // sameCall(other, i)
    //    Finds the system call of this trace that corresponds to the last one up to event i of the
    //    other trace: if that is the nth call of its process, the nth call of the same process.
    //    NO_EVENT if there is none.
    sameCall(other, i) {
        const call = i >= 0 ? other.lastCall[i] : NO_EVENT;
        return this.callEvents.get(other.callNames.get(call)) ?? NO_EVENT;
    }

    // sameTick(tick)
    //    The first event of that tick; if it has none, the last event before.
    sameTick(tick) {
        const at = lowerBound(this.trace.tick, tick);
        return this.trace.tick[at] === tick ? at : at - 1;
    }
}

// lowerBound(sorted, value)
//    The index of the first element that is not less than `value`.
function lowerBound(sorted, value) {
    let low = 0, high = sorted.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const visitors = [];
visitors[KIND.count] = (index, i) => index.touch(index.trace.number[i], i);
visitors[KIND.table] = (index, i) => index.touch(index.trace.number[i] / PAGE_SIZE, i);
visitors[KIND.untable] = visitors[KIND.table];
visitors[KIND.entry] = (index, i, state) => {
    const trace = index.trace, level = state.tables.get(trace.number[i])?.level ?? 1;
    trace.other[i] = level; // readTrace does not know it yet
    index.touch(trace.number[i] / PAGE_SIZE, i);
    index.touchTarget(trace.oldLow[i], trace.oldHigh[i], level, i);
    index.touchTarget(trace.newLow[i], trace.newHigh[i], level, i);
};
visitors[KIND.syscall] = (index, i) => {
    const pid = index.trace.pid[i], life = `${pid}.${index.livesOf.get(pid) ?? 0}`;
    const number = index.callsOf.get(life) ?? 0;
    index.callsOf.set(life, number + 1);
    index.callNames.set(i, `${life}.${number}`);
    index.callEvents.set(`${life}.${number}`, i);
    index.lastCall[i] = i;
};
visitors[KIND.result] = (index, i) => {
    index.resultOf.set(index.trace.number[i], i);
};
visitors[KIND.process] = (index, i, state) => {
    const pid = index.trace.number[i], gone = index.trace.events[i].state === "free";
    const known = state.processes.has(pid);
    if (gone === known) {
        index.lives.push({event: i, pid, begins: !gone});
    }
    if (!gone && !known) {
        index.begins.add(i);
        index.livesOf.set(pid, (index.livesOf.get(pid) ?? 0) + 1);
    }
};
visitors[KIND.problem] = (index, i) => {
    const {id, what} = index.trace.events[i];
    const problem = {id, what, begin: i, end: index.trace.length};
    index.problems.push(problem);
    index.openProblems.set(id, problem);
    if (index.trace.number[i] >= 0) {
        index.touch(index.trace.number[i], i);
    }
};
visitors[KIND.solved] = (index, i) => {
    const problem = index.openProblems.get(index.trace.events[i].id);
    if (problem) {
        problem.end = i;
        index.openProblems.delete(problem.id);
    }
};
