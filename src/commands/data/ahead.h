/*
 * ahead: receives for messages, which read ahead. What comes after the message stays kept with the
 * socket, and so does what has come of one that is not whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_AHEAD_H
#define HANDSH_COMMANDS_DATA_AHEAD_H

#include "handsh/message.h"
#include "handsh/socket.h"

/* A call, as long as its exec runs. What outlives that stands there: call->done is what has come. */
struct ahead {
	struct call *call;
	struct handle *handle;
	struct message message;
	bool patient;
	bool of_input; /* standard input without a prompt, which others read as well: see input.h */
	enum message_state state;
	int number;  /* errno, 0: none; EBADF also of a socket that was closed meanwhile */
	size_t room; /* bytes that were asked for at last */
	struct message_size size; /* of a message that is WHOLE */
	struct bytes *data;       /* which then is here, taken */
};

/*
 * Takes the message if all of it is kept with the socket, and it is the call's turn: so it is with
 * many that were sent at once. NULL: ahead_read has to see to it.
 */
struct bytes *ahead_take_kept(struct call *call, struct handle *handle,
			      const struct message *message);
/* RUN_DONE: state, or number, says what has come of it. RUN_WAIT, RUN_FAIL: as exec gives them. */
enum run ahead_read(struct ahead *ahead);
/* How much is there and was not taken; and a copy of it, as much as bytes can be; NULL: nothing. */
size_t ahead_left(const struct ahead *ahead);
struct bytes *ahead_copy(const struct ahead *ahead);
/* Has the call had its turn, and has it asked for more than was there? */
bool ahead_begun(const struct call *call);
bool ahead_asked(const struct call *call);

/* The forms of recv: exec, and abandon. */
enum run ahead_receive(struct call *call, const struct message *message);
void ahead_abandon(struct call *call, struct error *error, const struct message *message);

#endif
