"""Chromium for tests: a page is opened, asked, and pressed keys on, through chromedriver's WebDriver protocol,
with the standard library alone. The browser has no profile of anybody's, and is told to leave the network alone."""

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

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"]
KEYS = {"Left": "\ue012", "Up": "\ue013", "Right": "\ue014", "Down": "\ue015", "Home": "\ue011", "End": "\ue010",
        "Shift": "\ue008", "Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how the protocol marks an element


class ScriptError(Exception):
    """What a script in the page threw, or the protocol's own error."""


def why_no_browser():
    """Why tests with a browser cannot run here, or ""."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(missing)} not installed: ./setup.sh --browser does that" if missing else ""


class Browser:
    """`with Browser() as browser`: one window; all is gone at the end."""

    def __init__(self, width=1280, height=800, dark=False):
        self.size, self.dark = (width, height), dark
        self.address = ""  # of the page that is open

    def __enter__(self):
        self.profile = tempfile.mkdtemp()
        # In a group of its own: Control-C is for us, and we end it, with all that it has started.
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True,
                                       stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True,
                                       env={**os.environ, "HOME": self.profile, "XDG_CONFIG_HOME": self.profile})
        try:
            self.server = f"http://127.0.0.1:{self._port()}"
            self.session = ""
            self.session = "/" + self._ask("POST", "", {"capabilities": {"alwaysMatch": self._wishes()}})["sessionId"]
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
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # it is on this machine
        try:
            with opener.open(request, timeout=180) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise ScriptError(value["message"].splitlines()[0]) from error

    def open(self, path, fragment=""):
        """Opens a file, anew also if it is open already."""
        address = path.resolve().as_uri()
        if address == self.address:
            self._ask("POST", "/url", {"url": "about:blank"})
        self.address = address
        self._ask("POST", "/url", {"url": address + fragment})

    def run(self, script, *arguments):
        """What a script returns: `return ...`. A promise is waited for."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self._ask("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector, x=None, y=None):
        """Clicks into the middle, or at (x, y) from the upper left corner."""
        box = self.run("const b = document.querySelector(arguments[0]).getBoundingClientRect();"
                       "return [b.x, b.y, b.width, b.height]", selector)
        at = {"x": round(box[0] + (box[2] / 2 if x is None else x)), "y": round(box[1] + (box[3] / 2 if y is None else y))}
        moves = [{"type": "pointerMove", "duration": 0, **at}, {"type": "pointerDown", "button": 0},
                 {"type": "pointerUp", "button": 0}]
        self._ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": moves}]})

    def press(self, *keys):
        """Presses keys one after the other; "Shift+Right" holds the first meanwhile."""
        actions = []
        for key in keys:
            held = [KEYS.get(part, part) for part in (key.split("+") if len(key) > 1 else [key])]
            actions += [{"type": "keyDown", "value": value} for value in held]
            actions += [{"type": "keyUp", "value": value} for value in reversed(held)]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def type(self, selector, text):
        """Into an element; of a file input, `text` is the file's path."""
        self._ask("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def resize(self, width, height):
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def screenshot(self):
        """A PNG, in base64."""
        return self._ask("GET", "/screenshot", None)

    def errors(self):
        """What the page wrote to the console since the last time, from warnings on; not that a test reads pixels."""
        return [entry["message"] for entry in self._ask("POST", "/se/log", {"type": "browser"})
                if entry["level"] in ("WARNING", "SEVERE") and "willReadFrequently" not in entry["message"]]

    def requests(self):
        """The addresses of all that was asked for since the last time."""
        messages = [json.loads(entry["message"])["message"]
                    for entry in self._ask("POST", "/se/log", {"type": "performance"})]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]

    def processor_time(self):
        """Seconds that the page's main thread has computed."""
        self._command("Performance.enable", timeDomain="threadTicks")
        metrics = self._command("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "ThreadTime")

    def _command(self, name, **parameters):
        return self._ask("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def wait(self, script, seconds=10):
        """Until a script returns something true; what it returned at last."""
        end = time.monotonic() + seconds
        while not (value := self.run(script)) and time.monotonic() < end:
            time.sleep(0.05)
        return value
