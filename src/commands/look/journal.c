/*
 * journal: shows the latest events again, also those of blocks and tasks: calls, packets, and what those
 * have changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "commands/look/journal_filter.h"
#include "handsh/completion.h"
#include "handsh/piece.h"
#include "handsh/socket.h"

enum { OPTION_KEEP };

#define SHOWN 20 /* where no number is said */

/* ---- which of them ---- */

/* The next that is asked for. */
static bool next_of(const struct journal *journal, const struct journal_filter *filter,
		    struct journal_reader *reader, struct event *event)
{
	while (journal_read(journal, reader, event))
		if (journal_filter_takes(filter, event))
			return true;
	return false;
}

static int64_t wanted(const struct call *call)
{
	for (unsigned i = 0; i < call->count && call_given(call, i); i++)
		if (call_argument(call, i).type == TYPE_INT)
			return call_argument(call, i).integer;
	return SHOWN;
}

/* The reader stands before the first of the latest that are asked for. */
static void find_first(struct call *call, const struct journal_filter *filter,
		       struct journal_reader *reader)
{
	const struct journal *journal = machine_journal(call_machine(call));
	struct journal_reader all = {0};
	struct event event;
	int64_t more = -wanted(call);
	while (next_of(journal, filter, &all, &event))
		more++;
	*reader = (struct journal_reader){0};
	while (more-- > 0)
		next_of(journal, filter, reader, &event);
}

/* ---- the form ---- */

/* A packet is on a wire, which none of the hosts is; a relay's piece where the socket is that it is from. */
static const char *place_of(const struct event *event)
{
	const struct object *packet = event->packet.packet;
	if (event->kind == EVENT_PACKET && packet->behaviour == &piece_behaviour)
		return host_name(((const struct piece *)packet)->from->host);
	if (event->kind == EVENT_PACKET)
		return wire_name(((const struct packet *)packet)->wire);
	if (event->kind == EVENT_STATE)
		return event->state.host;
	return event->call.host ? event->call.host : host_name(NULL);
}

static void event_text(const struct display *display, const struct event *event,
		       struct buffer *text)
{
	const bool terminal = display_is_terminal(display);
	if (event->kind == EVENT_PACKET)
		packet_event_format(event, terminal ? display_width(display) : 0, text);
	else if (event->kind == EVENT_STATE)
		state_change_format(event, !terminal || display_knows_utf8(display), text);
	else
		call_line(event, true, text);
	buffer_byte(text, '\n');
}

/* Of the column that says where it was; 0: there is no host, and no such column. */
static int place_width(const struct shell *shell)
{
	size_t width = strlen(host_name(NULL));
	const struct host *host = NULL;
	const struct wire *wire = NULL;
	if (!shell->lab)
		return 0;
	while ((host = lab_next(shell->lab, host)))
		width = strlen(host->name) > width ? strlen(host->name) : width;
	while ((wire = wire_next(shell->lab, wire)))
		width = strlen(wire_name(wire)) > width ? strlen(wire_name(wire)) : width;
	return (int)width;
}

static void journal_text(struct call *call, struct buffer *text)
{
	const struct shell *shell = call_shell(call);
	const int width = place_width(shell);
	struct journal_filter filter;
	struct journal_reader reader;
	struct event event;
	journal_filter_open(&filter, call);
	find_first(call, &filter, &reader);
	while (next_of(&shell->journal, &filter, &reader, &event)) {
		if (width)
			buffer_format(text, "%-*s  ", width, place_of(&event));
		event_text(shell->display, &event, text);
	}
	journal_filter_close(&filter);
}

static struct value event_value(const struct event *event)
{
	if (event->kind == EVENT_PACKET)
		return packet_event_value(event);
	return event->kind == EVENT_STATE ? state_event_value(event) : call_event_value(event);
}

static struct value journal_value(struct call *call)
{
	const struct journal *journal = machine_journal(call_machine(call));
	struct list *list = list_new(0);
	struct journal_filter filter;
	struct journal_reader reader;
	struct event event;
	journal_filter_open(&filter, call);
	find_first(call, &filter, &reader);
	while (next_of(journal, &filter, &reader, &event))
		list = list_append(list, event_value(&event));
	journal_filter_close(&filter);
	return value_object(TYPE_LIST, list);
}

/* ---- the command ---- */

static bool one_number(struct call *call)
{
	unsigned numbers = 0;
	for (unsigned i = 0; i < call->count && call_given(call, i); i++)
		numbers += call_argument(call, i).type == TYPE_INT;
	return numbers <= 1 || call_fail(call, "USAGE", "it takes one number") == RUN_DONE;
}

static enum run journal_exec(struct call *call)
{
	static const struct exhibit exhibit = {
		.value = journal_value, .text = journal_text, .page = true};
	struct journal *journal = machine_journal(call_machine(call));
	if (call_option(call, OPTION_KEEP)) {
		journal_keep(journal, (unsigned)call_option_value(call, OPTION_KEEP).integer);
		return call_return(call, VALUE_NIL);
	}
	if (!one_number(call))
		return RUN_FAIL;
	if (!journal->ring)
		return call_fail(call, "USAGE", "no calls are kept");
	return call_exhibit(call, &exhibit);
}

static bool convert(struct call *call, const struct parameter *parameter, struct value *value)
{
	int64_t number;
	const bool digits = value->type == TYPE_BYTES && bytes_to_int(value->bytes, &number);
	const struct kind *kind = value->type == TYPE_INT || digits ? &kind_int : &kind_usable;
	return kind->convert(call, parameter, value);
}

static void complete(struct shell *shell, const struct parameter *parameter, const char *prefix,
		     struct completion *completion)
{
	kind_usable.complete(shell, parameter, prefix, completion);
}

static const struct kind kind_wanted = {
	.name = "a number, a socket or a host", .convert = convert, .complete = complete};

static const struct parameter parameters[] = {
	{"N|SOCKET|HOST", &kind_wanted, ARGUMENT_REST, .most = 1 << 20,
	 .text = "how many at the most, 20 when left out; and whose: none, all"},
	{0},
};

static const struct parameter kept[] = {
	{"COUNT", &kind_int, .most = 1 << 20, .text = "how many events"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_KEEP] =
		{'k', "keep", kept,
		 .text = "keep the latest COUNT events from here on, 0 none, and show nothing"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "no calls are kept",
	 "journal -k 1000 keeps the latest 1000 from here on; a prompt always does"},
	{"UNKNOWN", "there is no such socket, and no such host"},
	{0},
};

const struct command command_journal = {
	.name = "journal",
	.summary = "show the latest calls and packets, also those of blocks and tasks",
	.result = "where its value is taken: a list of maps, of calls with .task, .call, .socket, "
		  ".arguments, .result, .error, .data and .time; of packets as packets gives them",
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.help = "A prompt keeps the latest 1000 events; "
		"a script keeps none unless it asks for it. Bytes are kept up to 64 of them.\n"
		"Where there are hosts it begins each line with the host, or with the wire of a packet: those "
		"are kept as well, as many again where nobody holds them, and so is what they have changed in "
		"the states of connections, where it was asked for. journal c a 50 shows the latest 50 of "
		"socket c and of host a.",
	.example = "journal -k 10\n"
		   "def silent { s = socket tcp; s.close }\n"
		   "silent\n"
		   "journal 2\n"
		   "expect (journal 1)[0].call == 'close'\n"
		   "journal -k 0\n"
		   "expect error USAGE { journal }\n",
	.exec = journal_exec,
};
