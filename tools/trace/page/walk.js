// walk.js: walks the four levels of a page table for one address. Says each step in words, and
// whether users and the kernel may read, write and execute there (Intel SDM vol. 3A, 4.6).

const ACCESSES = [["user", "read"], ["user", "write"], ["user", "execute"],
                  ["kernel", "read"], ["kernel", "write"], ["kernel", "execute"]];
const LEVEL_NAMES = {4: "L4", 3: "L3", 2: "L2", 1: "L1"};

// walkAddress(state, root, address)
//    {steps, physical, accesses}: the entries of the walk, from the root down; the physical
//    address, or NOT_AN_ADDRESS; for each of ACCESSES whether it is allowed, and else which level
//    refuses it.
function walkAddress(state, root, address) {
    const steps = [];
    let table = state.tables.get(root), physical = NOT_AN_ADDRESS;
    for (let level = 4; level > 0 && table; --level) {
        const step = readStep(table, level, address);
        steps.push(step);
        if (!(step.low & PRESENT)) {
            break;
        } else if (step.isLast) {
            physical = step.target - step.target % entrySpan(level) + address % entrySpan(level);
            break;
        }
        table = state.tables.get(step.target);
        step.isMissing = !table;
    }
    return {steps, physical, accesses: ACCESSES.map((access) => judge(steps, physical, access))};
}

function readStep(table, level, address) {
    const index = entryIndex(address, level);
    const low = table.words[2 * index], high = table.words[2 * index + 1];
    return {level, table: table.address, index, low, high, target: entryAddress(low, high),
            isLast: level === 1 || entryIsLarge(low, level), isMissing: false};
}

// judge(steps, physical, access)
//    Whether this access is allowed. The first entry that refuses it decides.
function judge(steps, physical, [who, what]) {
    const refusing = steps.find((step) => refusal(step, who, what));
    if (refusing) {
        return {who, what, allowed: false, level: refusing.level, why: refusal(refusing, who, what)};
    } else if (physical === NOT_AN_ADDRESS) {
        return {who, what, allowed: false, level: steps[steps.length - 1]?.level ?? 4,
                why: "the trace knows no page-table page there"};
    }
    return {who, what, allowed: true, level: 0, why: ""};
}

function refusal(step, who, what) {
    if (!(step.low & PRESENT)) {
        return "not present";
    } else if (who === "user" && !(step.low & USER)) {
        return "not for users";
    } else if (what === "write" && !(step.low & WRITABLE)) {
        return "read-only";
    }
    return what === "execute" && step.high & EXECUTE_DISABLE_HIGH ? "execute-disabled" : "";
}

// isUserPage(walk)
//    Is the address mapped for users? Then SMAP and SMEP may also keep the kernel from it.
function isUserPage(walk) {
    return walk.physical !== NOT_AN_ADDRESS && walk.steps.every((step) => step.low & USER);
}

// stepText(step)
//    What the step's entry does, in words.
function stepText(step) {
    if (!(step.low & PRESENT)) {
        return step.low || step.high ? "not present: the processor ignores the other bits" : "not present";
    }
    const rights = rightsText(step.low, step.high);
    if (step.isLast) {
        const large = step.level === 1 ? "page" : step.level === 2 ? "2 MiB page" : "1 GiB page";
        return `${large} ${hexadecimal(step.target)}, ${rights}`;
    }
    return `${step.isMissing ? "unknown " : ""}table ${hexadecimal(step.target)}, ${rights}`;
}
