"""Makes each file once; what it is made of is its key."""

import concurrent.futures
import threading


class Once:
    """Remembers what was made, for several threads: a thread that asks for what another one is making
    waits for it. What could not be made is tried again."""

    def __init__(self):
        self.made = {}  # {key: Future}
        self.lock = threading.Lock()

    def get(self, key, make):
        """What make() returned, or raised, when it was first called with this key."""
        with self.lock:
            future = self.made.get(key)
            mine = future is None
            if mine:
                future = self.made[key] = concurrent.futures.Future()
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self.lock:
                    del self.made[key]
                future.set_exception(error)
        return future.result()


def stamp(paths):
    """A value that changes if one of these files changes."""
    stamps = []
    for path in paths:
        status = path.stat()
        stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamps)
