"""Made files, each made once: by what they are made of."""

import concurrent.futures
import threading


class Once:
    """A memory of what was made, for several threads: who asks for what another one makes, waits. What
    could not be made is tried again."""

    def __init__(self):
        self.made = {}  # {key: Future}
        self.lock = threading.Lock()

    def get(self, key, make):
        """What make() returns, or raises, when it is called for the first time with this key."""
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
    """Of files: what differs if one of them was changed."""
    stamps = []
    for path in paths:
        status = path.stat()
        stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamps)
