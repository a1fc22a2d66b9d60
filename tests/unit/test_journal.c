/*
 * The event stream: who is told what, and what the ring keeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/journal.h"

struct count {
	unsigned events;
	int64_t time, begin;
};

static void count_event(void *context, const struct event *event)
{
	struct count *count = context;
	count->events++;
	count->time = event->time;
	count->begin = event->call.begin;
}

static void write_call(struct journal *journal, unsigned flags)
{
	struct event event = {
		.kind = EVENT_CALL, .flags = flags, .call = {.name = "listen", .result = 0}};
	journal_write(journal, &event);
}

static void test_wanted(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct count all = {0}, top = {0};
	struct subscriber first = {EVENT_MASK(EVENT_CALL), count_event, &all, NULL};
	struct subscriber second = {EVENT_MASK(EVENT_CALL) | EVENT_ONLY_TOP, count_event, &top,
				    NULL};
	assert_false(journal_wants(&journal, EVENT_CALL));
	journal_subscribe(&journal, &second);
	assert_true(journal_wants(&journal, EVENT_CALL));
	assert_false(journal_wants(&journal, EVENT_PRINT));
	assert_true(journal_wants_call(&journal, true));
	assert_false(journal_wants_call(&journal, false));
	journal_subscribe(&journal, &first);
	assert_true(journal_wants_call(&journal, false));
	write_call(&journal, 0);
	write_call(&journal, EVENT_TOP);
	assert_int_equal(all.events, 2);
	assert_int_equal(top.events, 1);
	assert_true(all.time > 0 && all.time <= clock_now());
	assert_true(all.begin == all.time); /* it has not waited */
	journal_unsubscribe(&journal, &second);
	journal_unsubscribe(&journal, &first);
	assert_false(journal_wants(&journal, EVENT_CALL));
	journal_free(&journal);
}

/* One that is like another is told what that is told, and adds nothing to what is wanted. */
static void test_like(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct count shown = {0}, told = {0};
	struct subscriber first = {
		.kinds = EVENT_MASK(EVENT_CALL) | EVENT_ONLY_TOP,
		.notify = count_event,
		.context = &shown,
	};
	struct subscriber second = {.notify = count_event, .context = &told, .like = &first};
	journal_subscribe(&journal, &first);
	journal_subscribe(&journal, &second);
	write_call(&journal, 0);
	write_call(&journal, EVENT_TOP);
	assert_int_equal(told.events, 1);
	journal_want(&journal, &first, EVENT_MASK(EVENT_CALL));
	assert_true(journal_wants_call(&journal, false));
	write_call(&journal, 0);
	assert_int_equal(told.events, 2);
	journal_want(&journal, &first, 0);
	assert_false(journal_wants(&journal, EVENT_CALL));
	write_call(&journal, EVENT_TOP);
	assert_int_equal(told.events, 2);
	assert_int_equal(shown.events, 2);
	journal_unsubscribe(&journal, &second);
	journal_unsubscribe(&journal, &first);
}

/* Of a table one is told the text, another the value. */
static void test_tables(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct count texts = {0}, values = {0};
	const unsigned kinds = EVENT_MASK(EVENT_PRINT) | EVENT_MASK(EVENT_TABLE);
	struct subscriber first = {
		.kinds = EVENT_MASK(EVENT_PRINT),
		.notify = count_event,
		.context = &texts,
	};
	struct subscriber second = {
		.kinds = kinds | EVENT_AS_VALUES,
		.notify = count_event,
		.context = &values,
	};
	journal_subscribe(&journal, &first);
	assert_false(journal_wants(&journal, EVENT_TABLE));
	journal_subscribe(&journal, &second);
	assert_true(journal_wants(&journal, EVENT_TABLE));
	struct event event = {.kind = EVENT_PRINT, .value = argument_bytes("x", 1)};
	journal_write(&journal, &event);
	event.flags = EVENT_OF_TABLE;
	journal_write(&journal, &event);
	assert_int_equal(texts.events, 2);
	assert_int_equal(values.events, 1);
	event = (struct event){.kind = EVENT_TABLE};
	journal_write(&journal, &event);
	assert_int_equal(texts.events, 2);
	assert_int_equal(values.events, 2);
	journal_unsubscribe(&journal, &second);
	journal_unsubscribe(&journal, &first);
}

static void test_ring_order(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct event event = {0};
	journal_keep(&journal, 3);
	assert_true(journal_wants_call(&journal, false));
	assert_false(journal_kept(&journal, 0, &event));
	for (int i = 0; i < 5; i++) {
		event = (struct event){.kind = EVENT_VALUE, .value = argument_int(i)};
		journal_write(&journal, &event);
	}
	for (unsigned i = 0; i < 3; i++) {
		assert_true(journal_kept(&journal, i, &event));
		assert_int_equal(event.value.integer, i + 2);
	}
	assert_false(journal_kept(&journal, 3, &event));
	journal_keep(&journal, 0);
	assert_false(journal_wants(&journal, EVENT_VALUE));
	journal_free(&journal);
}

/* What an event names, each in memory of its own that ends with the event. */
struct owner {
	char *alias, *note, *sent;
	struct buffer text;
	struct value address, list;
	struct source *source;
};

static void format_address(const struct object *object, struct buffer *buffer)
{
	(void)object;
	buffer_text(buffer, "127.0.0.1:80");
}

static void free_address(struct object *object)
{
	free(object);
}

static const struct behaviour address_like = {.destroy = free_address, .format = format_address};

static char *filled(char byte, size_t length)
{
	char *text = memory_zeroed(1, length + 1);
	memset(text, byte, length);
	return text;
}

static void owner_begin(struct owner *owner, unsigned round)
{
	struct object *address = memory_zeroed(1, sizeof(*address));
	*address = (struct object){&address_like, 1};
	*owner = (struct owner){
		.alias = filled('s', 80),
		.note = filled('n', 20),
		.sent = filled((char)('a' + round), 1000),
		.address = value_object(TYPE_ADDRESS, address),
		.list = value_object(TYPE_LIST, list_append(list_new(1), value_int(7))),
		.source = source_new("a.hsh", bytes_text("s.send x"), 1),
	};
	buffer_text(&owner->text, "{1, 5}");
}

static void owner_end(struct owner *owner)
{
	free(owner->alias);
	free(owner->note);
	free(owner->sent);
	buffer_free(&owner->text);
	value_release(owner->address);
	value_release(owner->list);
	object_release(owner->source);
}

static void write_every_kind(struct journal *journal, unsigned round)
{
	struct owner owner;
	owner_begin(&owner, round);
	struct event_argument rights[] = {argument_int(5), argument_value(owner.address), {0}};
	const struct event_argument *arguments = ARGUMENTS(
		argument_int(3), argument_none(), argument_bytes(owner.sent, 1000),
		argument_text(&owner.text), argument_constant("F_SETFL"),
		argument_named(&names_types, 2), argument_flags(&names_messages, 1),
		argument_value(owner.list), argument_value(owner.address),
		argument_struct(ARGUMENTS(argument_list(rights), argument_bytes(owner.sent, 3))));
	struct event event = {.kind = EVENT_CALL,
			      .source = owner.source,
			      .offset = 2,
			      .call = {.name = "send",
				       .socket = {owner.alias, 9, 'c'},
				       .gave_kind = GAVE_VALUE,
				       .gave = argument_value(owner.list),
				       .note = owner.note,
				       .result_kind = RESULT_SENT,
				       .data = &arguments[2],
				       .arguments = arguments}};
	journal_write(journal, &event);
	memset(rights, 0x5a, sizeof(rights));
	owner_end(&owner);
}

static void expect_bytes(const struct event_argument *argument, enum argument_kind kind,
			 const char *text, bool cut)
{
	assert_int_equal(argument->kind, kind);
	assert_int_equal(argument->length, strlen(text));
	assert_memory_equal(argument->text, text, strlen(text));
	assert_int_equal(argument->cut, cut);
}

/* All that an event names may be gone when somebody reads the ring. */
static void test_ring_copies(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct event event;
	journal_keep(&journal, 2);
	for (unsigned round = 0; round < 5; round++)
		write_every_kind(&journal, round);
	assert_true(journal_kept(&journal, 1, &event));
	const struct event_argument *arguments = event.call.arguments;
	char *sent = filled('e', 64);
	assert_int_equal(arguments[0].integer, 3);
	assert_int_equal(arguments[1].kind, ARGUMENT_NONE);
	expect_bytes(&arguments[2], ARGUMENT_BYTES, sent, true);
	assert_ptr_equal(event.call.data, &arguments[2]);
	expect_bytes(&arguments[3], ARGUMENT_TEXT, "{1, 5}", false);
	assert_string_equal(arguments[4].text, "F_SETFL");
	assert_int_equal(arguments[5].number, 2);
	assert_ptr_equal(arguments[6].names, &names_messages);
	expect_bytes(&arguments[7], ARGUMENT_TEXT, "[7]", false);
	assert_int_equal(arguments[8].value.type, TYPE_ADDRESS);
	const struct event_argument *members = arguments[9].list;
	assert_int_equal(members[0].list[0].integer, 5);
	assert_ptr_equal(members[0].list[1].value.object, arguments[8].value.object);
	expect_bytes(&members[1], ARGUMENT_BYTES, "eee", false);
	assert_int_equal(members[2].kind, ARGUMENT_END);
	assert_int_equal(arguments[10].kind, ARGUMENT_END);
	expect_bytes(&event.call.gave, ARGUMENT_TEXT, "[7]", false);
	assert_int_equal(strlen(event.call.socket.alias), 31);
	assert_int_equal(event.call.socket.number, 9);
	assert_int_equal(strlen(event.call.note), 20);
	assert_string_equal(event.source->name, "a.hsh");
	free(sent);
	journal_free(&journal);
}

/* What was received is none of the arguments. */
static void test_ring_received(void **state)
{
	(void)state;
	struct journal journal = {0};
	journal_keep(&journal, 1);
	char *received = filled('r', 65);
	const struct event_argument data = argument_bytes(received, 65);
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "recv",
				       .result = 65,
				       .result_kind = RESULT_RECEIVED,
				       .data = &data,
				       .arguments = ARGUMENTS(argument_int(3))}};
	journal_write(&journal, &event);
	received[64] = '\0';
	char *first = filled('r', 64);
	memset(received, 0, 64);
	free(received);
	assert_true(journal_kept(&journal, 0, &event));
	expect_bytes(event.call.data, ARGUMENT_BYTES, first, true);
	free(first);
	journal_free(&journal);
}

/* Data for which there is less and less room is cut, also to nothing. */
static void test_ring_vector(void **state)
{
	(void)state;
	struct journal journal = {0};
	journal_keep(&journal, 1);
	char text[100];
	memset(text, 'x', sizeof(text));
	struct event_argument vector[9] = {{0}};
	for (unsigned i = 0; i < 8; i++)
		vector[i] = argument_bytes(text, sizeof(text));
	const struct event_argument *arguments = ARGUMENTS(argument_list(vector));
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "sendmsg",
				       .result_kind = RESULT_SENT,
				       .data = &arguments[0],
				       .arguments = arguments}};
	journal_write(&journal, &event);
	assert_true(journal_kept(&journal, 0, &event));
	assert_ptr_equal(event.call.data, event.call.arguments);
	const struct event_argument *kept = event.call.data->list;
	assert_int_equal(kept[0].length, 64);
	assert_int_equal(kept[7].length, 0);
	for (unsigned i = 0; i < 8; i++)
		assert_true(kept[i].kind == ARGUMENT_BYTES && kept[i].cut);
	assert_int_equal(kept[8].kind, ARGUMENT_END);
	journal_free(&journal);
}

/* Of more arguments than there is room for the first stay, and it is seen that there were more. */
static void test_ring_many(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct event_argument many[100] = {{0}};
	char *note = filled('n', 200);
	unsigned count = 0;
	journal_keep(&journal, 1);
	for (int i = 0; i < 99; i++)
		many[i] = argument_int(i);
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "f", .note = note, .arguments = many}};
	journal_write(&journal, &event);
	free(note);
	assert_true(journal_kept(&journal, 0, &event));
	assert_int_equal(strlen(event.call.note), 159);
	const struct event_argument *kept = event.call.arguments;
	for (; kept[count].kind == ARGUMENT_INT; count++)
		assert_int_equal(kept[count].integer, count);
	assert_in_range(count, 10, 98);
	assert_string_equal(kept[count].text, "...");
	assert_int_equal(kept[count + 1].kind, ARGUMENT_END);
	journal_free(&journal);
}

static void test_ring_errors_and_texts(void **state)
{
	(void)state;
	struct journal journal = {0};
	journal_keep(&journal, 1);
	struct error *error = error_new("RANGE", "recv", "too much");
	struct event event = {.kind = EVENT_ERROR, .error = error};
	journal_write(&journal, &event);
	object_release(error);
	assert_true(journal_kept(&journal, 0, &event));
	assert_string_equal(event.error->name, "RANGE");
	/* Of a large one what is shown. */
	struct bytes *name = bytes_text("MINE");
	error = error_own(name, bytes_allocate(100000));
	object_release(name);
	memset(error->detail->data, 'd', error->detail->length);
	error->data =
		bytes_text("0123456789012345678901234567890123456789012345678901234567890123456");
	event = (struct event){.kind = EVENT_ERROR, .error = error};
	journal_write(&journal, &event);
	assert_int_equal(error->object.references, 1);
	object_release(error);
	assert_true(journal_kept(&journal, 0, &event));
	assert_string_equal(event.error->name, "MINE");
	assert_int_equal(event.error->detail->length, ERROR_SHOWN + 1);
	assert_int_equal(event.error->data->length, 64);
	char text[] = "accept: waiting on s1";
	event = (struct event){.kind = EVENT_WAIT, .text = text};
	journal_write(&journal, &event);
	memset(text, 0, sizeof(text));
	assert_true(journal_kept(&journal, 0, &event));
	assert_string_equal(event.text, "accept: waiting on s1");
	journal_free(&journal);
}

/* Those that nobody holds have a ring of their own, and are read among the others by time. */
static void test_passing(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct journal_reader reader = {0};
	struct event event = {.kind = EVENT_STATE,
			      .state = {.host = "a", .before = "", .after = ""}};
	const char *order = "caacaa";
	journal_keep(&journal, 2);
	for (const char *kind = order; *kind; kind++)
		if (*kind == 'c')
			write_call(&journal, 0);
		else
			journal_write(&journal, &event);
	char seen[8] = "";
	for (size_t i = 0; journal_read(&journal, &reader, &event); i++)
		seen[i] = event.kind == EVENT_CALL ? 'c' : 'a';
	assert_string_equal(seen, "ccaa");
	assert_false(journal_read(&journal, &reader, &event));
	journal_free(&journal);
}

/* What the ring keeps of a change, and who has it asked for. */
static void test_states(void **state)
{
	(void)state;
	struct journal journal = {0};
	struct count count = {0};
	struct subscriber subscriber = {EVENT_MASK(EVENT_PACKET) | EVENT_MASK(EVENT_STATE),
					count_event, &count, NULL};
	char host[] = "b", alias[] = "l";
	struct event event = {.kind = EVENT_STATE,
			      .flags = EVENT_TOP,
			      .state = {host, "SYN_RECV", "ESTABLISHED", {alias, 1, 's'}, 3}};
	assert_false(journal_wants_state(&journal, true));
	journal_keep(&journal, 2);
	assert_true(journal_wants_state(&journal, true));
	assert_false(journal_wants_state(&journal, false));
	journal_write(&journal, &event);
	host[0] = alias[0] = 'x';
	assert_true(journal_kept(&journal, 0, &event));
	assert_string_equal(event.state.host, "b");
	assert_string_equal(event.state.socket.alias, "l");
	assert_string_equal(event.state.after, "ESTABLISHED");
	journal_subscribe(&journal, &subscriber);
	assert_true(journal_wants_state(&journal, false));
	journal_want(&journal, &subscriber, subscriber.kinds | EVENT_ONLY_TOP);
	assert_false(journal_wants_state(&journal, false));
	journal_unsubscribe(&journal, &subscriber);
	journal_free(&journal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_like),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_ring_order),
		cmocka_unit_test(test_ring_copies),
		cmocka_unit_test(test_ring_received),
		cmocka_unit_test(test_ring_vector),
		cmocka_unit_test(test_ring_many),
		cmocka_unit_test(test_ring_errors_and_texts),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_passing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
