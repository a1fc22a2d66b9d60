/*
 * unhexdump: the bytes of a dump.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/bytes/dump_reader.h"
#include "handsh/command.h"

enum { OPTION_ALL };

struct undumping {
	struct object object;
	struct dump_reader reader;
	struct list *all; /* with --all, else NULL */
};

static void destroy(struct object *object)
{
	struct undumping *undumping = (struct undumping *)object;
	dump_reader_end(&undumping->reader);
	object_release(undumping->all);
	free(undumping);
}

static const struct behaviour undumping_behaviour = {.destroy = destroy};

/* A dump has ended, and another follows. */
static enum run next_dump(struct call *call, struct undumping *undumping)
{
	if (!undumping->all) {
		call_fail(call, "TYPE", "line %zu begins another dump", undumping->reader.line);
		error_hint(call->error, "unhexdump --all gives the list of them");
		return RUN_FAIL;
	}
	if (undumping->all->count == LIST_MAX)
		return call_fail(call, "RANGE", "there are more than %zu dumps", LIST_MAX);
	undumping->all =
		list_append(undumping->all, value_bytes(dump_reader_take(&undumping->reader)));
	return RUN_WAIT;
}

/* An empty text is the dump of nothing; one without any line of a dump is a mistake. */
static enum run finish(struct call *call, struct undumping *undumping)
{
	struct dump_reader *reader = &undumping->reader;
	if (!reader->begun && reader->foreign)
		return call_fail(call, "TYPE",
				 "no line begins with an offset: "
				 "digits alone are for unhex");
	struct bytes *bytes = dump_reader_take(reader);
	if (!undumping->all)
		return call_return(call, value_bytes(bytes));
	struct list *all = undumping->all;
	undumping->all = NULL;
	return call_return(call, value_object(TYPE_LIST, list_append(all, value_bytes(bytes))));
}

static enum run step(struct call *call, struct undumping *undumping)
{
	struct dump_reader *reader = &undumping->reader;
	switch (dump_reader_step(reader, call_argument(call, 0).bytes)) {
	case DUMP_MORE:
		return RUN_WAIT;
	case DUMP_NEXT:
		return next_dump(call, undumping);
	case DUMP_DONE:
		return finish(call, undumping);
	default:
		return call_fail(call, reader->error, "line %zu: %s", reader->line,
				 reader->message);
	}
}

static enum run unhexdump_exec(struct call *call)
{
	struct undumping local, *undumping = &local;
	enum run run;
	if (call->state) {
		undumping = (struct undumping *)call->state;
	} else {
		local = (struct undumping){.object = {&undumping_behaviour, 1}};
		dump_reader_begin(&local.reader);
		local.all = call_option(call, OPTION_ALL) ? list_new(0) : NULL;
	}
	while ((run = step(call, undumping)) == RUN_WAIT) {
		if (call_overdue(call))
			return call_give_way(call, undumping, sizeof(*undumping));
	}
	if (!call->state) { /* which ends with the call */
		dump_reader_end(&undumping->reader);
		object_release(undumping->all);
	}
	return run;
}

static bool unhexdump_measure(const struct call *call, struct measure *measure)
{
	const struct dump_reader *reader = &((const struct undumping *)call->state)->reader;
	*measure = (struct measure){reader->place, call_argument(call, 0).bytes->length};
	return true;
}

static const struct parameter parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "the dump"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_ALL] = {'a', "all",
			.text = "several dumps, each of which begins with offset 0: a list"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "no line is one of a dump, offsets do not follow, or a second dump begins"},
	{"RANGE", "a * stands for more bytes than a value can hold"},
	{0},
};

const struct command command_unhexdump = {
	.name = "unhexdump",
	.summary = "make bytes of a hexdump",
	.parameters = parameters,
	.options = options,
	.result = "the bytes; with --all a list of them",
	.errors = errors,
	.help = "Reads what hexdump here and in a shell (with and without -C), xxd, od -A x -t x1z and "
		"tcpdump -x and -X print: lines that begin with an offset; of others only * counts, "
		"which stands for lines like the one before it. Offsets may begin anywhere.",
	.c = "see xxd(1), -r",
	.example = "expect (unhexdump '00000000: 4845 4c4c 4f  HELLO') == 'HELLO'\n"
		   "expect (unhexdump (hexdump 'any bytes')) == 'any bytes'\n"
		   "expect error TYPE { unhexdump 'no dump' }\n",
	.exec = unhexdump_exec,
	.measure = unhexdump_measure,
};
