/*
 * command: what a command is made of. Each is one const struct in one file of src/commands, in the
 * folder of its chapter; everything else is derived from the struct: synopsis, usage errors,
 * conversion of arguments, completion, help, the manual. To add one, copy a short file
 * (src/commands/bytes/upper.c), and add a script to tests/scripts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMAND_H
#define HANDSH_COMMAND_H

#include "handsh/shell.h"

/* ---- the table: generated from the files of src/commands ---- */

/* A chapter of help and of the manual: a folder. */
struct chapter {
	const char *name;                      /* the folder's; NULL ends the list of chapters */
	const struct command *const *commands; /* by name; NULL at the end */
};

extern const struct chapter command_chapters[];

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
	const char *fallback; /* its value when left out, as one would type it: the kind reads it */
	const char *text;     /* what it is, for help */
	bool listed;          /* help lists the words of its kind */
};

/* One option: -n, or --name when letter is 0; with a value: -t VALUE. */
struct command_option {
	char letter;
	const char *name;              /* long name without dashes, or NULL */
	const struct parameter *value; /* {0} after it; several: its value is a list. NULL: none */
	const char *text;
	int flag;   /* the bits that it gives call_flags: MSG_PEEK */
	bool again; /* it may be given again: its value is the list of what was given each time */
};

/* Is it the end of a signature's list, or is there none? */
static inline bool parameter_ends(const struct parameter *parameter)
{
	return !parameter || !parameter->name;
}
static inline bool option_ends(const struct command_option *option)
{
	return !option || (!option->letter && !option->name);
}

/* What an argument is: how it is checked and converted, and what Tab offers for it. */
struct kind {
	const char *name; /* "a number", for messages: "N is a number, not 'abc'" */
	/* Converts *value in place, false with call->error. NULL: any value will do. */
	bool (*convert)(struct call *call, const struct parameter *parameter, struct value *value);
	/* Tells the words of a closed list, and what each means. NULL: it is none. What they are
	 * for: errors, help and the manual; and Tab, where complete is complete_words. */
	void (*words)(void (*tell)(void *context, const char *word, const char *text),
		      void *context);
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
extern const struct kind kind_sequence; /* a list as it is, otherwise as kind_bytes */
extern const struct kind kind_map;
extern const struct kind kind_word;     /* a name; bytes */
extern const struct kind kind_switch;   /* on or off: a bool */
extern const struct kind kind_file;     /* a path */
extern const struct kind kind_host;     /* a name or an address of one: bytes */
extern const struct kind kind_port;     /* 0 to 65535, or the name of a service: bytes */
extern const struct kind kind_socket;   /* a socket's name or value: TYPE_SOCKET */
extern const struct kind kind_stream;   /* the same, of a command that takes stdin and stdout too */
extern const struct kind kind_queue;    /* a queue, or the name of its variable: TYPE_QUEUE */
extern const struct kind kind_place;    /* a host, or the name of one: TYPE_HOST */
extern const struct kind kind_usable;   /* kind_socket or kind_place */
extern const struct kind kind_closable; /* kind_queue, kind_socket or kind_place */
extern const struct kind kind_task;     /* a task or its number: TYPE_TASK */
extern const struct kind kind_tasks;    /* the same, or a list of them: TYPE_TASK, TYPE_LIST */
extern const struct kind kind_command;  /* the name of a command */
extern const struct kind kind_option;   /* the name of a socket option, or its level: bytes */
extern const struct kind kind_option_value; /* what it is set to: any value */
/*
 * An address takes one word or, when there is one argument more than parameters (host and port),
 * two. What stands in call->arguments is an address (TYPE_ADDRESS), or a list [host port] or [word]
 * that address_argument turns into one.
 */
extern const struct kind kind_address;

/* Of a kind that has a list of words: offers them to Tab, or as the nearest of a wrong one; or
 * appends them with blanks between. */
void complete_words(struct shell *shell, const struct parameter *parameter, const char *prefix,
		    struct completion *completion);
void kind_offer(const struct kind *kind, struct nearest *nearest);
void kind_append(const struct kind *kind, struct buffer *buffer);
/* RUN_FAIL, UNKNOWN: "there is no digest "sha7"", with the nearest of the kind's words as hint. */
enum run call_unknown(struct call *call, const struct kind *kind, const char *what,
		      const struct bytes *name);

/* hooks.bind: options out, arity, conversion. */
bool call_bind(struct call *call, struct shape *shape);
struct shape command_shape(const struct command *command); /* hooks.shape */

/* The bound argument of parameter i; what was left out is its default, or else UNSET. Borrowed. */
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
int call_given_flags(const struct call *call);
/* The bits of all options that were given, or-ed. */
static inline int call_flags(const struct call *call)
{
	return call->options ? call_given_flags(call) : 0;
}
/*
 * The value of option i; when it was not given its default, or else UNSET. Where one that takes
 * a value was given, or has a default, the values of all that take one lie after the positional
 * arguments, in the order of the signature.
 */
struct value call_option_value(const struct call *call, unsigned i);
unsigned call_option_place(const struct call *call, unsigned i); /* of that in the arguments */

/* ---- what may take long, in pieces between which others have their turns ---- */

/* Calls piece until it returns something else than RUN_WAIT, which here says that there is more. */
enum run call_pieces(struct call *call, enum run (*piece)(struct call *call));
/* Gives way. An exec whose state has begun on its own stack has it kept with the call. */
enum run call_give_way(struct call *call, const void *state, size_t size);

#ifdef HANDSH_STRESS
#define PIECE_BYTES ((size_t)16)
#define PIECE_ELEMENTS ((size_t)2)
#else
#define PIECE_BYTES ((size_t)1 << 16)
#define PIECE_ELEMENTS ((size_t)1 << 12)
#endif

/* Where the piece of total that begins at start ends. */
static inline size_t piece_end(size_t start, size_t total, size_t piece)
{
	return total - start < piece ? total : start + piece;
}

/*
 * Returns bytes of that length. fill writes those from start up to end, which is a multiple of 16 or
 * the length, and finds all before start done.
 */
enum run call_fill(struct call *call, size_t length,
		   void (*fill)(const struct call *call, char *data, size_t start, size_t end));
/* The same of bytes whose length is at most most: call->state, whose length grows piece by piece. */
struct bytes *call_decoded(struct call *call, size_t most);
enum run call_return_decoded(struct call *call);

/* Commands' measures: call->done of the bytes that argument i is, the first is, or call_fill makes. */
static inline bool call_measure(const struct call *call, unsigned i, struct measure *measure)
{
	*measure = (struct measure){call->done, call_argument(call, i).bytes->length};
	return true;
}
bool call_measure_first(const struct call *call, struct measure *measure);
bool call_measure_filled(const struct call *call, struct measure *measure);

struct formatted; /* walk.h */

/* Values of a call whose texts are put together, with the same text between each two. */
struct texts {
	struct value (*value_at)(const struct call *call, size_t index);
	size_t count;
	const char *between;
	size_t between_length;
};
/* In pieces, for they may be long: exec passes on what is not RUN_DONE. Then it has to end the text. */
enum run call_text(struct call *call, const struct texts *texts, struct formatted *text);

/* ---- errors ---- */

/* An error that the command can end with. Its failure finds the row by itself, help prints it. */
struct command_error {
	const char *name;    /* ECONNREFUSED, EAI_NONAME, TYPE …; NULL ends the table */
	const char *meaning; /* "the socket has no peer" */
	const char *advice;  /* what to do: "connect first"; NULL: nothing that helps always */
	bool (*when)(const struct call *call); /* of a call on such a socket; NULL: of any */
	bool reason; /* the name is a library's of what is wrong: an error's .reason */
};

/* Meaning and advice: "the socket has no peer: connect first". */
void command_error_format(const struct command_error *row, struct buffer *buffer);
/*
 * For hooks.explain: the first row that fits is the hint of call->error, if that has none. Of an error
 * that is not the kernel's only the advice, because its message says itself what is wrong.
 */
void call_explain(struct call *call);

#endif
