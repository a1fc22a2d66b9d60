/*
 * sought: see sought.h. What is asked of an element is looked up in it here, also where the filter's
 * block has not come so far, so that what is said of it is true.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lesson/sought.h"

#include <string.h>

#include "handsh/net.h"

#define SHOWN 60         /* bytes of a value */
#define MOST ((size_t)4) /* sockets, or things that nobody has, that are told of */

/* ---- what is asked for ---- */

static const struct list *fields_of(const struct list *want)
{
	return list_at(want, WANT_FIELDS).list;
}

static const struct bytes *last_field(const struct list *want)
{
	const struct list *fields = fields_of(want);
	return list_at(fields, fields->count - 1).bytes;
}

/* "port" of $s.local.port, "peer.port" of others. */
static void put_name(struct buffer *text, const struct list *want)
{
	const struct list *fields = fields_of(want);
	const bool local = fields->count > 1 && bytes_is(list_at(fields, 0).bytes, "local");
	for (size_t i = local; i < fields->count; i++) {
		if (i > local)
			buffer_byte(text, '.');
		value_format(list_at(fields, i), text);
	}
}

static bool asks(const struct list *want, const char *field, const char *operator)
{
	return bytes_is(last_field(want), field) &&
	       bytes_is(list_at(want, WANT_OPERATOR).bytes, operator);
}

const char *want_words(const struct bytes *operator)
{
	static const struct {
		const char *operator, * words;
	} all[] = {{"==", ""},
		   {"<", "below "},
		   {"<=", "at most "},
		   {">", "above "},
		   {">=", "at least "}};
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (bytes_is(operator, all[i].operator))
			return all[i].words;
	return NULL;
}

/* ---- what an element has ---- */

static bool field(struct value value, const struct bytes *name, struct value *result)
{
	if (value.type == TYPE_MAP) {
		if (!map_get(value.map, name->data, name->length, result))
			return false;
		value_retain(*result);
		return true;
	}
	return value.type >= TYPE_ADDRESS && object_field(value.object, name, result);
}

/* A new reference; UNSET where it has no such field. */
static struct value look_up(struct value element, const struct list *fields)
{
	struct value value = value_retain(element);
	for (size_t i = 0; i < fields->count && value.type != TYPE_UNSET; i++) {
		struct value inner = VALUE_UNSET;
		if (!field(value, list_at(fields, i).bytes, &inner))
			inner = VALUE_UNSET;
		value_release(value);
		value = inner;
	}
	return value;
}

static bool contains(struct value container, struct value value)
{
	if (container.type == TYPE_LIST)
		return list_contains(container.list, value);
	struct value found;
	if (value.type != TYPE_BYTES)
		return false;
	if (container.type == TYPE_MAP)
		return map_get(container.map, value.bytes->data, value.bytes->length, &found);
	return container.type == TYPE_BYTES &&
	       memmem(container.bytes->data, container.bytes->length, value.bytes->data,
		      value.bytes->length);
}

static bool compares(const struct bytes *operator, struct value left, struct value right)
{
	if (bytes_is(operator, "in"))
		return contains(left, right);
	if (bytes_is(operator, "==") || bytes_is(operator, "!="))
		return value_equal(left, right) == bytes_is(operator, "==");
	if (left.type != right.type)
		return false;
	const int order = value_compare(left, right);
	return (bytes_is(operator, "<") && order < 0) || (bytes_is(operator, "<=") && order <= 0) ||
	       (bytes_is(operator, ">") && order > 0) || (bytes_is(operator, ">=") && order >= 0);
}

static bool has(struct value element, const struct list *want)
{
	struct value value = look_up(element, fields_of(want));
	bool fits = value.type != TYPE_UNSET && compares(list_at(want, WANT_OPERATOR).bytes, value,
							 list_at(want, WANT_CONSTANT));
	value_release(value);
	return fits;
}

static bool anybody_has(const struct list *elements, const struct list *want)
{
	for (size_t i = 0; i < elements->count; i++)
		if (has(list_at(elements, i), want))
			return true;
	return false;
}

/* ---- in words ---- */

static void put_field(struct buffer *text, struct value map, const char *name)
{
	struct value value;
	if (map_get(map.map, name, strlen(name), &value) && value.type != TYPE_NIL)
		value_format(value, text);
}

/* "s1", "c1.send", "#3" */
static void put_element(struct buffer *text, struct value element)
{
	struct value part;
	if (element.type == TYPE_MAP && map_get(element.map, "call", 4, &part)) {
		const size_t start = text->length;
		put_field(text, element, "socket");
		buffer_text(text, text->length > start ? "." : "");
		value_format(part, text);
	} else if (element.type == TYPE_MAP && map_get(element.map, "id", 2, &part)) {
		buffer_byte(text, '#');
		value_format(part, text);
	} else {
		value_literal_cut(element, text, SHOWN);
	}
}

static void put_wanted(struct buffer *text, const struct list *want)
{
	const char *words = want_words(list_at(want, WANT_OPERATOR).bytes);
	const struct value constant = list_at(want, WANT_CONSTANT);
	buffer_text(text, words ? words : "");
	if (constant.type == TYPE_INT)
		value_format(constant, text);
	else
		value_literal_cut(constant, text, SHOWN);
}

/* Of a state, and of what is one word: nobody is LISTEN; of all else: nobody has port 5000. */
static void put_nobody(struct buffer *text, struct value first, const struct list *want)
{
	const bool socket = first.type == TYPE_SOCKET;
	const bool call = first.type == TYPE_MAP && map_find(first.map, "call", 4);
	if (call && asks(want, "call", "==")) {
		buffer_text(text, "no ");
		value_format(list_at(want, WANT_CONSTANT), text);
		buffer_text(text, " yet");
		return;
	}
	buffer_text(text, socket ? "nobody" : call ? "no call" : "none");
	if (asks(want, "state", "==") || asks(want, "kind", "==")) {
		buffer_text(text, " is ");
		value_format(list_at(want, WANT_CONSTANT), text);
		return;
	}
	buffer_text(text, " has ");
	put_name(text, want);
	buffer_byte(text, ' ');
	put_wanted(text, want);
}

/* "c1.send: data is "hi", not "Thank you"" */
static void put_lack(struct buffer *text, struct value element, const struct list *want)
{
	struct value value = look_up(element, fields_of(want));
	put_element(text, element);
	buffer_text(text, ": ");
	put_name(text, want);
	buffer_text(text, " is ");
	if (value.type == TYPE_UNSET)
		buffer_text(text, "nil");
	else
		value_literal_cut(value, text, SHOWN);
	buffer_text(text, ", not ");
	put_wanted(text, want);
	value_release(value);
}

static void separate(struct buffer *text, size_t start)
{
	if (text->length > start)
		buffer_text(text, "; ");
}

/* The latest are told of: those that the learner has just made. */
static void put_sockets(struct buffer *text, const struct list *sockets)
{
	const size_t count = sockets->count, first = count > MOST ? count - MOST : 0;
	if (first)
		buffer_format(text, "%zu others, ", first);
	for (size_t i = first; i < count; i++) {
		const struct value socket = list_at(sockets, i);
		struct buffer name = {0};
		const struct handle *handle = (const struct handle *)socket.object;
		buffer_format(text, "%s%s is %s", i > first ? ", " : "", handle_name(handle, &name),
			      handle_state(handle));
		buffer_free(&name);
	}
}

/* ---- the whole ---- */

static size_t count_had(struct value element, const struct list *wants)
{
	size_t count = 0;
	for (size_t i = 0; i < wants->count; i++)
		count += has(element, list_at(wants, i).list);
	return count;
}

/* The call that is asked for; NULL: no call in particular is. */
static const struct list *call_asked_for(const struct list *wants)
{
	for (size_t i = 0; i < wants->count; i++)
		if (asks(list_at(wants, i).list, "call", "=="))
			return list_at(wants, i).list;
	return NULL;
}

/* Who has most of it, the latest of several, of calls those of that name; *had 0: nobody has anything
 * of it. */
static size_t nearest_of(const struct list *elements, const struct list *wants, size_t *had)
{
	const struct list *call = call_asked_for(wants);
	size_t best = 0;
	*had = 0;
	for (size_t i = 0; i < elements->count; i++) {
		const struct value element = list_at(elements, i);
		const size_t count = call && !has(element, call) ? 0 : count_had(element, wants);
		if (count && count >= *had) {
			best = i;
			*had = count;
		}
	}
	return best;
}

static void put_lacks(struct buffer *text, size_t start, struct value element,
		      const struct list *wants)
{
	for (size_t i = 0; i < wants->count; i++) {
		if (has(element, list_at(wants, i).list))
			continue;
		separate(text, start);
		put_lack(text, element, list_at(wants, i).list);
	}
}

/* False: each thing is had by somebody. first: no more than the first of them is told. */
static bool put_unmet(struct buffer *text, size_t start, const struct list *elements,
		      const struct list *wants, bool first)
{
	size_t told = 0;
	for (size_t i = 0; i < wants->count && told < (first ? 1 : MOST); i++) {
		const struct list *want = list_at(wants, i).list;
		if (anybody_has(elements, want))
			continue;
		separate(text, start);
		put_nobody(text, list_at(elements, 0), want);
		told++;
	}
	return told;
}

static void put_nothing(struct buffer *text, const struct list *elements, const struct list *wants)
{
	const struct list *call = call_asked_for(wants);
	if (call && !anybody_has(elements, call)) {
		put_nobody(text, list_at(elements, 0), call);
		return;
	}
	const size_t start = text->length;
	const bool sockets = list_at(elements, 0).type == TYPE_SOCKET;
	size_t had;
	const size_t nearest = nearest_of(elements, wants, &had);
	if (sockets)
		put_sockets(text, elements);
	if ((sockets || !had) && put_unmet(text, start, elements, wants, !sockets))
		return;
	if (had && had < wants->count)
		put_lacks(text, start, list_at(elements, nearest), wants);
	if (text->length == start)
		buffer_format(text, "none of %zu fits", elements->count);
}

static void put_found(struct buffer *text, struct value found)
{
	const bool list = found.type == TYPE_LIST;
	for (size_t i = 0; list && i < found.list->count && i < MOST; i++) {
		buffer_text(text, i ? ", " : "there is still ");
		put_element(text, list_at(found.list, i));
	}
	if (!list)
		buffer_text(text, "there is still something that fits");
}

void sought_format(const struct list *through, const struct list *kept, struct buffer *text)
{
	const struct value elements = list_at(through, 1), found = list_at(kept, 1);
	const struct value phrase = list_at(list_at(through, 0).list, 1);
	const struct list *wants = list_at(list_at(kept, 0).list, 1).list;
	if (value_true(found)) {
		put_found(text, found);
	} else if (elements.type == TYPE_LIST && elements.list->count) {
		put_nothing(text, elements.list, wants);
	} else {
		buffer_text(text, "there are no ");
		buffer_append(text, phrase.bytes->data, phrase.bytes->length);
		buffer_text(text, " yet");
	}
}
