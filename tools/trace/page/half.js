// half.js: all that the page shows of one trace. Its position is one number, and all else follows
// from that. Moving costs nothing until the next frame, however often it moves before.

class Half {
    // Each move that a person makes in this half calls moved(half).
    constructor(trace, name, {moved}) {
        Object.assign(this, {trace, name, moved});
        this.element = document.getElementById("half").content.firstElementChild.cloneNode(true);
        this.index = new TraceIndex(trace);
        this.folds = new Folds(trace);
        this.history = new History(trace, (i, state) => this.index.visit(i, state));
        this.uses = new PageUses(trace);
        this.position = this.firstOfInterest();
        this.which = "follow"; // whose virtual memory: "follow", "all", "kernel", or a process number
        this.usesPosition = undefined;
        this.playing = false;
        this.addParts();
        this.listen();
        this.listProblems();
    }

    find(selector) {
        return this.element.querySelector(selector);
    }

    addParts() {
        this.find(".name").textContent = this.name;
        const enlarge = this.find(".enlarge");
        enlarge.addEventListener("click", () => {
            const large = this.find(".screen-panel").classList.toggle("large");
            enlarge.textContent = large ? "Smaller" : "Larger";
        });
        this.find(".total").textContent = `of ${count(this.trace.length)}`;
        this.scrubber = new Scrubber(this.find(".scrubber"), {
            seek: (position) => this.seek(position),
            describe: (position) => describeEvent(this.trace, this.index, position),
        });
        this.physical = new Grid(this.find(".physical"), {
            choose: (page) => this.choosePage(page),
            describe: (page) => page < 0 ? "" : pageFacts(this.uses, page).join("; "),
        });
        this.virtual = new VirtualPanel(this);
        this.screen = new ScreenPanel(this);
        this.processes = new ProcessPanel(this);
        this.tree = new Tree(this);
        this.list = new EventList(this);
        this.inspector = new Inspector(this);
        fillLegend(this.find(".legend-body"));
        this.scrubber.redrawn = () => this.paintSoon();
        this.scrubber.load(this.trace, this.index, this.folds);
        this.list.load();
    }

    listen() {
        const on = (selector, type, act) => this.find(selector).addEventListener(type, act);
        on(".first", "click", () => this.seek(NO_EVENT));
        on(".back", "click", () => this.seek(this.position - 1));
        on(".play", "click", () => this.play(!this.playing));
        on(".forward", "click", () => this.seek(this.position + 1));
        on(".last", "click", () => this.seek(this.trace.length - 1));
        on(".problems", "click", () => this.seekProblem(1));
        on(".which", "change", (event) => this.chooseProcess(event.target.value));
        on(".position", "change", (event) => {
            event.target.blur();
            this.seekTyped(event.target.value.trim());
        });
        on(".fold", "click", () => this.list.fold(!this.list.folding));
    }

    // firstOfInterest()
    //    Where the page opens: the first problem, or else the first process.
    firstOfInterest() {
        return this.index.problems[0]?.begin ?? this.index.lives[0]?.event ?? NO_EVENT;
    }

    // say(text)
    //    Says, until the next move, why something is not possible.
    say(text) {
        setText(this.find(".notice"), text);
    }

    listProblems() {
        const problems = this.index.problems.length, button = this.find(".problems");
        button.textContent = problems === 0 ? "✓ no problems" : `! ${plural(problems, "problem")}`;
        button.classList.toggle("some", problems > 0);
        button.disabled = problems === 0;
    }

    // Moving

    // seek(position)
    //    Moves to event `position`, or to the nearest event.
    seek(position) {
        this.moveTo(position);
        this.moved(this);
    }

    moveTo(position) {
        this.say("");
        if (Number.isFinite(position)) {
            this.position = Math.max(NO_EVENT, Math.min(this.trace.length - 1, Math.trunc(position)));
            this.paintSoon();
        }
    }

    // seekTyped(text)
    //    Moves to the event whose number was typed. Stays if there is none.
    seekTyped(text) {
        const isNumber = /^\d[\d,]*$/.test(text), number = Number(text.replace(/,/g, ""));
        if (text === "start" || (isNumber && number < this.trace.length)) {
            this.seek(isNumber ? number : NO_EVENT);
        } else {
            this.paintSoon(); // puts the position back into the field
            const all = this.trace.length > 0 ? `, 0 to ${this.trace.length - 1}` : "";
            this.say(`There is no event “${text}”: type a number${all}, or “start”`);
        }
    }

    // seekProblem(direction), seekKind(kind, direction)
    //    Moves to the next problem, or event of a kind, or to the one before. If there is none,
    //    stays and says so.
    seekProblem(direction) {
        const begins = this.index.problems.map((problem) => problem.begin);
        const at = direction > 0 ? lowerBound(begins, this.position + 1)
                                 : lowerBound(begins, this.position) - 1;
        if (begins[at] !== undefined) {
            this.seek(begins[at]);
        } else {
            this.sayNone("problem", direction);
        }
    }

    sayNone(noun, direction) {
        this.say(direction > 0 ? `No ${noun} after this` : `No ${noun} before this`);
    }

    seekKind(kind, direction) {
        for (let i = this.position + direction; i >= 0 && i < this.trace.length; i += direction) {
            if (this.trace.kind[i] === kind) {
                this.seek(i);
                return;
            }
        }
        this.sayNone(kind === KIND.syscall ? "system call" : KINDS[kind], direction);
    }

    play(playing) {
        this.playing = playing && this.trace.length > 0;
        if (this.playing && this.position === this.trace.length - 1) {
            this.seek(NO_EVENT);
        }
        const button = this.find(".play");
        button.textContent = this.playing ? "❚❚ Pause" : "▶ Play";
        button.setAttribute("aria-label", this.playing ? "Pause" : "Play");
        this.playedUntil = performance.now();
        this.due = 0;
        this.paintSoon();
    }

    playOn(now) {
        // What takes little room on the line takes little time, too.
        this.due += Math.max(0, now - this.playedUntil) / 1000 * Number(this.find(".speed").value);
        this.playedUntil = now;
        const before = this.folds.weightUntil[this.position + 1];
        const after = lowerBound(this.folds.weightUntil, before + this.due + 1e-9) - 2;
        if (after > this.position) {
            this.due -= this.folds.weightUntil[after + 1] - before;
            this.seek(after);
        }
        if (this.position >= this.trace.length - 1) {
            this.play(false);
        }
    }

    // Choosing

    choosePage(page) {
        this.inspector.openPage(page);
    }

    // chooseAddress(address, root)
    //    Shows the walk of `address` in the page table at `root`; null: in the one that is shown.
    chooseAddress(address, root) {
        if (root !== null && root !== this.shownTable().root) {
            const owner = this.ownersOf(root)[0];
            const others = root === this.trace.kernelTable ? "kernel" : this.which;
            this.chooseProcess(owner ? String(owner.pid) : others);
        }
        this.inspector.openAddress(address);
    }

    chooseProcess(which) {
        this.which = which;
        this.paintSoon();
    }

    // The state at the position

    get state() {
        return this.history.seek(this.position);
    }

    // usesNow()
    //    The uses of physical pages at the position.
    usesNow() {
        const state = this.state;
        if (this.usesPosition !== this.position) {
            this.usesPosition = this.position;
            this.uses.find(state);
        }
        return this.uses;
    }

    // shownTable()
    //    {title, root} of the page table to show. When following, that is the one that the current
    //    event changes, or else that of the process that the event is about.
    shownTable() {
        if (this.which === "kernel") {
            return this.titled(this.trace.kernelTable);
        } else if (this.which !== "follow" && this.which !== "all") {
            const process = this.state.processes.get(Number(this.which));
            return process ? this.titled(process.root)
                : {title: `process ${this.which}, which does not exist now`, root: NOT_AN_ADDRESS};
        }
        return this.titled(this.followedRoot());
    }

    followedRoot() {
        const {trace, position, state} = this;
        const kind = position >= 0 ? trace.kind[position] : KIND.unknown;
        if (kind === KIND.entry && state.tables.has(trace.number[position])) {
            return state.tables.get(trace.number[position]).root;
        } else if (kind === KIND.table) {
            return trace.other[position];
        }
        const isOfAnother = kind === KIND.process || kind === KIND.switch; // not about trace.pid
        const about = isOfAnother ? trace.number[position] : 0;
        const pid = [about, trace.pid[position], state.running, ...state.processes.keys()]
            .find((candidate) => state.processes.has(candidate));
        return pid === undefined ? trace.kernelTable : state.processes.get(pid).root;
    }

    ownersOf(root) {
        return [...this.state.processes.values()].filter((process) => process.root === root);
    }

    titled(root) {
        const owners = this.ownersOf(root), pid = this.trace.pid[this.position];
        const owner = owners.find((process) => process.pid === pid) ?? owners[0];
        const isKernels = root === this.trace.kernelTable;
        if (owner && this.which !== "kernel") {
            return {root, title: processTitle(owner, isKernels ? ", in the kernel's table" : "")};
        }
        return {root, title: isKernels ? "the kernel" : `no process yet, root ${hexadecimal(root)}`};
    }

    changes() {
        return changesOf(this.trace, this.position, this.state);
    }

    // Drawing

    paintSoon() {
        this.wanted?.();
    }

    paint() {
        const state = this.state, uses = this.usesNow();
        const changes = this.changes(), shown = this.shownTable();
        const chosen = this.inspector.tab === "address" && this.inspector.address !== NOT_AN_ADDRESS
            ? Math.floor(this.inspector.address / PAGE_SIZE) : -1;
        this.paintHead(state);
        this.paintPhysical(uses, changes);
        this.virtual.show(this.shownVirtual(shown), (root) => ({
            from: changes.from,
            to: root === changes.root ? changes.to : 0,
            chosen: root === shown.root ? chosen : -1,
        }));
        this.screen.show(state.screen, changes.rows);
        this.processes.show(state, changes.processes);
        this.tree.show(shown.root, `of ${shown.title}`, changes.entry);
        this.list.show(this.position);
        this.inspector.show();
    }

    paintHead(state) {
        const text = describeEvent(this.trace, this.index, this.position);
        const where = this.position < 0 ? "start" : this.position;
        this.scrubber.show(this.position, `${where}: ${text}`);
        const input = this.find(".position");
        if (document.activeElement !== input) {
            input.value = where;
        }
        const open = [...state.problems.keys()].map((id) => `! problem ${id}`);
        const facts = [`tick ${state.tick}`, `${whose(state.running)} runs`, ...open];
        setText(this.find(".facts"), facts.join(" · "));
        this.offerProcesses(state);
    }

    offerProcesses(state) {
        const pids = [...state.processes.keys()].sort((a, b) => a - b).map(String);
        if (!pids.includes(this.which) && !["follow", "all", "kernel"].includes(this.which)) {
            pids.push(this.which);
        }
        const offer = pids.join();
        const select = this.find(".which");
        if (offer !== this.offered) {
            this.offered = offer;
            const option = (value, text) => new Option(text, value);
            select.replaceChildren(
                option("follow", "follow the events"), option("all", "all processes"),
                option("kernel", "the kernel"), ...pids.map((pid) => option(pid, `process ${pid}`)));
            select.value = this.which;
        } else if (select.value !== this.which) {
            select.value = this.which;
        }
    }

    paintPhysical(uses, changes) {
        const chosen = this.inspector.tab === "page" ? this.inspector.page : -1;
        this.physical.show(uses.cells, [...changes.pages], chosen);
    }

    shownVirtual(shown) {
        if (this.which !== "all") {
            return [shown];
        }
        return [...this.state.processes.values()].sort((a, b) => a.pid - b.pid)
            .map((process) => ({root: process.root, title: processTitle(process, "")}));
    }

    // restyle()
    //    Draws everything again, in the new colours.
    restyle() {
        this.physical.layOut();
        this.virtual.views.forEach((view) => view.grid.layOut());
        this.scrubber.draw();
    }
}
