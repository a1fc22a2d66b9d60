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
#include <string.h>

#include "handsh/journal.h"

struct count {
	unsigned events;
	int64_t time;
};

static void count_event(void *context, const struct event *event)
{
	struct count *count = context;
	count->events++;
	count->time = event->time;
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
	journal_unsubscribe(&journal, &second);
	journal_unsubscribe(&journal, &first);
	assert_false(journal_wants(&journal, EVENT_CALL));
	journal_free(&journal);
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
		event = (struct event){.kind = EVENT_VALUE, .value = value_int(i)};
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

/* All that an event borrows may be gone when somebody reads the ring. */
static void test_ring_copies(void **state)
{
	(void)state;
	struct journal journal = {0};
	journal_keep(&journal, 2);
	for (unsigned round = 0; round < 5; round++) {
		char socket[80], note[200];
		memset(socket, 'x', sizeof(socket));
		memset(note, 'n', sizeof(note));
		socket[sizeof(socket) - 1] = note[sizeof(note) - 1] = '\0';
		struct bytes *bytes = bytes_allocate(1000);
		memset(bytes->data, 'a' + (int)round, 1000);
		struct event event = {
			.kind = EVENT_CALL,
			.call = {.name = "send", .socket = socket, .note = note, .count = 4}};
		event.call.arguments[0].value = value_bytes(bytes);
		event.call.arguments[1].value = value_int(1000);
		event.call.arguments[2].value = value_bytes(bytes);
		event.call.arguments[3].value = value_bytes(bytes);
		event.call.from = value_object(TYPE_LIST, list_new(0));
		journal_write(&journal, &event);
		value_release(event.call.from);
		memset(socket, 0, sizeof(socket));
		memset(note, 0, sizeof(note));
		object_release(bytes);
	}
	struct event event;
	assert_true(journal_kept(&journal, 1, &event));
	assert_int_equal(event.call.arguments[0].value.bytes->length, 64);
	assert_int_equal(event.call.arguments[0].value.bytes->data[63], 'e');
	assert_int_equal(event.call.arguments[2].value.bytes->length, 64);
	assert_int_equal(event.call.arguments[3].value.type, TYPE_UNSET);
	assert_int_equal(strlen(event.call.socket), 31);
	assert_int_equal(event.call.note[10], 'n');
	assert_int_equal(event.call.from.type, TYPE_UNSET);
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
	char text[] = "accept: waiting on s1";
	event = (struct event){.kind = EVENT_WAIT, .text = text};
	journal_write(&journal, &event);
	memset(text, 0, sizeof(text));
	assert_true(journal_kept(&journal, 0, &event));
	assert_string_equal(event.text, "accept: waiting on s1");
	journal_free(&journal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_ring_order),
		cmocka_unit_test(test_ring_copies),
		cmocka_unit_test(test_ring_errors_and_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
