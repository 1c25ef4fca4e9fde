// trace.js: reads a trace (docs/trace.md) into columns of numbers, so that nothing has to be parsed
// later. It refuses anything else with a TraceError that says where it is wrong.

class TraceError extends Error {}

const KINDS = ["unknown", "syscall", "result", "exception", "tick", "switch", "process", "table",
               "untable", "entry", "count", "log", "screen", "problem", "solved", "end"];
const KIND = Object.fromEntries(KINDS.map((name, code) => [name, code]));
const NO_EVENT = -1; // also the position before the first event: the start

// readTrace(json)
//    The trace in an object that came from JSON.
function readTrace(json) {
    checkHead(json);
    const trace = {
        target: String(json.target ?? "?"), kernel: json.kernel, pages: json.pages, hz: json.hz || 100,
        directMap: json.direct_map, kernelTable: physicalNumber(json.kernel_table),
        virtualEnd: virtualNumber(json.virtual_end), pageKinds: json.page_kinds,
        places: json.places, start: json.start, events: json.events, length: json.events.length,
    };
    addColumns(trace);
    for (let i = 0; i < trace.length; ++i) {
        readEvent(trace, i);
    }
    return trace;
}

function insist(condition, message) {
    if (!condition) {
        throw new TraceError(message);
    }
}

function isCount(value) {
    return Number.isInteger(value) && value >= 0;
}

function checkHead(json) {
    insist(isObject(json) && json.format === "weensy-trace",
            "this is not a trace: its “format” is not “weensy-trace”");
    insist(json.version === 1, `this is a trace of version ${json.version}; only version 1 is known`);
    insist(isCount(json.pages) && json.pages > 0 && json.pages <= 2 ** 20,
            "“pages” is not a number of pages");
    for (const key of ["kernel_table", "virtual_end", "direct_map"]) {
        insist(isHexadecimal(json[key]), `“${key}” is not a hexadecimal number`);
    }
    insist(virtualNumber(json.virtual_end) <= 2 ** 32, "“virtual_end” is too large to be shown");
    insist(typeof json.page_kinds === "string" && json.page_kinds.length === json.pages,
            "“page_kinds” has not one letter for each page");
    insist(Array.isArray(json.events), "“events” is not a list");
    insist(Array.isArray(json.places), "“places” is not a list");
    json.places.forEach((place, i) => {
        insist(isObject(place) && Array.isArray(place.frames) && place.frames.every(Array.isArray),
               `place ${i} has no list of frames`);
    });
    insist(isObject(json.start), "“start” is missing");
    checkStart(json.start);
}

function isObject(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
}

function checkStart(start) {
    const {tables = {}, counts = {}, processes = [], screen = []} = start;
    insist(isObject(tables) && Object.entries(tables).every(isRightTable),
           "“start”: a page-table page is not as it has to be");
    insist(isObject(counts) && Object.values(counts).every(Number.isInteger),
           "“start”: a count is not a number");
    insist(Array.isArray(processes) && processes.every(isRightProcess),
           "“start”: a process is not as it has to be");
    insist(Array.isArray(screen), "“start”: “screen” is not a list");
}

function isRightTable([address, page]) {
    return isHexadecimal(address) && isObject(page) && isHexadecimal(page.va) && isHexadecimal(page.root)
        && isLevel(page.level) && isObject(page.entries ?? {})
        && Object.entries(page.entries ?? {}).every(isRightEntry);
}

function isRightEntry([index, entry]) {
    return index < 512 && isHexadecimal(entry);
}

function isLevel(level) {
    return Number.isInteger(level) && level >= 1 && level <= 4;
}

function isRightProcess(process) {
    const hasMemory = () => ["root", "start", "end"].every((key) => isHexadecimal(process[key]));
    return isObject(process) && isCount(process.of) && (process.state === "free" || hasMemory());
}

// number: what the event is about: the address of a page-table page, a page, a process, an event.
// other: a second number, if there is one. begins: the process is new.
function addColumns(trace) {
    const n = trace.length;
    Object.assign(trace, {
        kind: new Uint8Array(n), tick: new Float64Array(n), pid: new Int32Array(n),
        number: new Float64Array(n), other: new Float64Array(n), index: new Uint16Array(n),
        oldLow: new Uint32Array(n), oldHigh: new Uint32Array(n),
        newLow: new Uint32Array(n), newHigh: new Uint32Array(n),
    });
}

function readEvent(trace, i) {
    const event = trace.events[i];
    insist(isObject(event) && typeof event.kind === "string",
            `event ${i} has no kind`);
    trace.kind[i] = Math.max(KIND.unknown, KINDS.indexOf(event.kind));
    trace.tick[i] = isCount(event.tick) ? event.tick : i > 0 ? trace.tick[i - 1] : 0;
    trace.pid[i] = isCount(event.pid) ? event.pid : 0;
    readers[trace.kind[i]]?.(trace, i, event);
}

function physicalOf(event, i, key) {
    insist(isHexadecimal(event[key]),
           `event ${i} (${event.kind}): “${key}” is not a hexadecimal number`);
    return physicalNumber(event[key]);
}

function countOf(event, i, key) {
    insist(isCount(event[key]), `event ${i} (${event.kind}): “${key}” is not a number`);
    return event[key];
}

const readers = [];
readers[KIND.result] = (trace, i, event) => {
    trace.number[i] = isCount(event.call) && event.call < i ? event.call : NO_EVENT;
};
readers[KIND.switch] = (trace, i, event) => {
    trace.number[i] = countOf(event, i, "to");
};
readers[KIND.process] = (trace, i, event) => {
    trace.number[i] = countOf(event, i, "of");
    insist(isRightProcess(event), `event ${i} (process): not as it has to be`);
};
readers[KIND.table] = (trace, i, event) => {
    trace.number[i] = physicalOf(event, i, "table");
    trace.other[i] = physicalOf(event, i, "root");
    physicalOf(event, i, "va");
    insist(isLevel(event.level), `event ${i} (table): “level” is not 1 to 4`);
};
readers[KIND.untable] = (trace, i, event) => {
    trace.number[i] = physicalOf(event, i, "table");
};
readers[KIND.entry] = (trace, i, event) => {
    trace.number[i] = physicalOf(event, i, "table");
    insist(isCount(event.index) && event.index < 512,
           `event ${i} (entry): “index” is not 0 to 511`);
    trace.index[i] = event.index;
    ["va", "old", "new"].forEach((key) => physicalOf(event, i, key));
    trace.oldLow[i] = lowHalf(event.old);
    trace.oldHigh[i] = highHalf(event.old);
    trace.newLow[i] = lowHalf(event.new);
    trace.newHigh[i] = highHalf(event.new);
};
readers[KIND.count] = (trace, i, event) => {
    trace.number[i] = countOf(event, i, "page");
    trace.other[i] = event.new;
    insist(Number.isInteger(event.new), `event ${i} (count): “new” is not a number`);
};
readers[KIND.screen] = (trace, i, event) => {
    insist(isObject(event.rows), `event ${i} (screen): no rows`);
};
readers[KIND.problem] = (trace, i, event) => {
    trace.number[i] = isCount(event.page) ? event.page : NO_EVENT;
};
