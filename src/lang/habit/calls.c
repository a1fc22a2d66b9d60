/*
 * calls: see calls.h. The table; what it means stands in expand.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/calls.h"
#include "lang/habit/habit.h"

#include <string.h>

#define ANY 99

#define FUNCTION(name, least, most, ...)                                                           \
	{                                                                                          \
		name, CALL_FUNCTION, least, most, __VA_ARGS__                                      \
	}
#define METHOD(name, least, most, ...)                                                             \
	{                                                                                          \
		name, CALL_METHOD, least, most, __VA_ARGS__                                        \
	}

#define FLAGS_ADVICE "flags are options: help send and help recv name them"
#define ARRAY_ADVICE "nothing is made or cleared beforehand: buf = s.recv 1024 makes it"

/* The first row that fits counts. */
static const struct habit_call calls[] = {
	/* sockets of Python */
	METHOD("bind", 1, 2, "%r.bind %*"),
	METHOD("listen", 0, 1, "%r.listen %*"),
	METHOD("accept", 0, 0, "%r.accept", .parts = {"", ".peer"}),
	METHOD("connect", 1, 2, "%r.connect %*"),
	METHOD("connect_ex", 1, 1, "%r.connect %*"),
	METHOD("send", 1, 1, "%r.send %1"),
	METHOD("sendall", 1, 1, "%r.sendall %1"),
	METHOD("sendto", 2, 2, "%r.sendto %2 %1"),
	METHOD("recv", 0, 1, "%r.recv %*"),
	METHOD("recvfrom", 0, 1, "%r.recvfrom %*", .parts = {".data", ".from"}),
	METHOD("shutdown", 1, 1, "%r.shutdown %1"),
	METHOD("close", 0, 0, "%r.close"),
	METHOD("getsockname", 0, 0, "%r.getsockname", .parts = {".host", ".port"}),
	METHOD("getpeername", 0, 0, "%r.getpeername", .parts = {".host", ".port"}),
	METHOD("setsockopt", 3, 3, "%r.setsockopt %2 %3"),
	METHOD("getsockopt", 2, 2, "%r.getsockopt %2"),
	METHOD("fileno", 0, 0, "$%r.fd"),
	METHOD("settimeout", 1, 1, NULL, .advice = HABIT_DEADLINE),
	METHOD("setblocking", 1, 1, "%r.nonblock %!1"),
	METHOD("recv_into", 1, 2, NULL, .advice = "recv gives what has come: buf = s.recv 1024"),
	METHOD("sendfile", 1, 3, NULL, .advice = "copy carries a file to a socket: help copy"),
	METHOD("makefile", 0, ANY, NULL, .advice = "recv and send work on the socket itself"),
	FUNCTION("socket", 0, 0, "socket tcp"),
	FUNCTION("socket", 1, 1, "socket %k1"),
	FUNCTION("socket", 2, 3, "socket %*"),
	FUNCTION("create_connection", 1, 2, "socket tcp", .then = "%t.connect %1"),
	FUNCTION("create_server", 1, 1, "socket tcp", .then = "%t.bind %1; %t.listen"),
	FUNCTION("gethostname", 0, 0, "gethostname"),
	FUNCTION("gethostbyname", 1, 1, "(resolve %1)[0].host"),
	FUNCTION("getaddrinfo", 1, 2, "resolve %1"),
	/* sockets of C: the descriptor comes first */
	FUNCTION("socketpair", 0, 0, "socketpair"),
	FUNCTION("bind", 3, 3, NULL, .advice = HABIT_ADDRESS),
	FUNCTION("connect", 3, 3, NULL, .advice = HABIT_ADDRESS),
	FUNCTION("listen", 2, 2, "%n1.listen %2"),
	FUNCTION("accept", 3, 4, "%n1.accept"),
	FUNCTION("accept4", 4, 4, "%n1.accept"),
	FUNCTION("send", 4, 4, "%n1.send %d2%z4", .advice = FLAGS_ADVICE),
	FUNCTION("send", 2, 3, "%n1.send %2"),
	FUNCTION("write", 3, 3, "%n1.send %d2"),
	FUNCTION("sendto", 6, 6, NULL,
		 .advice = "the address comes first: s.sendto 127.0.0.1 5000 hi"),
	FUNCTION("recv", 4, 4, "%n1.recv %o3%z4", .out = 2, .length = "len",
		 .advice = FLAGS_ADVICE),
	FUNCTION("recv", 2, 2, "%n1.recv %2"),
	FUNCTION("recv", 3, 3, "%n1.recv %o3", .out = 2, .length = "len"),
	FUNCTION("read", 3, 3, "%n1.recv %o3", .out = 2, .length = "len"),
	FUNCTION("recvfrom", 6, 6, "%n1.recvfrom %o3%z4", .out = 2),
	FUNCTION("shutdown", 2, 2, "%n1.shutdown %2"),
	FUNCTION("close", 1, 1, "%n1.close"),
	FUNCTION("closesocket", 1, 1, "%n1.close"),
	FUNCTION("getsockname", 3, 3, "%n1.getsockname"),
	FUNCTION("getpeername", 3, 3, "%n1.getpeername"),
	FUNCTION("setsockopt", 5, 5, "%n1.setsockopt %3 %4"),
	FUNCTION("getsockopt", 5, 5, "%n1.getsockopt %3"),
	FUNCTION("fcntl", 3, 3, NULL, .advice = "nonblock on makes a socket non-blocking"),
	FUNCTION("select", 0, ANY, NULL, .advice = HABIT_TASKS),
	FUNCTION("poll", 0, ANY, NULL, .advice = HABIT_TASKS),
	FUNCTION("epoll_wait", 0, ANY, NULL, .advice = HABIT_TASKS),
	FUNCTION("fork", 0, 0, NULL, .advice = HABIT_TASKS),
	FUNCTION("Thread", 0, ANY, NULL, .advice = HABIT_TASKS),
	FUNCTION("htons", 1, 1, "%1"),
	FUNCTION("htonl", 1, 1, "%1"),
	FUNCTION("ntohs", 1, 1, "%1"),
	FUNCTION("ntohl", 1, 1, "%1"),
	FUNCTION("inet_addr", 1, 1, "%1"),
	FUNCTION("inet_aton", 1, 2, NULL, .advice = HABIT_ADDRESS),
	FUNCTION("inet_pton", 2, 3, NULL, .advice = HABIT_ADDRESS),
	FUNCTION("inet_ntoa", 1, 1, NULL, .advice = "an address has .host and .port"),
	FUNCTION("memset", 3, 3, NULL, .advice = ARRAY_ADVICE),
	FUNCTION("bzero", 2, 2, NULL, .advice = ARRAY_ADVICE),
	FUNCTION("malloc", 1, 1, NULL, .advice = ARRAY_ADVICE),
	FUNCTION("perror", 1, 1, NULL, .advice = "a call that fails says so by itself"),
	FUNCTION("strerror", 1, 1, NULL, .advice = "a call that fails says so by itself"),
	/* commands that need no socket before them */
	FUNCTION("bind", 1, 2, "bind %*"),
	FUNCTION("listen", 0, 1, "listen %*"),
	FUNCTION("accept", 0, 0, "accept"),
	FUNCTION("connect", 1, 2, "connect %*"),
	FUNCTION("send", 1, 1, "send %1"),
	FUNCTION("sendall", 1, 1, "sendall %1"),
	FUNCTION("sendto", 2, 2, "sendto %2 %1"),
	FUNCTION("sendto", 3, 3, "sendto %*"),
	FUNCTION("recv", 0, 1, "recv %*"),
	FUNCTION("recvfrom", 0, 1, "recvfrom %*"),
	FUNCTION("shutdown", 1, 1, "shutdown %1"),
	FUNCTION("close", 0, 0, "close"),
	FUNCTION("getsockname", 0, 0, "getsockname"),
	FUNCTION("getpeername", 0, 0, "getpeername"),
	FUNCTION("setsockopt", 3, 3, "setsockopt %2 %3"),
	/* the rest of Python and C */
	FUNCTION("print", 1, ANY, "print %p1"),
	FUNCTION("log", 1, ANY, "print %*"),
	FUNCTION("printf", 1, ANY, "print %w1"),
	FUNCTION("puts", 1, 1, "print %1"),
	FUNCTION("input", 0, 1, "ask %*"),
	FUNCTION("exit", 0, 1, "exit %*"),
	FUNCTION("quit", 0, 0, "exit"),
	FUNCTION("sleep", 1, 1, "sleep %1"),
	FUNCTION("usleep", 1, 1, "sleep %1us"),
	FUNCTION("len", 1, 1, "len %1"),
	FUNCTION("strlen", 1, 1, "len %1"),
	FUNCTION("int", 1, 1, "int %1"),
	FUNCTION("atoi", 1, 1, "int %1"),
	FUNCTION("str", 1, 1, "str %1"),
	FUNCTION("bytes", 1, 2, "str %1"),
	FUNCTION("type", 1, 1, "type %1"),
	FUNCTION("range", 1, 2, "range %*"),
	FUNCTION("sorted", 1, 1, "sort %1"),
	FUNCTION("reversed", 1, 1, "reverse %1"),
	FUNCTION("help", 0, 0, "help"),
	FUNCTION("help", 1, 1, "help %b1"),
	FUNCTION("system", 1, 1, NULL, .advice = "a ! before it gives the line to sh: !ls"),
	FUNCTION("open", 1, 1, "load %1"),
	FUNCTION("fprintf", 2, ANY, NULL,
		 .advice = "print writes to standard output; fail 'text' ends with an error"),
	FUNCTION("setTimeout", 1, 2, NULL,
		 .advice = "what is to be done later is a task: spawn { sleep 1s; … }"),
	FUNCTION("require", 1, 1, NULL,
		 .advice = "nothing needs to be imported; source FILE runs a script"),
	METHOD("Println", 0, ANY, "print %*"),
	METHOD("Dial", 2, 2, NULL, .advice = "socket tcp, then connect HOST PORT"),
	METHOD("Listen", 2, 2, NULL, .advice = "socket tcp, then bind '' PORT, and listen"),
	METHOD("Queue", 0, 1, "queue %*"),
	METHOD("put", 1, 1, "put %R %1"),
	METHOD("get", 0, 0, "take %R"),
	METHOD("get", 1, 2, "get %R %*"),
	METHOD("pop", 0, 1, NULL,
	       .advice = "$l[-1] is the last element, l = $l[:-1] takes it away"),
	METHOD("sort", 0, 0, "%r = sort %R"),
	METHOD("read", 0, 0, "%R"),
	METHOD("encode", 0, 1, "%R"),
	METHOD("decode", 0, 2, "%R"),
	METHOD("upper", 0, 0, "upper %R"),
	METHOD("lower", 0, 0, "lower %R"),
	METHOD("strip", 0, 0, "trim %R"),
	METHOD("split", 1, 1, "split %R %1"),
	METHOD("join", 1, 1, "join %1 %R"),
	METHOD("hex", 0, 0, "hex %R"),
	METHOD("find", 1, 1, "find %R %1"),
	METHOD("keys", 0, 0, "keys %R"),
	METHOD("append", 1, 1, "%r = $%r + [%1]"),
};

static unsigned count(const struct foreign *list)
{
	unsigned number = 0;
	for (; list; list = list->next)
		number++;
	return number;
}

/* socket.socket, time.sleep: a module of Python before the dot is no value. */
static bool is_module(const struct foreign *node)
{
	static const char *const modules[] = {"socket", "time",      "sys",    "os",
					      "select", "threading", "console"};
	for (size_t i = 0; i < sizeof(modules) / sizeof(*modules); i++)
		if (node->kind == FOREIGN_NAME && foreign_is(node, modules[i]))
			return true;
	return false;
}

const struct habit_call *habit_call_find(const struct foreign *call)
{
	const struct foreign *function = call->a;
	if (function->kind != FOREIGN_NAME && function->kind != FOREIGN_FIELD)
		return NULL;
	const bool method = function->kind == FOREIGN_FIELD && !is_module(function->a);
	const unsigned given = count(call->b);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if ((calls[i].way == CALL_METHOD) == method && given >= calls[i].least &&
		    given <= calls[i].most && foreign_is(function, calls[i].name))
			return &calls[i];
	return NULL;
}
