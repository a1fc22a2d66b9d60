/*
 * socket: what the commands that are socket calls share.
 *
 * A blocking command's exec, which runs again whenever it is woken:
 *
 *	struct handle *handle = call_socket(call);
 *	...
 *	int number = socket_ready(call, handle, WAIT_READ, patient);
 *	if (!number) {
 *		count = recv(...);
 *		number = count < 0 ? errno : 0;
 *	}
 *	if (socket_again(call, number, patient))
 *		return socket_wait(call, handle, WAIT_READ);
 *	journal(...);
 *	if (number)
 *		return socket_failed(call, handle, "recv", number);
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SOCKET_H
#define HANDSH_SOCKET_H

#include <errno.h>

#include "handsh/command.h"

/* The current socket of the call's task, open; NULL with call->error (USAGE, says what to type). */
struct handle *call_current(struct call *call);
/* The call's socket: the current one at first, and the same again whenever exec runs again. The
 * call holds it. NULL: call->error. */
struct handle *call_socket(struct call *call);
/* The socket in argument i, or else the current one. */
struct handle *call_socket_argument(struct call *call, unsigned i);

/*
 * May the system call be tried? 0; EBADF when the socket was closed meanwhile; EAGAIN when others
 * are first or nothing can have come. A call that is not patient (nonblock on, MSG_DONTWAIT) always
 * tries.
 */
static inline int socket_ready(struct call *call, struct handle *handle, enum direction direction,
			       bool patient)
{
	const struct watch *watch = &handle->watch;
	const struct call *first = watch->queues[direction].first;
	if (!handle_open(handle))
		return EBADF;
	if (!patient)
		return 0;
	if (first && first != call)
		return EAGAIN;
	return call->timed_out || watch_ready(watch, direction) ? 0 : EAGAIN;
}

/* Is it an answer to wait after? Not when SO_RCVTIMEO or SO_SNDTIMEO has passed. */
static inline bool socket_again(const struct call *call, int number, bool patient)
{
	return number == EAGAIN && patient && !call->timed_out;
}

enum run socket_wait(struct call *call, struct handle *handle, enum direction direction);
/* The same where no event tells when to try again: tries after 1 ms, 2 ms … 16 ms. Uses
 * call->phase. */
enum run socket_retry(struct call *call, struct handle *handle);

/* ---- results ---- */

/* Does anybody want to see the call? Only then need its event be made. Notes that it was made. */
static inline bool call_wanted(struct call *call)
{
	call->journaled = true;
	return journal_wants_call(machine_journal(call_machine(call)), call_shown(call));
}

/* Writes a call to the journal when somebody wants it; see struct event. Saves and keeps errno. */
void call_journal(struct call *call, struct handle *handle, struct event *event);
/* A call on the descriptor of handle; the other arguments are appended. */
struct event socket_event(const char *name, const struct handle *handle, int64_t result,
			  int number);
void event_int(struct event *event, int64_t integer);
void event_word(struct event *event, const char *word);
void event_value(struct event *event, struct value value);
void event_address(struct event *event, const struct address *address);

/*
 * Turns argument i (kind_address) into an address for a socket of that family and type, asking the
 * resolver where it must. RUN_DONE: *address is borrowed from the argument.
 */
enum run address_argument(struct call *call, unsigned i, int family, int type,
			  const struct address **address);
/*
 * Where the commands that take an address begin: the current socket, and argument 0 as an address
 * for it, asking the resolver where it must. RUN_DONE: both are set, and the socket is open.
 */
enum run socket_with_address(struct call *call, const char *name, struct handle **handle,
			     const struct address **address);

/* ---- errors ---- */

/*
 * RUN_FAIL with the errno of a call on handle (NULL: on none), in words that fit a closed socket, a
 * time that has passed, a socket that does not wait, or a process without descriptors.
 */
enum run socket_failed(struct call *call, const struct handle *handle, const char *name,
		       int number);

/* For the rows of a command's errors: is the socket that the call works on such? */
bool when_timed_out(const struct call *call); /* SO_RCVTIMEO or SO_SNDTIMEO has passed */
bool when_nonblocking(const struct call *call);
bool when_listening(const struct call *call);
bool when_unconnected(const struct call *call);
bool when_unix(const struct call *call);

/* Rows that several commands have. */
/* clang-format off */
#define ERROR_CLOSED                                                                               \
	{"EBADF", "a closed socket stays closed", "make another, or accept again"}
#define ERRORS_OF_WAITING                                                                          \
	{"EAGAIN", "SO_RCVTIMEO or SO_SNDTIMEO has passed",                                        \
	 "setsockopt rcvtimeo 0, or sndtimeo 0, waits for ever", when_timed_out},                  \
	{"EAGAIN", "the socket does not wait", "nonblock off makes its calls wait",                \
	 when_nonblocking}
#define ERROR_DONTWAIT                                                                             \
	{"EAGAIN", "the call does not wait", "without --dontwait it does"}
#define ERRORS_OF_DESCRIPTORS                                                                      \
	{"EMFILE", "no descriptor is left",                                                        \
	 "close sockets that are not needed (sockets shows them), "                                \
	 "or start handsh with a higher limit (ulimit -n)"},                                       \
	{"ENFILE", "no descriptor is left in the whole machine"}
#define ERRORS_OF_NAMES                                                                            \
	{"EAI_NONAME", "nobody knows the name",                                                    \
	 "look at how it is written; 127.0.0.1 is this machine"},                                  \
	{"EAI_NODATA", "the name has no address"},                                                 \
	{"EAI_ADDRFAMILY", "the name has no address of the socket's family"},                      \
	{"EAI_AGAIN", "no name server answers", "is there a network?"}
/* clang-format on */

/* ---- sockets made ---- */

/* Puts fd into the table; the variable that takes the call's result names it. */
struct handle *call_create(struct call *call, int fd, enum handle_series series, int family,
			   int type, int protocol);
/* The shown name of a socket just made, for its call's event. */
const char *call_created_name(const struct call *call, const struct handle *handle,
			      struct buffer *buffer);
extern const struct kind kind_socket_kind; /* one of socket_kinds by name; or any other value */

#endif
