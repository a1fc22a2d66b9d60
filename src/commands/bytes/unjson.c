/*
 * unjson: the value of a JSON text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "commands/bytes/json_reader.h"
#include "handsh/command.h"

struct reading {
	struct object object;
	struct json_reader reader;
};

static void destroy(struct object *object)
{
	json_reader_end(&((struct reading *)object)->reader);
	free(object);
}

static const struct behaviour reading_behaviour = {.destroy = destroy};

static enum run finish(struct call *call, struct json_reader *reader, enum json_state state)
{
	if (state == JSON_FAILED)
		return call_fail(call, reader->error, "byte %zu %s", reader->place,
				 reader->message);
	struct value result = reader->result;
	reader->result = VALUE_UNSET;
	return call_return(call, result);
}

static enum run unjson_exec(struct call *call)
{
	struct reading local, *reading = &local;
	enum json_state state;
	if (call->state) {
		reading = (struct reading *)call->state;
	} else {
		local.object = (struct object){&reading_behaviour, 1};
		json_reader_begin(&local.reader, call_argument(call, 0).bytes);
	}
	while ((state = json_reader_go_on(&reading->reader, PIECE_BYTES)) == JSON_MORE) {
		if (call_overdue(call))
			return call_give_way(call, reading, sizeof(*reading));
	}
	enum run run = finish(call, &reading->reader, state);
	if (!call->state) /* which ends with the call */
		json_reader_end(&reading->reader);
	return run;
}

static bool unjson_measure(const struct call *call, struct measure *measure)
{
	const struct json_reader *reader = &((const struct reading *)call->state)->reader;
	*measure = (struct measure){reader->place, reader->text->length};
	return true;
}

static const struct parameter parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "one JSON value, in UTF-8"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "the text is no JSON, or not all of it"},
	{"DEPTH", "lists and maps nest deeper than 1,000"},
	{"RANGE", "a number of more than 65,536 signs, or a list longer than lists can be"},
	{0},
};

const struct command command_unjson = {
	.name = "unjson",
	.summary = "make a value of JSON",
	.parameters = parameters,
	.result = "the value",
	.errors = errors,
	.help = "null is nil, objects are maps, arrays lists, strings bytes of UTF-8, with NUL in them "
		"too. A number that is no int of 64 bits is the text as it stands: 1.50 is '1.50'. Of "
		"two equal keys the last one counts. {\"$hex\": …} and {\"$map\": …}, as json writes "
		"them, become again what they were.\n"
		"\n"
		"A line of its own for each value: while (l = recv --line) != nil { unjson $l }.",
	.python = "json.loads(text)",
	.c = "json_loadb(text, n, 0, &error); /* of jansson */",
	.example = "m = unjson '{\"name\":\"x\",\"list\":[1,1.50,null]}'\n"
		   "expect $m.list == [1 '1.50' nil]\n"
		   "expect (unjson '\"\\u20ac\"') == \"\\u{20ac}\"\n"
		   "expect error TYPE { unjson '[1,]' }\n",
	.exec = unjson_exec,
	.measure = unjson_measure,
};
