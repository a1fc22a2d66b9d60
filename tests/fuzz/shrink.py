# Makes a tree that shows a fault smaller, as long as it shows one.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import time


def variants(tree):
    """Trees that are smaller by one thing: elements left out, a node in place of its parent."""
    if isinstance(tree, list):
        size = len(tree) // 2
        while size > 1: # many at once first
            for i in range(0, len(tree), size):
                yield tree[:i] + tree[i + size:]
            size //= 2
        for i in range(len(tree)):
            yield tree[:i] + tree[i + 1:]
    if isinstance(tree, tuple):
        for child in tree[1:]:
            yield from nodes(child)
    if isinstance(tree, (list, tuple)):
        for i, child in enumerate(tree):
            for smaller in variants(child):
                yield type(tree)([*tree[:i], smaller, *tree[i + 1:]])


def nodes(child):
    """The nodes that could stand where their parent stands."""
    if isinstance(child, tuple):
        yield child
    elif isinstance(child, list):
        for element in child:
            yield from nodes(element)


def shrink(tree, is_fault, seconds):
    """The smallest tree that was found in that time; is_fault may raise where one makes no sense."""
    end = time.monotonic() + seconds
    found = True
    while found and time.monotonic() < end:
        found = False
        for smaller in variants(tree):
            if time.monotonic() > end:
                break
            try:
                fault = is_fault(smaller)
            except Exception: # a tree of any shape goes to what expects a program's
                continue
            if fault:
                tree, found = smaller, True
                break
    return tree
