/*
 * json: a value as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/json.h"

#include <stdlib.h>

#include "handsh/command.h"

struct writing {
	struct object object;
	struct json_text text;
	struct buffer out; /* of bytes_begin_text */
};

static void destroy(struct object *object)
{
	struct writing *writing = (struct writing *)object;
	json_text_end(&writing->text);
	buffer_free(&writing->out);
	free(writing);
}

static const struct behaviour writing_behaviour = {.destroy = destroy};

/* Lists may share elements: what is small can be endless on paper. */
static enum run write_piece(struct call *call, struct writing *writing)
{
	bool whole = json_text_go_on(&writing->text, &writing->out, PIECE_BYTES);
	if (writing->out.length - sizeof(struct bytes) > BYTES_MAX)
		return call_fail(call, "RANGE", "the text would be longer than %zu bytes",
				 BYTES_MAX);
	return whole ? RUN_DONE : RUN_WAIT;
}

static enum run json_exec(struct call *call)
{
	struct writing local, *writing = &local;
	enum run run;
	if (call->state) {
		writing = (struct writing *)call->state;
	} else {
		local.object = (struct object){&writing_behaviour, 1};
		json_text_begin(&local.text, call_argument(call, 0), JSON_OWN_NAMES);
		bytes_begin_text(&local.out);
	}
	while ((run = write_piece(call, writing)) == RUN_WAIT) {
		if (call_overdue(call))
			return call_give_way(call, writing, sizeof(*writing));
	}
	struct buffer out = writing->out;
	writing->out = (struct buffer){0};
	if (!call->state) /* which ends with the call */
		json_text_end(&writing->text);
	if (run == RUN_DONE)
		return call_return(call, value_bytes(bytes_from_text(&out)));
	buffer_free(&out);
	return run;
}

static bool json_measure(const struct call *call, struct measure *measure)
{
	const struct writing *writing = (const struct writing *)call->state;
	*measure = (struct measure){.done = writing->out.length - sizeof(struct bytes)};
	return true;
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REQUIRED, .text = "any value; a map in ( )"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "the text would be longer than a value can be"},
	{0},
};

const struct command command_json = {
	.name = "json",
	.summary = "write a value as JSON",
	.parameters = parameters,
	.result = "the text, on one line and of ASCII alone",
	.errors = errors,
	.help = "Bytes become a string if they are UTF-8, else {\"$hex\": \"ff00\"}; a map with a key "
		"that is no UTF-8 becomes {\"$map\": [[KEY, VALUE] …]}; an address, a socket and the "
		"like {\"$address\": TEXT} and so on. unjson makes the same value of what it reads, but "
		"for the last ones. A map's own key $hex or $map has its $ doubled.",
	.python = "json.dumps(value)",
	.example = "expect (json ({name: 'x' list: [1 true nil]})) == "
		   "'{\"name\":\"x\",\"list\":[1,true,null]}'\n"
		   "expect (json \"\\xff\") == '{\"$hex\":\"ff\"}'\n",
	.exec = json_exec,
	.measure = json_measure,
};
