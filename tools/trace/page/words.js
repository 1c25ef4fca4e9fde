// words.js: events, rights and entries in words.

const EXCEPTION_WRITE = 2, EXCEPTION_PRESENT = 1, EXCEPTION_FETCH = 0x10;
const ERRORS = {1: "E_PERM", 2: "E_NOENT", 7: "E_2BIG", 8: "E_NOEXEC", 11: "E_AGAIN", 12: "E_NOMEM",
                14: "E_FAULT", 22: "E_INVAL", 38: "E_NOSYS"};
const PROBLEMS = {
    "free-mapped": "is free, and still mapped",
    "kernel-open": "is the kernel's, and users can access it",
    "free-table": "is free, and still in use as a page-table page",
    "lost": "is not free, and nothing refers to it",
    "miscounted": "has a reference count that is not the number of references",
};

function pageText(page) {
    return page < 0 ? "a page" : `page ${hexadecimal(page * PAGE_SIZE)}`;
}

function plural(number, noun) {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function processTitle({pid, program, state}, more) {
    return `process ${pid} (${program}, ${state}${more})`;
}

function whose(pid) {
    return pid > 0 ? `process ${pid}` : "the kernel";
}

// rightsLetters(low, high)
//    The same as rightsText, but short: "user r-x".
function rightsLetters(low, high) {
    const execute = (high & EXECUTE_DISABLE_HIGH) === 0;
    return `${low & USER ? "user" : "kernel"} r${low & WRITABLE ? "w" : "-"}${execute ? "x" : "-"}`;
}

// rightsText(low, high)
//    The rights that an entry gives, in words.
function rightsText(low, high) {
    const execute = (high & EXECUTE_DISABLE_HIGH) === 0;
    return [low & USER ? "user" : "kernel", "read", low & WRITABLE ? "write" : "",
            execute ? "execute" : ""].filter(Boolean).join(" ");
}

// bitsText(low, high)
//    The names of the bits that are set in an entry.
function bitsText(low, high) {
    const names = {0: "P", 1: "W", 2: "U", 3: "PWT", 4: "PCD", 5: "A", 6: "D", 7: "PS", 8: "G",
                   9: "OS1", 10: "OS2", 11: "OS3"};
    const set = Object.keys(names).filter((bit) => low >>> bit & 1).map((bit) => names[bit]);
    return [...set, ...(high & EXECUTE_DISABLE_HIGH ? ["XD"] : [])].join(" ") || "none";
}

// describeEvent(trace, index, i, rights)
//    Event i in a few words. rights(low, high) are the words for an entry's rights.
function describeEvent(trace, index, i, rights = rightsText) {
    if (i < 0) {
        return "the start, before the first event";
    }
    const describe = describers[trace.kind[i]];
    const event = trace.events[i];
    return describe ? describe(event, trace, index, i, rights) : `${event.kind} ${unknownFields(event)}`;
}

function unknownFields(event) {
    const {kind, tick, pid, place, ...rest} = event;
    return JSON.stringify(rest).slice(1, -1);
}

function callName(event) {
    return event ? event.name ?? `system call ${event.number}` : "system call";
}

function callText(event) {
    return `${callName(event)}(${[event.args ?? []].flat().join(", ")})`;
}

function resultText(value) {
    return value < 0 && ERRORS[-value] ? `${value} (${ERRORS[-value]})` : String(value);
}

const describers = [];
describers[KIND.syscall] = callText;
describers[KIND.result] = (event, trace, index, i) => {
    return `${callName(trace.events[trace.number[i]])} returns ${resultText(event.value)}`;
};
describers[KIND.exception] = (event) => {
    if (event.address === undefined) {
        return `${event.name ?? `exception ${event.vector}`}`;
    }
    const access = event.error & EXCEPTION_FETCH ? "executing"
                 : event.error & EXCEPTION_WRITE ? "writing" : "reading";
    const reason = event.error & EXCEPTION_PRESENT ? "not allowed" : "not mapped";
    return `${event.name ?? "page fault"} ${access} ${event.address}, ${reason}`;
};
describers[KIND.tick] = (event) => `timer, tick ${event.tick}`;
describers[KIND.switch] = (event) => `process ${event.to} runs`;
describers[KIND.process] = (event, trace, index, i) => {
    if (event.state === "free") {
        return `process ${event.of} is gone`;
    }
    return index.begins.has(i) ? `process ${event.of} begins: ${event.program}, ${event.state}`
                               : `process ${event.of} is ${event.state}`;
};
describers[KIND.table] = (event) =>
    `page ${event.table} becomes a page-table page, level ${event.level}`;
describers[KIND.untable] = (event) => `page ${event.table} is no longer a page-table page`;
describers[KIND.entry] = (event, trace, index, i, rights) => {
    const low = trace.newLow[i], high = trace.newHigh[i], oldLow = trace.oldLow[i];
    const target = entryAddress(low, high), old = entryAddress(oldLow, trace.oldHigh[i]);
    const level = trace.other[i], mapsPage = level === 1 || entryIsLarge(low | oldLow, level);
    const what = mapsPage ? "" : `level ${level}: `;
    if (!(low & PRESENT)) {
        return `${what}${event.va} unmapped, was ${hexadecimal(old)}`;
    } else if (oldLow & PRESENT && target === old) {
        return `${what}${event.va} is now ${rights(low, high)}`;
    }
    return `${what}${event.va} → ${hexadecimal(target)} ${rights(low, high)}`;
};
describers[KIND.count] = (event) => {
    const change = `count ${event.old} → ${event.new}`;
    const what = event.old === 0 ? "allocated, " : event.new === 0 ? "freed, " : "";
    return `${pageText(event.page)} ${what}${change}`;
};
describers[KIND.log] = (event) => `log: ${event.text}`;
describers[KIND.screen] = (event) => {
    const rows = Object.keys(event.rows);
    const which = rows.slice(0, 8).join(", ") + (rows.length > 8 ? " …" : "");
    return `screen: ${rows.length === 1 ? "row" : "rows"} ${which}`;
};
describers[KIND.problem] = (event, trace, index, i) =>
    `problem ${event.id}: ${pageText(trace.number[i])} ${PROBLEMS[event.what] ?? event.what}`
    + `${event.va === undefined ? "" : ` at ${event.va}`} (${whose(event.of)})`;
describers[KIND.solved] = (event) => `problem ${event.id} is over`;
describers[KIND.end] = (event) =>
    `the run is over: ${event.how}${event.text ? `, ${event.text}` : ""}`;

// The files of helpers: their frames show how something is done, but not why.
const HELPER_FILES = /^(lib\/|user\/u-[^/]*\.h$|kernel\/machine\/[^/]*\.h$|kernel\/vm\/)/;

// tellingFrame(place)
//    The most telling frame of a place: the innermost one outside helpers.
function tellingFrame(place) {
    const frames = place?.frames ?? [];
    return frames.find(([, file]) => file !== null && !HELPER_FILES.test(file)) ?? frames[0];
}

function frameText([name, file, line]) {
    const where = typeof line === "number" ? `${file}:${line}` : file;
    return `${name ?? "?"}${file ? `  ${where}` : ""}`;
}

// placeText(trace, i)
//    Function, file and line of event i; "" if no instruction made it. A result has the place of
//    its system call, after which the process continues.
function placeText(trace, i) {
    const at = trace.kind[i] === KIND.result ? trace.number[i] : i;
    const place = trace.places[trace.events[at]?.place];
    const frame = tellingFrame(place);
    if (!frame) {
        return place ? `${place.program} ${place.address}` : "";
    }
    const caller = place.frames[place.frames.indexOf(frame) + 1];
    return frameText(frame) + (caller ? `  ← ${caller[0] ?? "?"}` : "");
}

// unusedText(uses, page)
//    In words, the state of a page without references.
function unusedText(uses, page) {
    const isFree = uses.state.counts[page] === 0, isLost = uses.contradiction(page) !== "";
    return isFree ? "free" : isLost ? "lost" : "allocated, and not yet in use";
}

// pageFacts(uses, page)
//    What the page is now, as a list of words and phrases.
function pageFacts(uses, page) {
    const kinds = {R: "reserved", K: "the kernel's", C: "the console's", T: "the page of ticks"};
    const kind = kinds[uses.trace.pageKinds[page]];
    const count = uses.state.counts[page], references = uses.references[page];
    const table = uses.state.tables.get(page * PAGE_SIZE);
    const owner = uses.owner[page];
    const use = kind ?? (references === 0 ? unusedText(uses, page)
        : owner === OWNER_SHARED ? "shared" : owner === OWNER_KERNEL ? "the kernel's" : `process ${owner}'s`);
    return [`${pageText(page)}: ${use}`, table ? `level-${table.level} page-table page` : "",
            kind ? "" : `count ${count}, references ${references}`,
            uses.user[page] ? "users can access it" : "", uses.contradiction(page)].filter(Boolean);
}
