"""Chromium for tests: opens a page, asks it, and presses keys on it, through chromedriver's WebDriver protocol, with only
the standard library. The browser uses a fresh profile and leaves the network alone."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ATTEMPTS = 3  # to start it
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"]
KEYS = {"Left": "\ue012", "Up": "\ue013", "Right": "\ue014", "Down": "\ue015", "Home": "\ue011", "End": "\ue010",
        "Shift": "\ue008", "Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how the protocol marks an element


class ScriptError(Exception):
    """An error that a script in the page threw, or the protocol's own."""


def why_no_browser():
    """Why tests with a browser cannot run here, or ""."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(missing)} not installed: ./setup.sh --browser does that" if missing else ""


class Browser:
    """`with Browser() as browser`: one window, which is gone at the end."""

    def __init__(self, width=1280, height=800, dark=False):
        self.size, self.dark = (width, height), dark
        self.address = ""  # of the open page

    def __enter__(self):
        self.profile = tempfile.mkdtemp()
        # In its own group: Control-C is for us, and we end it with everything that it has started.
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True,
                                       stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True,
                                       env={**os.environ, "HOME": self.profile, "XDG_CONFIG_HOME": self.profile})
        try:
            self.server = f"http://127.0.0.1:{self._port()}"
            self.session = ""
            self.session = "/" + self._new_session()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            if getattr(self, "session", ""):
                self._ask("DELETE", "", None)
        except (OSError, ScriptError):
            pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.driver.pid, signal.SIGKILL)
            self.driver.wait()
            self.driver.stdout.close()
            shutil.rmtree(self.profile, ignore_errors=True)

    def _port(self):
        for line in self.driver.stdout:
            if match := re.search(r"started successfully on port (\d+)", line):
                return match[1]
        raise ScriptError("chromedriver does not start")

    def _new_session(self, attempts=ATTEMPTS):
        """Chromium sometimes does not start on a busy machine."""
        try:
            return self._ask("POST", "", {"capabilities": {"alwaysMatch": self._wishes()}})["sessionId"]
        except ScriptError as error:
            if attempts == 1 or "session not created" not in str(error):
                raise
        return self._new_session(attempts - 1)

    def _wishes(self):
        scheme = [] if not self.dark else ["--blink-settings=preferredColorScheme=0"]
        return {"goog:chromeOptions": {"args": [*FLAGS, *scheme, f"--user-data-dir={self.profile}",
                                                f"--window-size={self.size[0]},{self.size[1]}"]},
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
                "timeouts": {"script": 60000, "pageLoad": 60000}, "unhandledPromptBehavior": "dismiss"}

    def _ask(self, method, path, body):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.server}/session{self.session}{path}", data, method=method,
                                         headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the driver is on this machine
        try:
            with opener.open(request, timeout=180) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise ScriptError(value["message"].splitlines()[0]) from error

    def open(self, path, fragment=""):
        """Opens a file, again if it is already open."""
        address = path.resolve().as_uri()
        if address == self.address:
            self._ask("POST", "/url", {"url": "about:blank"})
        self.address = address
        self._ask("POST", "/url", {"url": address + fragment})

    def run(self, script, *arguments):
        """What a script returns (`return ...`). Waits for a promise."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self._ask("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector, x=None, y=None):
        """Clicks in the middle, or at (x, y) from the upper left corner."""
        box = self.run("const b = document.querySelector(arguments[0]).getBoundingClientRect();"
                       "return [b.x, b.y, b.width, b.height]", selector)
        at = {"x": round(box[0] + (box[2] / 2 if x is None else x)), "y": round(box[1] + (box[3] / 2 if y is None else y))}
        moves = [{"type": "pointerMove", "duration": 0, **at}, {"type": "pointerDown", "button": 0},
                 {"type": "pointerUp", "button": 0}]
        self._ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": moves}]})

    def press(self, *keys):
        """Presses keys one after another; "Shift+Right" holds the first key down."""
        actions = []
        for key in keys:
            held = [KEYS.get(part, part) for part in (key.split("+") if len(key) > 1 else [key])]
            actions += [{"type": "keyDown", "value": value} for value in held]
            actions += [{"type": "keyUp", "value": value} for value in reversed(held)]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def type(self, selector, text):
        """Types into an element; for a file input, `text` is the file's path."""
        self._ask("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def resize(self, width, height):
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def screenshot(self):
        """A PNG, in base64."""
        return self._ask("GET", "/screenshot", None)

    def errors(self):
        """The warnings and errors on the console since the last call, without the one about reading pixels."""
        return [entry["message"] for entry in self._ask("POST", "/se/log", {"type": "browser"})
                if entry["level"] in ("WARNING", "SEVERE") and "willReadFrequently" not in entry["message"]]

    def requests(self):
        """The addresses that the page has requested since the last call."""
        messages = [json.loads(entry["message"])["message"]
                    for entry in self._ask("POST", "/se/log", {"type": "performance"})]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]

    def processor_time(self):
        """Seconds of processor time of the page's main thread."""
        self._command("Performance.enable", timeDomain="threadTicks")
        metrics = self._command("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "ThreadTime")

    def _command(self, name, **parameters):
        return self._ask("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def wait(self, script, seconds=10):
        """Waits until a script returns something true. Returns its last result."""
        end = time.monotonic() + seconds
        while not (value := self.run(script)) and time.monotonic() < end:
            time.sleep(0.05)
        return value
