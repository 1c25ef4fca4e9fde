"""What the exercises of part B share: which accesses permissions allow, and predictions."""

from section.witness import U, W, XD

ACCESS_NAMES = {"r": "read", "w": "write", "x": "execute"}


def allowed(mapping, user):
    """The accesses that these permissions allow the kernel, or a process."""
    if mapping.perm == 0 or (user and not mapping.perm & U):
        return set()
    return {"r"} | ({"w"} if mapping.perm & W else set()) | (set() if mapping.perm & XD else {"x"})


def predicted(section, key, seen):
    text = section.answers.words(key)
    return f"you predicted: {text}; seen: {seen}" if text else ""
