// event-rows.js: which rows the list of events has: one for each event of the chosen kinds, and one
// for each fold. A fold's row stands in place of its events, or, if it is open, above them.

class EventRows {
    // wanted[kind]: does the list show events of this kind? isFolded(fold): is the fold one row?
    constructor(trace, folds, wanted, folding, opened) {
        const room = trace.length + folds.all.length;
        this.starts = new Int32Array(room); // [row]: its event, or the first of its fold
        this.folds = new Int32Array(room).fill(-1); // [row]: the fold whose row it is
        this.length = this.events = 0;
        for (let i = 0; i < trace.length; ++i) {
            const number = folding ? folds.foldOf[i] : -1, fold = folds.all[number];
            if (number < 0) {
                this.add(i, wanted[trace.kind[i]]);
                continue;
            }
            this.addFold(trace, fold, number, wanted, opened.has(number));
            i = fold.to - 1;
        }
    }

    add(i, isWanted) {
        if (isWanted) {
            this.starts[this.length++] = i;
            this.events += 1;
        }
    }

    addFold(trace, fold, number, wanted, isOpen) {
        const head = this.length++, before = this.events;
        this.starts[head] = fold.from;
        this.folds[head] = number;
        for (let i = fold.from; i < fold.to; ++i) {
            this.add(i, wanted[trace.kind[i]]);
        }
        const inside = this.events - before;
        if (inside < SHORTEST_FOLD) { // too few of the chosen kinds: they need no head
            this.starts.copyWithin(head, head + 1, this.length);
            this.folds[head] = -1;
            this.length -= 1;
        } else if (!isOpen) {
            this.length = head + 1;
        }
    }

    isHead(row) {
        return this.folds[row] >= 0;
    }

    // isOpenHead(row)
    //    Is `row` that of an open fold? The fold's first event has the next row.
    isOpenHead(row) {
        return this.isHead(row) && row + 1 < this.length && this.starts[row + 1] === this.starts[row];
    }

    // rowOf(position)
    //    The last row that begins at `position` or before; -1: there is none.
    rowOf(position) {
        return lowerBound(this.starts.subarray(0, this.length), position + 1) - 1;
    }
}
