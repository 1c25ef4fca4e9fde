// main.js: the page as a whole. It shows one trace, or two side by side that can move together,
// opens files, and keeps the position in the fragment of its address.

const URL_DELAY = 300; // milliseconds: browsers refuse to change the address too often

class Page {
    constructor() {
        this.halves = [];
        this.loaded = []; // {trace, name}: the traces that the page was made with
        this.active = 0;
        this.frameWaiters = [];
        this.byId = (id) => document.getElementById(id);
        this.listen();
    }

    listen() {
        this.byId("open").addEventListener("click", () => this.pick(0));
        this.byId("compare").addEventListener("click", () => this.pick(1));
        this.byId("file").addEventListener("change", (event) => {
            this.readFile(event.target.files[0], this.slot);
            event.target.value = "";
        });
        this.byId("help-button").addEventListener("click", () => this.byId("help").showModal());
        this.byId("lock").addEventListener("change", () => {
            this.follow(this.halves[this.active]);
            this.byId("lock").blur();
        });
        document.addEventListener("keydown", (event) => this.pressed(event));
        document.addEventListener("dragover", (event) => event.preventDefault());
        document.addEventListener("drop", (event) => this.dropped(event));
        window.addEventListener("hashchange", () => this.readAddress());
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
            readPalette();
            this.halves.forEach((half) => half.restyle());
        });
    }

    // Traces

    // show(json, name, slot)
    //    Shows a trace in half 0 or 1. Refuses anything else with a message.
    show(json, name, slot) {
        try {
            const trace = readTrace(json);
            const label = name.replace(/\.(json|html)$/, "");
            const isPlain = label === trace.target || label === `${trace.target}-trace`;
            const title = isPlain ? trace.target : `${trace.target} · ${label}`;
            this.put(this.newHalf(trace, title), this.halves.length === 0 ? 0 : slot);
            this.say("");
        } catch (error) {
            const message = error instanceof TraceError ? error.message
                                                        : `it is not a right trace (${error.message})`;
            this.say(`This cannot be shown: ${message}.`);
        }
    }

    newHalf(trace, title) {
        return new Half(trace, title, {moved: (mover) => this.moved(mover)});
    }

    // reopen()
    //    Does as if the page were loaded anew.
    reopen() {
        this.halves.splice(0).forEach((half) => half.element.remove());
        this.byId("lock").value = "none";
        this.byId("help").close();
        document.activeElement?.blur();
        clearTimeout(this.addressTimer);
        this.addressTimer = undefined;
        history.replaceState(null, "", "#");
        this.loaded.forEach(({trace, name}, slot) => this.put(this.newHalf(trace, name), slot));
        this.activate(0);
        this.say("");
    }

    put(half, slot) {
        this.halves[slot]?.play(false);
        this.halves[slot]?.element.remove();
        this.halves[slot] = half;
        half.wanted = () => this.paintSoon();
        const box = this.byId("halves");
        box.insertBefore(half.element, slot === 0 ? box.firstChild : null);
        box.classList.toggle("two", this.halves.length === 2);
        for (const type of ["pointerdown", "focusin"]) {
            half.element.addEventListener(type, () => this.activate(this.halves.indexOf(half)));
        }
        this.byId("lock-box").hidden = this.halves.length < 2;
        document.title = `${this.halves.map((h) => h.trace.target).join(" and ")} – memory on a timeline`;
        this.activate(slot);
        half.paintSoon();
    }

    activate(slot) {
        this.active = slot;
        this.halves.forEach((half, n) => half.element.classList.toggle("active", n === slot));
    }

    say(message) {
        const element = this.byId("message");
        element.textContent = message;
        element.hidden = message === "";
    }

    pick(slot) {
        this.slot = slot;
        this.byId("file").click();
    }

    dropped(event) {
        event.preventDefault();
        const over = this.halves.findIndex((half) => half.element.contains(event.target));
        const slot = this.halves.length === 1 ? 1 : Math.max(0, over); // the second joins the first
        this.readFile(event.dataTransfer.files[0], slot);
    }

    async readFile(file, slot) {
        if (!file) {
            return;
        }
        try {
            this.show(JSON.parse(traceText(await file.text())), file.name, slot);
        } catch (error) {
            this.say(`“${file.name}” cannot be shown: it is not JSON (${error.message}).`);
        }
    }

    // Moving

    moved(half) {
        this.follow(half);
        this.writeAddressSoon();
    }

    // follow(half)
    //    If the halves move together, moves the other one to where this one is.
    follow(half) {
        const other = this.halves.find((one) => one !== half), mode = this.byId("lock").value;
        if (!other || mode === "none") {
            return;
        }
        const position = half.position < 0 ? NO_EVENT
            : mode === "tick" ? other.index.sameTick(half.trace.tick[half.position])
                              : this.sameCall(half, other);
        if (position !== undefined) {
            other.moveTo(position);
        }
    }

    // sameCall(half, other)
    //    The position in the other half; undefined if it has no such system call, so that it stays.
    sameCall(half, other) {
        if (half.index.lastCall[half.position] === NO_EVENT) {
            return NO_EVENT;
        }
        const call = other.index.sameCall(half.index, half.position);
        return call === NO_EVENT ? undefined : call;
    }

    // The address: #event=123, and &other=45 for the second half

    readAddress() {
        const fragment = new URLSearchParams(location.hash.slice(1));
        ["event", "other"].forEach((name, n) => {
            const position = fragment.get(name);
            if (position !== null && this.halves[n] && Number(position) !== this.halves[n].position) {
                this.halves[n].moveTo(parseInt(position, 10));
            }
        });
    }

    writeAddressSoon() {
        this.addressTimer ??= setTimeout(() => {
            this.addressTimer = undefined;
            const other = this.halves[1] ? `&other=${this.halves[1].position}` : "";
            history.replaceState(null, "", `#event=${this.halves[0].position}${other}`);
        }, URL_DELAY);
    }

    // Keys

    pressed(event) {
        const half = this.halves[this.active];
        if (this.byId("help").open) {
            return;
        } else if (event.key === "Escape") {
            document.activeElement?.blur();
        } else if (event.key === "?" && !isMeantElsewhere(event)) {
            this.byId("help").showModal();
        } else if (event.key === "l" && this.halves.length === 2 && !isMeantElsewhere(event)) {
            this.nextLock();
        } else if (!half || !pressKey(event, half)) {
            return;
        }
        event.preventDefault();
    }

    nextLock() {
        const lock = this.byId("lock");
        lock.selectedIndex = (lock.selectedIndex + 1) % lock.options.length;
        this.follow(this.halves[this.active]);
    }

    // Frames

    paintSoon() {
        this.frame ??= requestAnimationFrame((now) => this.paint(now));
    }

    paint(now) {
        this.frame = undefined;
        const start = performance.now();
        try {
            this.halves.forEach((half) => half.playing && half.playOn(now));
            this.halves.forEach((half) => half.paint());
        } finally {
            this.frameWaiters.splice(0).forEach((tell) => tell(performance.now() - start));
        }
        if (this.halves.some((half) => half.playing)) {
            this.paintSoon();
        }
    }

    tellFrame(tell) {
        this.frameWaiters.push(tell);
        this.paintSoon();
    }
}

// traceText(text)
//    The JSON in a file: all of the file; or, if make-page.py made it, the first trace in it.
function traceText(text) {
    const embedded = text.match(/<script type="application\/json" id="trace-0">\n([^<]*)<\/script>/);
    return embedded ? embedded[1] : text;
}

readPalette();
const thePage = new Page();
window.weensy = makeHook(thePage);
const names = JSON.parse(document.getElementById("names").textContent);
["trace-0", "trace-1"].forEach((id, slot) => {
    const element = document.getElementById(id), text = element.textContent.trim();
    element.remove(); // it is large, and no longer needed
    if (text === "null") {
        return;
    }
    try {
        thePage.show(JSON.parse(text), names[slot], slot);
    } catch (error) {
        thePage.say(`The trace in this page is not JSON (${error.message}).`);
    }
});
thePage.loaded = thePage.halves.map(({trace, name}) => ({trace, name}));
thePage.activate(0);
thePage.readAddress();
