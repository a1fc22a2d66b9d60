/*
 * flow_told: how calls that move bytes are told: their lines, and the errors of those that do not come to
 * the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/data/flow.h"
#include "commands/data/reception.h"
#include "handsh/transport.h"

/* "17 bytes", or where there are two directions "17 bytes to a and 5 bytes to b". */
static void append_done(const struct flows *flows, struct buffer *text)
{
	struct buffer name = {0};
	for (unsigned i = 0; i < flows->count; i++) {
		const struct flow *flow = &flows->flows[i];
		buffer_format(text, "%s%" PRIu64 " byte%s", i ? " and " : "", flow->done,
			      flow->done == 1 ? "" : "s");
		if (flows->count > 1)
			buffer_format(text, " to %s", handle_name(flow->to, &name));
	}
	buffer_free(&name);
}

static uint64_t sum_done(const struct flows *flows)
{
	uint64_t done = 0;
	for (unsigned i = 0; i < flows->count; i++)
		done += flows->flows[i].done;
	return done;
}

/* ---- how far they have come ---- */

/* From where it stood in the file at first to the file's end, or 0. */
static uint64_t whole_of(const struct flow *flow)
{
	struct stat status;
	const int fd = flow->from->watch.fd;
	if (flow->from->medium != MEDIUM_FILE || fstat(fd, &status) < 0)
		return 0;
	const uint64_t taken = flow->done + handle_kept(flow->from);
	const off_t start = lseek(fd, 0, SEEK_CUR) - (off_t)taken;
	return status.st_size > start ? (uint64_t)(status.st_size - start) : 0;
}

/* What comes to the screen, or is typed, is seen. */
bool flows_measure(const struct call *call, struct measure *measure)
{
	const struct flows *flows = (const struct flows *)call->state;
	if (!flows)
		return false;
	for (unsigned i = 0; i < flows->count; i++) {
		const struct flow *flow = &flows->flows[i];
		if (flow->shown || flow->holds || flow->from->medium == MEDIUM_TERMINAL ||
		    flow->to->medium == MEDIUM_TERMINAL)
			return false;
	}
	*measure = (struct measure){.done = sum_done(flows)};
	if (flows->count == 1)
		measure->total = whole_of(&flows->flows[0]);
	return true;
}

/* ---- what had come and has not gone on ---- */

/* Takes bytes. */
static void add_data(struct error *error, struct bytes *bytes)
{
	if (!error->data) {
		error->data = bytes;
		return;
	}
	error->data = bytes_append(error->data, bytes->data, bytes->length);
	object_release(bytes);
}

static void say_left(struct flow *flow, struct error *error)
{
	struct handle *from = flow->from;
	const size_t left = flow->message ? flow->message->length : handle_kept(from);
	struct buffer name = {0};
	if (flow->message) {
		error_detail(error,
			     flow_is_stream(from) ? "; %zu more had come"
						  : "; a message of %zu bytes had come",
			     left);
		add_data(error, object_retain(flow->message));
	} else if (left && from->shared->count) {
		error_detail(error, "; %zu more are kept with %s", left, handle_name(from, &name));
	} else if (left) { /* nobody can receive them there any more */
		error_detail(error, "; %zu more had come", left);
		add_data(error, handle_take_kept(from, left));
	}
	buffer_free(&name);
}

static void say_done(struct flows *flows, struct error *error)
{
	struct buffer text = {0};
	append_done(flows, &text);
	error->done = (int64_t)sum_done(flows);
	error_detail(error, ", after %s", buffer_cstring(&text));
	for (unsigned i = 0; i < flows->count; i++)
		say_left(&flows->flows[i], error);
	buffer_free(&text);
}

/* ---- the ends ---- */

/* What it was about to pass on was the end. */
static bool has_ended(const struct flow *flow)
{
	return flow->sending && flow->source_ended && !flow_pending(flow) && flow->passes_end;
}

static const char *name_of_call(const struct flow *flow, const struct handle *on)
{
	const struct transport *transport = on->shared->transport;
	if (has_ended(flow))
		return "shutdown";
	if (!handle_is_socket(on))
		return flow->sending ? "write" : "read";
	return flow->sending ? transport->send_name : transport->receive_name;
}

/* call_answered makes the error. */
static void refuse(struct call *call, const struct flow *flow)
{
	struct handle *on = flow->sending ? flow->to : flow->from;
	const struct bytes *pending = flow->sending ? flow_pending(flow) : NULL;
	struct answer answer = answer_is(name_of_call(flow, on), on, -1, flow->number);
	call_on(call, &on->object);
	if (pending)
		call_answered(call, &answer, argument_bytes(pending->data, pending->length),
			      argument_int((int64_t)pending->length));
	else if (has_ended(flow))
		call_answered(call, &answer, argument_named(&names_shutdowns, SHUT_WR));
	else if (flow->sending)
		call_answered(call, &answer);
	else
		call_answered(call, &answer, argument_int((int64_t)FLOW_PIECE));
}

enum run flows_refused(struct call *call, struct flows *flows)
{
	struct flow *failed = flows->failed;
	if (failed->error)
		call_error(call, failed->error);
	else
		refuse(call, failed);
	failed->error = NULL;
	say_done(flows, call->error);
	return RUN_FAIL;
}

void flows_abandon(struct call *call, struct error *error)
{
	struct flows *flows = (struct flows *)call->state;
	const struct flow *flow = &flows->flows[0];
	struct answer answer = answer_abandoned(call->command->name, flow->from, error);
	struct buffer note = {0};
	buffer_text(&note, "after ");
	append_done(flows, &note);
	answer.note = buffer_cstring(&note);
	for (unsigned i = 0; i < flows->count; i++) {
		flow_pipe_close(&flows->flows[i]);
		tls_flush_later(flows->flows[i].to);
	}
	call_journal(call, &answer, argument_int(flow->to->watch.fd));
	say_done(flows, error);
	buffer_free(&note);
}

/* Whose peer may not have meant the end. */
static const struct flow *find_cut(const struct flows *flows)
{
	for (unsigned i = 0; i < flows->count; i++) {
		if (tls_cut(flows->flows[i].from))
			return &flows->flows[i];
	}
	return NULL;
}

enum run flows_answered(struct call *call, const struct flows *flows, struct value value)
{
	const struct flow *flow = &flows->flows[0], *cut = find_cut(flows);
	const char *note = flows->note;
	struct answer answer =
		answer_is(call->command->name, flow->from, (int64_t)sum_done(flows), 0);
	if (value.type == TYPE_INT)
		answer.value = value;
	else
		answer_give(&answer, value);
	answer.note = cut ? reception_end(cut->from) : note;
	return call_answered(call, &answer, argument_int(flow->to->watch.fd));
}

struct value flows_result(const struct flows *flows)
{
	struct map *map = map_new();
	map = map_put_text(map, "sent", value_int((int64_t)flows->flows[0].done));
	map = map_put_text(map, "received", value_int((int64_t)flows->flows[1].done));
	return value_object(TYPE_MAP, map);
}
