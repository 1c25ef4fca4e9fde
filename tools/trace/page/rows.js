// rows.js: a list of any length. Only its visible rows are in the document. All rows have the same
// height; a row that leaves on one side comes back on the other with new content.

const EXTRA_ROWS = 2;

class RowList {
    // draw(row, index) fills a row. A click or Enter on it calls choose(index).
    constructor(element, {height, draw, choose, role, label}) {
        Object.assign(this, {element, height, draw, choose});
        this.rowRole = role === "tree" ? "treeitem" : "option";
        this.length = 0;
        this.current = -1;
        this.top = 0;
        this.room = 0;
        this.revealed = -1;
        this.pool = [];
        element.tabIndex = 0;
        element.setAttribute("role", role);
        element.setAttribute("aria-label", label);
        this.space = element.appendChild(document.createElement("div"));
        this.space.className = "rows-space";
        element.addEventListener("scroll", () => this.scrolled(), {passive: true});
        element.addEventListener("click", (event) => this.clicked(event));
        new ResizeObserver(() => this.resized()).observe(element);
    }

    resized() {
        const wasVisible = this.room === 0 || this.isVisible(this.revealed);
        this.room = this.element.clientHeight;
        this.top = this.element.scrollTop;
        if (wasVisible && this.revealed >= 0) {
            this.scrollTo(this.revealed * this.height - (this.room - this.height) / 2);
        }
        this.refresh(true);
    }

    scrolled() {
        this.top = this.element.scrollTop;
        this.refresh(false);
    }

    clicked(event) {
        const row = event.target.closest(".row");
        if (row) {
            this.choose(row.index, event);
        }
    }

    // show(length, current, revealed)
    //    Shows `length` rows, all of which may have changed. Marks row `current`, and makes row
    //    `revealed` visible, if it is not -1.
    show(length, current, revealed) {
        if (length !== this.length) {
            this.length = length;
            this.space.style.height = `${length * this.height}px`;
        }
        this.current = current;
        this.top = Math.max(0, Math.min(this.top, length * this.height - this.room));
        this.revealed = revealed < 0 ? this.revealed : revealed;
        this.reveal(revealed);
        this.refresh(true);
    }

    // reveal(index)
    //    Scrolls so that row `index` is visible: a little if it is near, else to the middle.
    reveal(index) {
        const at = index * this.height;
        let top = this.top;
        if (index < 0 || this.room === 0 || this.isVisible(index)) {
            return;
        } else if (at >= top - this.height && at < top) {
            top = at;
        } else if (at + this.height <= top + this.room + this.height && at > top) {
            top = at + this.height - this.room;
        } else {
            top = at - (this.room - this.height) / 2;
        }
        this.scrollTo(top);
    }

    isVisible(index) {
        const at = index * this.height;
        return at >= this.top && at + this.height <= this.top + this.room;
    }

    scrollTo(top) {
        this.top = Math.max(0, Math.min(top, this.length * this.height - this.room));
        this.element.scrollTop = this.top;
    }

    refresh(all) {
        const first = Math.max(0, Math.floor(this.top / this.height) - EXTRA_ROWS);
        const room = Math.ceil(this.room / this.height) + 2 * EXTRA_ROWS;
        const count = Math.min(room, this.length - first);
        while (this.pool.length < count) {
            this.pool.push(this.newRow());
        }
        for (let i = first; i < first + count; ++i) {
            this.place(this.pool[i % this.pool.length], i, all);
        }
        this.pool.forEach((row) => {
            row.hidden = row.index < first || row.index >= first + count;
            row.classList.toggle("current", !row.hidden && row.index === this.current);
        });
    }

    newRow() {
        const row = document.createElement("div");
        row.className = "row";
        row.setAttribute("role", this.rowRole);
        row.style.height = `${this.height}px`;
        row.index = -1;
        row.id = `row-${++RowList.rows}`;
        this.pool.forEach((other) => { other.index = -1; }); // so that they are placed and drawn anew
        return this.space.appendChild(row);
    }

    place(row, index, all) {
        if (row.index !== index) {
            row.index = index;
            row.style.transform = `translateY(${index * this.height}px)`;
            row.setAttribute("aria-posinset", index + 1);
        } else if (!all) {
            return;
        }
        const isCurrent = index === this.current;
        row.classList.toggle("current", isCurrent);
        row.setAttribute("aria-selected", isCurrent);
        if (isCurrent) {
            this.element.setAttribute("aria-activedescendant", row.id);
        }
        this.draw(row, index);
    }
}
RowList.rows = 0;

// setText(element, text)
//    Sets the element's text. Costs nothing if it has that text already.
function setText(element, text) {
    if (element.shownText !== text) {
        element.shownText = text;
        element.textContent = text;
    }
}

// makeParts(row, names)
//    Gives a row its parts, elements with these classes.
function makeParts(row, names) {
    return names.map((name) => row.appendChild(make("span", name)));
}

// make(tag, className, text)
//    A new element.
function make(tag, className = "", text = "") {
    const element = document.createElement(tag);
    element.className = className;
    if (text !== "") {
        setText(element, text);
    }
    return element;
}
