/*
 * packet_words: see packet_words.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/packet_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/completion.h"
#include "handsh/piece.h"

/* Packets are on wires: what else stands before the dot would be passed over. */
static void refuse_dot(struct call *call)
{
	struct object *place = task_place(call_task(call));
	const bool host = place && place->behaviour == &host_behaviour;
	const char *name = host ? host_name((const struct host *)place) : "a";
	call_fail(call, "USAGE", "before the dot stands a wire, as in %s.%s", LAB_WIRE,
		  call->command->name);
	error_hint(call->error, "of the packets of a host: hold from %s, packets to %s, cut %s",
		   name, name, name);
}

struct lab *call_lab(struct call *call)
{
	struct lab *lab = call_shell(call)->lab;
	if (lab && call->manner & CALL_DOTTED && !call_wire(call)) {
		refuse_dot(call);
		return NULL;
	}
	if (lab) {
		lab_look(lab);
		return lab;
	}
	call_fail(call, "USAGE", "there is no wire, for there is no host");
	error_hint(call->error, "host a b makes two, and a wire between them");
	return NULL;
}

struct wire *call_wire(const struct call *call)
{
	struct object *place = task_place(call_task(call));
	return place && place->behaviour == &wire_behaviour ? (struct wire *)place : NULL;
}

void wires_format(const struct lab *lab, const struct wire *wire, struct buffer *text)
{
	const struct wire *each = NULL;
	bool first = true;
	while ((each = wire_next(lab, each))) {
		if (wire && each != wire)
			continue;
		buffer_format(text, "%s%s", first ? "" : ", ", wire_name(each));
		first = false;
	}
}

/* ---- filters ---- */

static bool follows(const struct completion *completion, const char *word)
{
	const struct cursor *cursor = &completion->cursor;
	if (!cursor->argument_count)
		return false;
	const char *before = completion->text + cursor->arguments[cursor->argument_count - 1].start;
	return strcspn(before, " \t") == strlen(word) && strncmp(before, word, strlen(word)) == 0;
}

static void complete_filter(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	if (follows(completion, "from") || follows(completion, "to"))
		complete_hosts(shell, completion);
	else
		complete_names(&packet_match_words, completion);
}

const struct kind kind_filter = {.name = "a word of a filter", .complete = complete_filter};

bool filter_take(struct call *call, unsigned first, struct packet_match **match)
{
	struct list *words = list_new(0);
	const struct packet_hosts hosts = lab_packet_hosts(call_shell(call)->lab);
	*match = NULL;
	for (unsigned i = first; i < call->count && call_given(call, i); i++)
		words = list_append(words, value_retain(call_argument(call, i)));
	const bool good =
		!words->count ||
		(*match = packet_match_new(words, &hosts, call->command->name, &call->error));
	object_release(words);
	return good;
}

void filter_format(struct call *call, unsigned first, struct buffer *text)
{
	bool any = false;
	for (unsigned i = first; i < call->count && call_given(call, i); i++) {
		buffer_text(text, any ? " " : "");
		value_format(call_argument(call, i), text);
		any = true;
	}
	if (!any)
		buffer_text(text, "every packet");
}

/* ---- numbers ---- */

static bool convert_held(struct call *call, const struct parameter *parameter, struct value *value)
{
	return kind_int.convert(call, parameter, value);
}

/* With what is in it: #7  a > b  … without its number. */
static void offer_packet(const struct object *packet, uint32_t id, struct completion *completion)
{
	struct buffer about = {0};
	char number[16];
	snprintf(number, sizeof(number), "%" PRIu32, id);
	packet->behaviour->format(packet, &about);
	const char *text = buffer_cstring(&about);
	completion_offer_typed(completion, number, text + strcspn(text, " ") + 2);
	buffer_free(&about);
}

void complete_packets(struct shell *shell, bool held, struct completion *completion)
{
	const struct packet *packet = NULL;
	while ((packet = packet_next(shell->lab, packet)))
		if (!held || packet->fate == PACKET_HELD)
			offer_packet(&packet->object, packet->id, completion);
}

static void complete_held(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	complete_packets(shell, true, completion);
	for (const struct piece *piece = shell->pieces; piece; piece = piece->next)
		offer_packet(&piece->object, piece->id, completion);
}

const struct kind kind_held = {
	.name = "a number", .convert = convert_held, .complete = complete_held};

/* ---- cables ---- */

static bool has_cable(struct call *call, const struct host *host, const struct wire *wire)
{
	if (host->operations && (!wire || host_is_on(host, wire)))
		return true;
	if (host->operations)
		call_fail(call, "USAGE", "%s is not on %s", host->name, wire_name(wire));
	else
		call_fail(call, "USAGE", "here is this machine, and on no wire");
	return false;
}

enum run cables_set(struct call *call, bool cut)
{
	struct lab *lab = call_lab(call);
	const struct wire *wire = call_wire(call);
	if (!lab)
		return RUN_FAIL;
	for (unsigned i = 0; i < call->count && call_given(call, i); i++)
		if (!has_cable(call, (const struct host *)call_argument(call, i).object, wire))
			return RUN_FAIL;
	if (!call->count || !call_given(call, 0))
		lab_cut(lab, wire, NULL, cut);
	for (unsigned i = 0; i < call->count && call_given(call, i); i++)
		lab_cut(lab, wire, (const struct host *)call_argument(call, i).object, cut);
	return RUN_DONE;
}

const struct parameter cable_parameters[] = {
	{"HOST", &kind_place, ARGUMENT_REST, .text = "whose cables; none: those of all"},
	{0},
};

const struct command_error cable_errors[] = {
	{"UNKNOWN", "there is no such host"},
	{"USAGE", "there is no wire, or the host is not on it",
	 "host a b makes two hosts, and a wire between them"},
	{0},
};
