/*
 * cmd: the commands. Each is one const struct in one file of src/cmd, about which everything else
 * is derived from the struct: synopsis, usage errors, conversion of arguments, completion, help,
 * the manual. To add one, copy a short file (src/cmd/upper.c), and add a script to tests/scripts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_H
#define HANDSH_CMD_H

#include "handsh/net.h"
#include "handsh/run.h"
#include "handsh/show.h"

/* ---- the shell: owner of everything ---- */

struct input;

struct shell {
	struct journal journal;
	struct machine *machine;
	struct network *network;
	struct display *display;
	struct input *input; /* standard input: the script's text, and lines for ask */
	const struct command *const *commands; /* the table, by name; NULL at the end */
	bool interactive;                      /* there is a prompt */
	bool json;
	bool script_input;    /* the script's text comes from standard input */
	uint64_t descriptors; /* the soft limit that handsh was started with, for !cmd */
};

static inline struct shell *call_shell(const struct call *call)
{
	return machine_shell(call_machine(call));
}

extern const struct command *const command_table[]; /* generated from the files of src/cmd */
extern const struct hooks shell_hooks;              /* what the machine is lent */

/* ---- standard input: shared by the reader of the script and by ask ---- */

/*
 * Lines of standard input. With a terminal and a prompt, the prompt supplies ask instead: set it.
 */
struct input *input_new(struct machine *machine, int descriptor);
void input_free(struct input *input);
enum input_status { INPUT_MORE, INPUT_LATER, INPUT_END, INPUT_FAILED };
/*
 * Text that was read and not used: *text, *length, borrowed until the next call. INPUT_LATER:
 * nothing now; INPUT_END: nothing ever again. Reads once, and only when nothing is left over.
 */
enum input_status input_peek(struct input *input, const char **text, size_t *length);
/* Reads more behind what is left over (grows *text of the next peek). */
enum input_status input_fill(struct input *input);
void input_consume(struct input *input, size_t length);
struct watch *input_watch(struct input *input); /* to wait for INPUT_LATER */
bool input_asked(const struct input *input);    /* an ask waits: the next line is its */
/* What the prompt does for commands that want the terminal. */
struct input_prompt {
	/* ask: shows the question, and must call input_answer later, from the loop. */
	void (*begin)(void *context, const char *question, struct call *call);
	void (*abandon)(void *context);         /* nobody wants the answer any more */
	void (*lend)(void *context, bool lent); /* !cmd has the terminal to itself, until false */
};
void input_interactive(struct input *input, const struct input_prompt *prompt, void *context);
void input_lend(struct input *input, bool lent); /* without effect when there is no prompt */
void input_answer(struct input *input, struct bytes *line); /* takes; NULL: end of file */

/* ---- signatures ---- */

enum arity { ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL, ARGUMENT_REST };

/* Collects what Tab offers; copies the words. */
struct completion;
void completion_offer(struct completion *completion, const char *word);

struct kind;

/* One positional argument. */
struct parameter {
	const char *name; /* "N": as in the synopsis */
	const struct kind *kind;
	enum arity arity;
	int64_t least, most;  /* range of ints, counts, ports; none when both are 0 */
	const char *fallback; /* value when left out, as text for help: "4096" */
	const char *text;     /* what it is, for help */
};

/* One option: -n, or --name when letter is 0; with value: -t VALUE. */
struct command_option {
	char letter;
	const char *name;              /* long name without dashes, or NULL */
	const struct parameter *value; /* NULL: none */
	const char *text;
};

/* What an argument is: how it is checked and converted, and what Tab offers for it. */
struct kind {
	const char *name; /* "a number", for messages: "N is a number, not 'abc'" */
	/* Converts *value in place, false with call->error. NULL: any value will do. */
	bool (*convert)(struct call *call, const struct parameter *parameter, struct value *value);
	/* Words to offer. NULL: none. */
	void (*complete)(struct shell *shell, const struct parameter *parameter, const char *prefix,
			 struct completion *completion);
};

extern const struct kind kind_value;    /* anything */
extern const struct kind kind_bytes;    /* bytes; an int as its digits */
extern const struct kind kind_int;      /* an int, or digits as bytes */
extern const struct kind kind_size;     /* the same, or 64k, 1M, in bytes */
extern const struct kind kind_duration; /* 200ms, 2s, a number of seconds: an int of nanoseconds */
extern const struct kind kind_list;
extern const struct kind kind_map;
extern const struct kind kind_word;    /* a name; bytes */
extern const struct kind kind_switch;  /* on or off: a bool */
extern const struct kind kind_file;    /* a path */
extern const struct kind kind_socket;  /* a socket's name or value: TYPE_SOCKET */
extern const struct kind kind_task;    /* a task or its number: TYPE_TASK */
extern const struct kind kind_command; /* the name of a command */
extern const struct kind kind_option;  /* the name of a socket option: bytes */
/*
 * An address takes one word or, when there is one argument more than parameters (host and port),
 * two. What stands in call->arguments is an address (TYPE_ADDRESS), or a list [host port] or [word]
 * that address_argument turns into one.
 */
extern const struct kind kind_address;

/* hooks.bind: options out, arity, conversion. */
bool call_bind(struct call *call, const struct shape *shape);
struct shape command_shape(const struct command *command); /* hooks.shape */

/* The bound argument of parameter i; TYPE_UNSET when it was left out. Borrowed. */
static inline struct value call_argument(const struct call *call, unsigned i)
{
	return call->arguments[i];
}
static inline bool call_given(const struct call *call, unsigned i)
{
	return call->arguments[i].type != TYPE_UNSET;
}
static inline bool call_option(const struct call *call, unsigned i)
{
	return call->options & (1u << i);
}
/*
 * The value of option i, UNSET when it was not given. The values of all options that take one lie
 * behind the positional arguments, in the order of the signature.
 */
struct value call_option_value(const struct call *call, unsigned i);

/* The synopsis: "recv [N]", "print [-n] [--raw] V…". */
void command_synopsis(const struct command *command, struct buffer *buffer);

struct command_error {
	const char *name; /* ECONNREFUSED */
	const char *text; /* what it means and what to do */
};

/* ---- helpers that socket commands share (src/cmd/socket_call.c) ---- */

/* The current socket of the call's task, open; NULL with call->error (USAGE, says what to type). */
struct handle *call_current(struct call *call);
/*
 * Turns argument i (kind_address) into an address for a socket of that family and type, asking the
 * resolver where it must. RUN_DONE: *address is borrowed from the argument.
 */
enum run address_argument(struct call *call, unsigned i, int family, int type,
			  const struct address **address);

/* Writes a call to the journal when somebody wants it; see struct event. Saves and keeps errno. */
void call_journal(struct call *call, struct handle *handle, struct event *event);
/* Text that print and friends write: to the journal as EVENT_PRINT. */
void call_print(struct call *call, const void *data, size_t length);

#endif
