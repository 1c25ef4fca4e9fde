// scrubber.js: the line of the run, on which one moves through it. What happens over and over takes
// little of the line (folds.js); where only time passes, it is thin. Above it is the number of each
// process that begins, below it that of each that ends. Problems are bars, with a ! where they
// begin. It draws what does not move only once.

const SCRUBBER_MARGIN = 10;

class Scrubber {
    constructor(element, {seek, describe}) {
        Object.assign(this, {element, seek, describe});
        this.canvas = element.querySelector("canvas");
        this.playhead = element.querySelector(".playhead");
        this.hint = element.querySelector(".hint");
        new ResizeObserver(() => this.draw()).observe(element);
        element.addEventListener("pointerdown", (event) => this.pressed(event));
        element.addEventListener("pointermove", (event) => this.pointed(event));
        element.addEventListener("pointerleave", () => { this.hint.hidden = true; });
    }

    load(trace, index, folds) {
        Object.assign(this, {trace, index, folds});
        this.element.setAttribute("aria-valuemin", NO_EVENT);
        this.element.setAttribute("aria-valuemax", trace.length - 1);
        this.draw();
    }

    // place(position)
    //    Where the position is along the line, in pixels.
    place(position) {
        return SCRUBBER_MARGIN + this.folds.share(position) * (this.width - 2 * SCRUBBER_MARGIN);
    }

    positionAt(x) {
        const room = Math.max(1, this.width - 2 * SCRUBBER_MARGIN);
        const share = Math.max(0, Math.min(1, (x - SCRUBBER_MARGIN) / room));
        return this.folds.positionAt(share);
    }

    xOf(event) {
        return event.clientX - this.element.getBoundingClientRect().left;
    }

    pressed(event) {
        if (event.button !== 0) {
            return;
        }
        this.element.setPointerCapture(event.pointerId);
        this.seek(this.positionAt(this.xOf(event)));
    }

    pointed(event) {
        const x = this.xOf(event), position = this.positionAt(x);
        if (event.buttons & 1 && this.element.hasPointerCapture(event.pointerId)) {
            this.seek(position);
        }
        this.hint.hidden = false;
        setText(this.hint, `${position < 0 ? "start" : position} · ${this.describe(position)}`);
        const overhang = Math.max(0, x + this.hint.offsetWidth - this.width);
        this.hint.style.transform = `translateX(${x - overhang}px)`;
    }

    show(position, text) {
        this.playhead.style.transform = `translateX(${this.place(position)}px)`;
        this.element.setAttribute("aria-valuenow", position);
        this.element.setAttribute("aria-valuetext", text);
    }

    draw() {
        this.width = this.element.clientWidth;
        this.height = this.element.clientHeight;
        if (!this.trace || this.width === 0) {
            return;
        }
        const scale = window.devicePixelRatio || 1, context = this.canvas.getContext("2d");
        this.canvas.width = this.width * scale;
        this.canvas.height = this.height * scale;
        context.setTransform(scale, 0, 0, scale, 0, 0);
        const style = getComputedStyle(this.element);
        this.drawLine(context, style);
        this.drawLives(context, style);
        this.drawProblems(context, style);
        this.redrawn?.();
    }

    get middle() {
        return Math.round(this.height / 2);
    }

    drawLine(context, style) {
        context.fillStyle = style.getPropertyValue("--line");
        context.fillRect(SCRUBBER_MARGIN, this.middle - 2, this.width - 2 * SCRUBBER_MARGIN, 4);
        context.fillStyle = style.getPropertyValue("--panel");
        for (const {from, to} of this.folds.all) {
            const x = this.place(from - 1), width = this.place(to - 1) - x;
            context.fillRect(x, this.middle - 2, width, 1.5);
            context.fillRect(x, this.middle + 0.5, width, 1.5);
        }
    }

    drawLives(context, style) {
        context.fillStyle = style.getPropertyValue("--dim");
        context.font = `9.5px ${style.getPropertyValue("--mono")}`;
        context.textAlign = "center";
        const last = {true: -Infinity, false: -Infinity}; // where the last number is, above and below
        for (const {event, pid, begins} of this.index.lives) {
            const x = Math.round(this.place(event));
            context.fillRect(x, begins ? this.middle - 8 : this.middle + 4, 1, 4);
            if (x - last[begins] >= 14) {
                last[begins] = x;
                context.fillText(pid, x + 0.5, begins ? this.middle - 10 : this.middle + 16);
            }
        }
    }

    drawProblems(context, style) {
        context.fillStyle = style.getPropertyValue("--problem");
        context.font = `bold 12px ${style.getPropertyValue("--mono")}`;
        context.textAlign = "center";
        let lastMark = -Infinity;
        for (const {begin, end} of this.index.problems) {
            const x = this.place(begin), until = this.place(Math.min(end, this.trace.length - 1));
            context.fillRect(x, this.middle - 2, Math.max(2, until - x), 4);
            context.fillRect(x - 0.75, this.middle - 7, 1.5, 9);
            if (x - lastMark > 6) {
                context.fillText("!", x + 6, this.middle - 5);
                lastMark = x;
            }
        }
    }
}
