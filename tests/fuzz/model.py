# A small model of the language's values and control flow, written from its manual and not from its
# implementation: it runs a program that is given as a tree, and says what must be printed.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A tree's nodes are tuples, whose first element is the kind. Values are None, bool, int, bytes,
# list, dict (keys are bytes) and Error. Lists and maps are never changed in place.

import inspect
import re

import model_commands
from model_values import Error, Fault, Queue, has_more, is_true, shown, typed

STEPS_MOST = 3000  # a program that takes more is not worth comparing
SIZE_MOST = 20000  # the same of bytes or elements in one value
DEPTH_MOST = 40
ERROR_NAME = re.compile(rb"[A-Z][A-Z0-9_]+")


class Uncompared(Exception):
    """The program does too much for a comparison, or something of which nothing is said."""


class Leave(Exception):
    """break, continue or return."""

    def __init__(self, kind, value=None):
        super().__init__(kind)
        self.kind, self.value = kind, value


class Exit(Exception):
    def __init__(self, status):
        super().__init__(status)
        self.status = status


def built_in(name, values):
    """What a built-in command makes of that many arguments."""
    command = model_commands.COMMANDS[name]
    try:
        inspect.signature(command).bind(*values)
    except TypeError:
        raise Fault("USAGE") from None
    return command(*values)


class Scope:
    """The variables as a body sees them: its own, then the shell's."""

    def __init__(self, shell, own=None):
        self.shell, self.own, self.declared = shell, own, set()
        self.inner = [] # names that live in a block, the innermost last

    def get(self, name):
        for names in reversed(self.inner):
            if name in names:
                return names[name]
        if self.own is not None and name in self.own and name not in self.declared:
            return self.own[name]
        if name in self.shell:
            return self.shell[name]
        raise Fault("UNSET")

    def set(self, name, value):
        for names in reversed(self.inner):
            if name in names:
                names[name] = value
                return
        own = self.own is not None and name not in self.declared
        (self.own if own else self.shell)[name] = value

    def seen(self):
        """All that is visible, as a task gets it."""
        seen = {**self.shell, **{name: value for name, value in (self.own or {}).items()
                                 if name not in self.declared}}
        for names in self.inner:
            seen.update(names)
        return seen


class Model:
    def __init__(self):
        self.out, self.status, self.error = b"", 0, None
        self.shell, self.defs = {}, {}
        self.steps, self.depth = 0, 0
        self.queued = 0 # how often a queue was changed

    def run(self, program):
        """Runs it; then out, status and error (a name, or None) say what came of it."""
        scope = Scope(self.shell)
        try:
            for statement in program:
                value = self.statement(statement, scope)
                control = statement[0] != "value" and statement[0] != "filter" or \
                    statement[0] == "value" and statement[1][0] == "block" and \
                    statement[1][1][0] != "filter"
                if not control and value is not None:
                    text = shown(value)
                    self.out += text if text.endswith(b"\n") else text + b"\n"
        except Fault as fault:
            self.status, self.error = 1, fault.name
        except Exit as end:
            self.status = end.status

    def step(self):
        self.steps += 1
        if self.steps > STEPS_MOST or len(self.out) > SIZE_MOST:
            raise Uncompared()

    # ---- statements ----

    def block(self, body, scope):
        value = None
        for statement in body:
            value = self.statement(statement, scope)
        return value

    def statement(self, statement, scope):
        self.step()
        return getattr(self, "do_" + statement[0])(scope, *statement[1:])

    def do_value(self, scope, node):
        return self.value(node, scope)

    def do_assign(self, scope, name, path, node):
        value = self.value(node, scope)
        if path:
            value = self.changed(scope.get(name), path, value, scope)
        scope.set(name, value)

    def do_unpack(self, scope, names, node):
        values = typed(self.value(node, scope), list)
        if len(values) != len(names):
            raise Fault("RANGE")
        for name, value in zip(names, values):
            scope.set(name, value)

    def changed(self, old, path, value, scope):
        """The old value with the place that a path of keys leads to replaced."""
        key = self.value(path[0], scope)
        if isinstance(old, dict):
            if not isinstance(key, bytes):
                raise Fault("TYPE")
            if len(path) > 1 and key not in old:
                raise Fault("RANGE")
        elif isinstance(old, list):
            key = self.position(old, key)
        else:
            raise Fault("TYPE")
        new = old.copy()
        new[key] = self.changed(old[key], path[1:], value, scope) if len(path) > 1 else value
        return new

    def do_print(self, scope, newline, nodes):
        texts = [shown(self.value(node, scope)) for node in nodes]
        self.out += b" ".join(texts) + (b"\n" if newline else b"")

    def do_if(self, scope, branches, otherwise):
        for condition, body in branches:
            if is_true(self.value(condition, scope)):
                return self.block(body, scope)
        return self.block(otherwise, scope) if otherwise is not None else None

    def turn(self, body, scope):
        """A loop's body once; True when the loop is to end."""
        self.step()
        try:
            self.block(body, scope)
        except Leave as leave:
            if leave.kind == "return":
                raise
            return leave.kind == "break"
        return False

    def do_while(self, scope, condition, body):
        while is_true(self.value(condition, scope)):
            if self.turn(body, scope):
                break

    def do_loop(self, scope, count, body):
        for _ in range(typed(self.value(count, scope), int)):
            if self.turn(body, scope):
                break

    def do_for(self, scope, names, node, body):
        for pair in self.pairs(self.value(node, scope), len(names)):
            for name, value in zip(names, pair):
                scope.set(name, value)
            if self.turn(body, scope):
                break

    def do_filter(self, scope, names, node, body):
        value = self.value(node, scope)
        kept = {} if isinstance(value, dict) else []
        for i, pair in enumerate(self.pairs(value, len(names))):
            scope.inner.append(dict(zip(names, pair)))
            self.step()
            try:
                keep = is_true(self.block(body, scope))
            except Leave as leave:
                if leave.kind == "return":
                    raise
                if leave.kind == "break":
                    break
                keep = False
            finally:
                scope.inner.pop()
            if keep and isinstance(value, dict):
                kept[pair[0]] = value[pair[0]]
            elif keep:
                kept.append(value[i] if isinstance(value, list) else value[i:i + 1])
        return b"".join(kept) if isinstance(value, bytes) else kept

    def pairs(self, value, count):
        if isinstance(value, dict):
            return [(key, value[key])[:count] for key in value]
        if isinstance(value, bytes):
            value = [value[i:i + 1] for i in range(len(value))]
        if not isinstance(value, list):
            raise Fault("TYPE")
        return [(i, element) if count == 2 else (element,) for i, element in enumerate(value)]

    def do_break(self, _scope):
        raise Leave("break")

    def do_continue(self, _scope):
        raise Leave("continue")

    def do_return(self, scope, node):
        raise Leave("return", self.value(node, scope) if node else None)

    def do_def(self, _scope, name, parameters, rest, body):
        self.defs[name] = (parameters, rest, body)

    def do_global(self, scope, names):
        scope.declared |= set(names)

    def do_try(self, scope, body, clauses, last):
        if last is None:
            return self.attempt(scope, body, clauses, not clauses)
        try:
            value = self.attempt(scope, body, clauses, False)
        except (Fault, Leave):
            self.block(last, scope)
            raise
        except Exit as end:
            try:
                self.block(last, scope)
            except Fault:
                raise Exit(end.status or 1) from None
            raise
        self.block(last, scope)
        return value

    def attempt(self, scope, body, clauses, swallow):
        """The block of try, and the clause that catches its error."""
        try:
            return self.block(body, scope)
        except Fault as fault:
            for names, variable, handler in clauses:
                if names and fault.name.encode() not in names:
                    continue
                if variable:
                    scope.set(variable, Error(fault.name))
                return self.block(handler, scope)
            if swallow:
                return None
            raise

    def do_fail(self, scope, nodes):
        values = [self.value(node, scope) for node in nodes]
        if isinstance(values[0], bytes) and ERROR_NAME.fullmatch(values[0]):
            raise Fault(values[0].decode())
        if len(values) > 1:
            raise Fault("USAGE")
        raise Fault(values[0].name if isinstance(values[0], Error) else "FAIL")

    def do_until(self, scope, node):
        """Nothing changes while it waits. Spelled as expect within it is an expectation, too."""
        if not self.is_met(scope, node):
            raise Uncompared()

    def is_met(self, scope, node):
        try:
            return is_true(self.value(node, scope))
        except Fault as fault:
            raise Uncompared() from fault # whether it is unmet then the manual does not say

    def do_expect(self, scope, node):
        if not self.is_met(scope, node):
            self.status = 1
            raise Fault("EXPECT")

    def do_timeout(self, scope, body):
        """timeout 1m { … }, which is never over."""
        return self.block(body, scope)

    def do_put(self, scope, queue, node):
        queue, value = self.value(queue, scope), self.value(node, scope)
        if typed(queue, Queue).closed:
            raise Fault("EOF")
        if queue.most and len(queue.values) >= queue.most:
            raise Uncompared() # it waits
        self.queued += 1
        queue.values.append(value)

    def do_close(self, scope, queue):
        self.queued += 1
        typed(self.value(queue, scope), Queue).closed = True

    def eval_queue(self, _scope, most):
        return Queue(most)

    def eval_take(self, scope, queue):
        queue = typed(self.value(queue, scope), Queue)
        if not queue.values and not queue.closed:
            raise Uncompared() # it waits
        self.queued += 1
        return queue.values.pop(0) if queue.values else None

    def do_exit(self, scope, node):
        raise Exit(typed(self.value(node, scope), int))

    # ---- values ----

    def value(self, node, scope):
        self.step()
        value = getattr(self, "eval_" + node[0])(scope, *node[1:])
        if isinstance(value, (bytes, list, dict)) and has_more(value, SIZE_MOST):
            raise Uncompared()
        return value

    def eval_literal(self, _scope, value):
        return value

    def eval_variable(self, scope, name):
        return scope.get(name)

    def eval_list(self, scope, nodes):
        return [self.value(node, scope) for node in nodes]

    def eval_map(self, scope, pairs):
        made = {}
        for key, node in pairs:
            key = self.value(key, scope)
            made[typed(key, bytes)] = self.value(node, scope)
        return made

    def eval_text(self, scope, nodes):
        """Pieces in quotes, or that touch: their texts."""
        return b"".join(shown(self.value(node, scope)) for node in nodes)

    def eval_index(self, scope, base, key):
        base, key = self.value(base, scope), self.value(key, scope)
        if isinstance(base, dict):
            if typed(key, bytes) not in base:
                raise Fault("RANGE")
            return base[key]
        if not isinstance(base, (bytes, list)):
            raise Fault("TYPE")
        place = self.position(base, key)
        return base[place] if isinstance(base, list) else base[place:place + 1]

    def position(self, base, key):
        place = typed(key, int)
        if not -len(base) <= place < len(base):
            raise Fault("RANGE")
        return place % len(base)

    def eval_slice(self, scope, base, start, end):
        base = self.value(base, scope)
        ends = [None if node is None else (self.value(node, scope),) for node in (start, end)]
        if not isinstance(base, (bytes, list)):
            raise Fault("TYPE")
        return base[slice(*(found and typed(found[0], int) for found in ends))]

    def eval_field(self, scope, base, name):
        base = self.value(base, scope)
        if isinstance(base, dict):
            if name.encode() not in base:
                raise Fault("RANGE")
            return base[name.encode()]
        if isinstance(base, Error) and name == "name":
            return base.name.encode()
        raise Fault("UNKNOWN")

    def eval_and(self, scope, left, right):
        value = self.value(left, scope)
        return self.value(right, scope) if is_true(value) else value

    def eval_or(self, scope, left, right):
        value = self.value(left, scope)
        return value if is_true(value) else self.value(right, scope)

    def eval_not(self, scope, node):
        return not is_true(self.value(node, scope))

    def eval_negative(self, scope, node):
        return model_commands.fits(-typed(self.value(node, scope), int))

    def eval_bnot(self, scope, node):
        return ~typed(self.value(node, scope), int)

    def eval_operator(self, scope, name, left, right):
        left, right = self.value(left, scope), self.value(right, scope)
        return model_commands.OPERATORS[name](left, right)

    def eval_block(self, scope, statement):
        """A control form where a value stands."""
        return self.statement(statement, scope)

    def eval_task(self, scope, body):
        """wait (spawn { … }): a task that is waited for at once."""
        seen = Scope(self.shell, scope.seen())
        return self.body(lambda: self.block(body, seen))

    def eval_tasks(self, scope, bodies):
        """wait [(spawn { … }) …]: in no order, so what others see of them is not compared."""
        before = self.out, self.status, self.queued, dict(self.shell)
        values, faults = [], []
        try:
            for body in bodies:
                try:
                    values.append(self.eval_task(scope, body))
                except Fault as fault:
                    faults.append(fault)
        except Exit as end:
            raise Uncompared() from end
        if len(faults) > 1 or before != (self.out, self.status, self.queued, self.shell):
            raise Uncompared()
        if faults:
            raise faults[0]
        return values

    def eval_any(self, scope, body):
        """wait (wait --any [(spawn { … }) (spawn { … })]), which do the same."""
        return self.eval_tasks(scope, [body, body])[0]

    def eval_call(self, scope, name, nodes):
        return self.call(name, [self.value(node, scope) for node in nodes])

    def eval_apply(self, scope, name, nodes, spread):
        values = [self.value(node, scope) for node in nodes]
        return self.call(name, values + typed(self.value(spread, scope), list))

    def eval_builtin(self, scope, name, nodes):
        return built_in(name, [self.value(node, scope) for node in nodes])

    def call(self, name, values):
        if name not in self.defs:
            return built_in(name, values)
        parameters, rest, body = self.defs[name]
        required = sum(default is None for _, default in parameters)
        if len(values) < required or len(values) > len(parameters) and not rest:
            raise Fault("USAGE")
        own = Scope(self.shell, {})
        given = dict(zip((parameter for parameter, _ in parameters), values))

        def begin():
            for parameter, default in parameters: # which sees those before it
                own.own[parameter] = given[parameter] if parameter in given \
                    else self.value(default, own)
            if rest:
                own.own[rest] = values[len(parameters):]
            return self.block(body, own)
        return self.body(begin)

    def body(self, run):
        self.depth += 1
        if self.depth > DEPTH_MOST:
            raise Uncompared()
        try:
            return run()
        except Leave as leave:
            return leave.value
        finally:
            self.depth -= 1
