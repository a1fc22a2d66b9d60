/*
 * signal_numbers: signal(7). The real-time ones have no names but SIGRTMIN+n.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <signal.h>

#include "handsh/names.h"
#include "names/list.h"

static const struct name signals[] = {
	{"SIGHUP", SIGHUP, "the terminal has gone"},
	{"SIGINT", SIGINT, "Ctrl-C"},
	{"SIGQUIT", SIGQUIT, "Ctrl-\\"},
	{"SIGILL", SIGILL, "illegal instruction"},
	{"SIGTRAP", SIGTRAP, "breakpoint"},
	{"SIGABRT", SIGABRT, "abort(3)"},
	{"SIGBUS", SIGBUS, "bad access to memory"},
	{"SIGFPE", SIGFPE, "arithmetic error"},
	{"SIGKILL", SIGKILL, "the end, which cannot be caught"},
	{"SIGUSR1", SIGUSR1, "for the program's own use"},
	{"SIGSEGV", SIGSEGV, "access to memory that is not there"},
	{"SIGUSR2", SIGUSR2, "for the program's own use"},
	{"SIGPIPE", SIGPIPE, "a write to a pipe or socket that nobody reads"},
	{"SIGALRM", SIGALRM, "a timer of alarm(2)"},
	{"SIGTERM", SIGTERM, "please end"},
	{"SIGSTKFLT", SIGSTKFLT, "not used"},
	{"SIGCHLD", SIGCHLD, "a child has ended"},
	{"SIGCONT", SIGCONT, "go on"},
	{"SIGSTOP", SIGSTOP, "stop, which cannot be caught"},
	{"SIGTSTP", SIGTSTP, "Ctrl-Z"},
	{"SIGTTIN", SIGTTIN, "read from the terminal in the background"},
	{"SIGTTOU", SIGTTOU, "write to the terminal in the background"},
	{"SIGURG", SIGURG, "urgent data on a socket"},
	{"SIGXCPU", SIGXCPU, "the limit of processor time"},
	{"SIGXFSZ", SIGXFSZ, "the limit of a file's size"},
	{"SIGVTALRM", SIGVTALRM, "a virtual timer"},
	{"SIGPROF", SIGPROF, "a profiling timer"},
	{"SIGWINCH", SIGWINCH, "the terminal has another size"},
	{"SIGIO", SIGIO, "a descriptor is ready"},
	{"SIGPWR", SIGPWR, "power failure"},
	{"SIGSYS", SIGSYS, "a bad system call"},
	{"SIGIOT", SIGIOT, "another name of SIGABRT"},
	{"SIGPOLL", SIGPOLL, "another name of SIGIO"},
	{"SIGCLD", SIGCLD, "another name of SIGCHLD"},
};

const struct names names_signals = {"signal", NAMES(signals)};
