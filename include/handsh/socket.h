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
 *	struct answer answer = answer_is("recv", handle, count, number);
 *	return call_answered(call, &answer, argument_int(wanted));
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SOCKET_H
#define HANDSH_SOCKET_H

#include <errno.h>

#include "handsh/command.h"
#include "handsh/host.h"
#include "handsh/tls.h"

/* The current socket of the call's task, open; NULL with call->error (USAGE, says what to type). */
struct handle *call_current(struct call *call);
/* The call's socket: the current one at first, and the same again whenever exec runs again. The
 * call holds it. NULL: call->error. */
struct handle *call_socket(struct call *call);
/* The same for what works with anything of the table that is read and written to. */
struct handle *call_stream(struct call *call);
/* The socket, or whatever it is, in argument i, or else the current one. */
struct handle *call_socket_argument(struct call *call, unsigned i);

/* Is it the call's turn? 0; EBADF when the socket was closed meanwhile; EAGAIN when others are
 * first. A call that is not patient waits for nobody. */
static inline int socket_turn(const struct call *call, const struct handle *handle,
			      enum direction direction, bool patient)
{
	const struct call *first = handle->watch.queues[direction].first;
	if (!handle_open(handle))
		return EBADF;
	return patient && first && first != call ? EAGAIN : 0;
}

/* Is it worth trying? TLS may have deciphered what the kernel knows no more. */
static inline bool socket_promises(const struct handle *handle, enum direction direction)
{
	return watch_ready(&handle->watch, direction) ||
	       (handle->shared->tls && direction == WAIT_READ && tls_pending(handle));
}

/*
 * May the system call be tried? 0; EBADF when the socket was closed meanwhile; EAGAIN when others
 * are first or nothing can have come. A call that is not patient (nonblock on, MSG_DONTWAIT, or the
 * kernel would not let it wait either) always tries.
 */
static inline int socket_ready(struct call *call, struct handle *handle, enum direction direction,
			       bool patient)
{
	int number = socket_turn(call, handle, direction, patient);
	if (number || !patient || call->timed_out || socket_promises(handle, direction))
		return number;
	/* epoll(7) calls a stream writable when there is a good deal of room; a call that begins
	 * takes a little too. */
	return direction == WAIT_WRITE && !call->waited && !call->done ? 0 : EAGAIN;
}

/* Is it an answer to wait after? Not when SO_RCVTIMEO or SO_SNDTIMEO has passed. */
static inline bool socket_again(const struct call *call, int number, bool patient)
{
	return number == EAGAIN && patient && !call->timed_out;
}

/*
 * A stream has given count bytes where there was room for more: a tcp stream is drained then, so that
 * the next call may wait without asking. A unix stream also stops where descriptors were sent.
 */
static inline void socket_received(struct handle *handle, size_t count, size_t room)
{
	if (count < room && handle->family != AF_UNIX &&
	    !handle->shared->tls) /* TLS says it itself */
		watch_drained(&handle->watch, WAIT_READ);
}

enum run socket_wait(struct call *call, struct handle *handle, enum direction direction);
/* The same of a call that has its turn, without the socket's own timeouts. */
enum run socket_park(struct call *call, struct handle *handle, enum direction direction);
/* The same where no event tells when to try again: tries after 1 ms, 2 ms … 16 ms. Uses
 * call->phase. */
enum run socket_retry(struct call *call, struct handle *handle);

/* ---- answers: how a system call is told, and the command ends by it ---- */

/* A system call that has returned. What is not explained here is as in struct event_call. */
struct answer {
	const char *name;          /* "listen"; lives for ever */
	const struct handle *on;   /* the socket it was made on, its first argument; NULL: none */
	const struct handle *made; /* the socket that it has made; NULL: none */
	int fd;                    /* on's descriptor, also when that is closed by now */
	int number;                /* errno; 0: it has worked */
	int64_t result;
	uint8_t result_kind, gave_kind;
	bool kept; /* the bytes were with the socket: no system call was made, note says so */
	struct event_argument gave;
	const struct event_argument *data;
	const char *note;
	const struct address *address; /* what its error speaks of; NULL: the socket */
	struct value value;            /* taken by the command, which gives it; nil at first */
};

static inline struct answer answer_is(const char *name, const struct handle *on, int64_t result,
				      int number)
{
	return (struct answer){
		.name = name,
		.on = on,
		.fd = on ? on->watch.fd : -1,
		.result = number ? -1 : result,
		.number = number,
		.value = VALUE_NIL,
	};
}

/* The same of what a system call has just given: errno is that of a result below 0. */
static inline struct answer answer_of(const char *name, const struct handle *on, int64_t result)
{
	return answer_is(name, on, result, result < 0 ? errno : 0);
}

/* Of a call that waited, and was ended from outside by the error: EINTR, ECANCELED, ETIMEDOUT. */
struct answer answer_abandoned(const char *name, const struct handle *on,
			       const struct error *error);

/* The command gives the value (taken), which the call has brought: shown after ->. */
static inline void answer_give(struct answer *answer, struct value value)
{
	answer->gave_kind = GAVE_VALUE;
	answer->gave = argument_value(value);
	answer->value = value;
}

/* The command gives the socket (taken), which the call has made. */
void answer_make(struct answer *answer, struct handle *made);

/* Does anybody want to see the call? If not, nothing need be said of it. Notes that it was made. */
static inline bool call_wanted(struct call *call)
{
	call->journaled = true;
	return journal_wants_call(machine_journal(call_machine(call)), call_shown(call));
}

/* The descriptor that the call was made on, which stands before its other arguments. */
static inline struct event_argument answer_socket(const struct answer *answer)
{
	return answer->on ? argument_int(answer->fd) : argument_none();
}

static inline struct event_argument argument_address(const struct address *address)
{
	return argument_value((struct value){
		.type = TYPE_ADDRESS, .object = (struct object *)(uintptr_t)&address->object});
}

/*
 * Ends exec: RUN_DONE with the answer's value, or RUN_FAIL with its error. Before that the call is
 * written to the journal, if anybody wants to see it; only then are its arguments, those after the
 * descriptor that it was made on, evaluated.
 */
#define call_answered(call, answer, ...)                                                           \
	call_end(call, answer,                                                                     \
		 call_wanted(call) ? ARGUMENTS(answer_socket(answer) __VA_OPT__(, ) __VA_ARGS__)   \
				   : NULL)
/* The same without an end: only writes the call to the journal. */
#define call_journal(call, answer, ...)                                                            \
	(call_wanted(call)                                                                         \
		 ? call_write(call, answer,                                                        \
			      ARGUMENTS(answer_socket(answer) __VA_OPT__(, ) __VA_ARGS__))         \
		 : (void)0)

/* arguments NULL: nobody wants to see the call. */
enum run call_end(struct call *call, const struct answer *answer,
		  const struct event_argument *arguments);
void call_write(struct call *call, const struct answer *answer,
		const struct event_argument *arguments);
/*
 * RUN_FAIL with the answer's errno, in words that fit a closed socket, a time that has passed, a
 * socket that does not wait, or a process without descriptors.
 */
enum run call_refused(struct call *call, const struct answer *answer);

/* ---- addresses ---- */

/* resolve, and the call is told: RUN_DONE with *addresses a new list. port may be NULL. */
enum run call_resolve(struct call *call, struct bytes *host, struct bytes *port, int family,
		      int type, struct list **addresses);
/*
 * Turns argument i (kind_address) into an address for such a socket, asking the resolver where it
 * must. RUN_DONE: *address is borrowed from the argument.
 */
enum run address_argument(struct call *call, unsigned i, const struct socket_form *form,
			  const struct address **address);
/* The host of an address argument that is not resolved yet, in the user's words, or of an address as
 * it is written; a new reference. NULL: it has none. */
struct bytes *address_host(struct call *call, unsigned i, const struct socket_form *form);
/*
 * Where the commands that take an address begin: the current socket, and argument 0 as an address
 * for it, asking the resolver where it must. RUN_DONE: both are set, and the socket is open.
 */
enum run socket_with_address(struct call *call, const char *name, struct handle **handle,
			     const struct address **address);

/* ---- errors ---- */

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
/* OpenSSL's name of what is wrong; advice may be left out. */
#define TLS_REASON(name_, meaning_, ...)                                                           \
	{                                                                                          \
		.name = name_, .meaning = meaning_,                                                \
		.reason = true __VA_OPT__(, .advice = __VA_ARGS__)                                 \
	}
/* What the peer thinks of this side's certificate; a client of TLS 1.3 hears it when it receives. */
#define ERRORS_OF_TLS                                                                              \
	TLS_REASON("TLSV13_ALERT_CERTIFICATE_REQUIRED",                                            \
		   "the server takes nobody without a certificate",                                \
		   "tls --cert FILE --key FILE, on a new connection"),                             \
		TLS_REASON("TLSV1_ALERT_UNKNOWN_CA",                                               \
			   "the peer does not know the issuer of this side's certificate",         \
			   "there, --ca FILE names it"),                                           \
		TLS_REASON("SSLV3_ALERT_BAD_CERTIFICATE",                                          \
			   "the peer has refused this side's certificate",                         \
			   "what it is for, and until when: !openssl x509 -in FILE -noout -text"), \
		TLS_REASON("SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",                                  \
			   "this side's certificate is for another use: a server's, or a "         \
			   "client's"),                                                            \
		TLS_REASON("SSLV3_ALERT_CERTIFICATE_EXPIRED",                                      \
			   "the time of this side's certificate is over"),                         \
		TLS_REASON("SSLV3_ALERT_CERTIFICATE_REVOKED",                                      \
			   "the issuer has taken this side's certificate back"),                   \
		TLS_REASON("SSLV3_ALERT_CERTIFICATE_UNKNOWN",                                      \
			   "the peer has refused this side's certificate"),                        \
		TLS_REASON("DECRYPTION_FAILED_OR_BAD_RECORD_MAC",                                  \
			   "bytes were changed on their way, or are no TLS")
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

/* Where the address to which a socket is bound is any: appends the host by which it is reached from there,
 * 127.0.0.1 or b. False: the address says it. */
bool handle_reached(const struct handle *handle, const struct host *from,
		    const struct address *address, struct buffer *host);

/* ---- what could end a wait: the ends of commands ---- */

void ends_by_client(const struct call *call, struct buffer *text); /* accept */
void ends_by_bytes(const struct call *call, struct buffer *text);  /* recv */
void ends_by_room(const struct call *call, struct buffer *text);   /* send */
void ends_by_answer(const struct call *call, struct buffer *text); /* connect */
/* What its peer does: as it is typed where that is a socket of ours, "recv"; else "receive". */
void ends_by_peer(const struct call *call, const char *ours, const char *theirs,
		  struct buffer *text);

/* ---- sockets made ---- */

/* The host on which the task is; NULL: here. Borrowed. */
static inline struct host *task_host(struct task *task)
{
	struct object *place = task_place(task);
	const bool host = place && place->behaviour == &host_behaviour;
	return host && ((struct host *)place)->operations ? (struct host *)place : NULL;
}
static inline struct host *call_host(const struct call *call)
{
	return task_host(call_task(call));
}

/* Puts fd into the table, as a socket of the task's host; the variable that takes the call's result
 * names it. */
struct handle *call_create(struct call *call, int fd, enum handle_series series, int family,
			   int type, int protocol);
extern const struct kind kind_socket_kind; /* one of socket_kinds by name; or any other value */

#endif
