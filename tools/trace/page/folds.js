// folds.js: what weighs little in a run. A fold is a stretch in which only time passes: yields and
// their results, switches, ticks. The list of events can show it as one row. And along the line of
// the run (scrubber.js), what the same functions do over and over takes less room than what happens
// once.

const SHORTEST_FOLD = 4; // events; a shorter stretch is not worth a row of its own

class Folds {
    constructor(trace) {
        this.trace = trace;
        this.all = []; // {from, to, yields, ticks, pids}: events from..to - 1
        this.foldOf = new Int32Array(trace.length).fill(-1); // [event]: its fold, or -1
        this.weightUntil = new Float64Array(trace.length + 1); // [n]: the weight of the first n events
        this.callers = trace.places.map(({frames}) => frames.map(([name]) => name).join());
        for (let i = 0; i < trace.length;) {
            const end = this.endOfStretch(i);
            this.weigh(i, end);
            i = end;
        }
    }

    get weight() {
        return this.weightUntil[this.trace.length];
    }

    // endOfStretch(from)
    //    The end of the stretch that begins at event `from`: of a fold if there is one here, else
    //    of equal events, else of the event itself.
    endOfStretch(from) {
        let end = from;
        while (end < this.trace.length && this.passesTime(end)) {
            ++end;
        }
        if (end - from >= SHORTEST_FOLD) {
            this.addFold(from, end);
            return end;
        } else if (end > from) {
            return end;
        }
        do {
            ++end;
        } while (end < this.trace.length && this.repeats(end));
        return end;
    }

    // passesTime(i)
    //    Does event i only let time pass?
    passesTime(i) {
        const {kind, events, number} = this.trace;
        const isYield = (call) => events[call]?.name === "yield";
        return kind[i] === KIND.switch || kind[i] === KIND.tick
            || (kind[i] === KIND.syscall && isYield(i)) || (kind[i] === KIND.result && isYield(number[i]));
    }

    repeats(i) {
        const {kind, events} = this.trace, callers = this.callers[events[i].place];
        return callers !== undefined && kind[i] === kind[i - 1] && callers === this.callers[events[i - 1].place];
    }

    addFold(from, to) {
        const fold = {from, to, yields: 0, ticks: 0, pids: new Set()};
        for (let i = from; i < to; ++i) {
            this.foldOf[i] = this.all.length;
            if (this.trace.kind[i] === KIND.syscall) {
                fold.yields += 1;
                fold.pids.add(this.trace.pid[i]);
            } else if (this.trace.kind[i] === KIND.tick) {
                fold.ticks += 1;
            }
        }
        this.all.push(fold);
    }

    // weigh(from, to)
    //    Gives the events [from, to) their weights: n equal ones weigh 1 + log2(n) together.
    weigh(from, to) {
        const each = (1 + Math.log2(to - from)) / (to - from);
        for (let i = from; i < to; ++i) {
            this.weightUntil[i + 1] = this.weightUntil[i] + each;
        }
    }

    // share(position), positionAt(share)
    //    Where a position is along the line, from 0 to 1; and the position at a share of the line.
    share(position) {
        return this.weight === 0 ? 0 : this.weightUntil[position + 1] / this.weight;
    }

    positionAt(share) {
        const wanted = share * this.weight, after = lowerBound(this.weightUntil, wanted);
        const isNearer = after > 0 && wanted - this.weightUntil[after - 1] < this.weightUntil[after] - wanted;
        return Math.min(isNearer ? after - 1 : after, this.trace.length) - 1;
    }
}

// foldText(fold)
//    What happens in the fold, in a few words.
function foldText({from, to, yields, ticks, pids}) {
    const who = [...pids].sort((a, b) => a - b).join(", ");
    const waits = `${pids.size === 1 ? "process" : "processes"} ${who} ${pids.size === 1 ? "yields" : "yield"} `
        + `${count(yields)} ${yields === 1 ? "time" : "times"}`;
    return yields > 0 ? waits : `${plural(ticks, "tick")}, ${plural(to - from - ticks, "switch")}`;
}
