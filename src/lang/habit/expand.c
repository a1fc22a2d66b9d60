/*
 * expand: what the table of calls makes of one, see calls.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/calls.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct foreign *argument(const struct foreign *call, unsigned number)
{
	const struct foreign *each = call->b;
	while (each && --number > 0)
		each = each->next;
	return each;
}

/* ---- places of a pattern ---- */

static bool is_zero(const struct foreign *node)
{
	return node->kind == FOREIGN_VALUE ? foreign_is(node, "0")
					   : node->kind == FOREIGN_NAME && foreign_is(node, "NULL");
}

/* How many bytes a quote stands for; escapes of one letter only. */
static size_t bytes_of(const struct foreign *text)
{
	size_t count = 0;
	for (size_t at = 0; at < text->length; at++, count++)
		at += text->text[at] == '\\';
	return count;
}

/* strlen(x), sizeof x and the like of what is sent say nothing. */
static bool is_its_length(const struct foreign *length, const struct foreign *data)
{
	const struct foreign *of = NULL;
	if (length->kind == FOREIGN_SIZEOF)
		of = length->a;
	else if (length->kind == FOREIGN_CALL && length->a->kind == FOREIGN_NAME &&
		 foreign_is(length->a, "strlen"))
		of = length->b;
	if (of && of->kind == FOREIGN_TUPLE)
		of = of->a;
	if (of)
		return of->kind == data->kind && of->text && data->text && !of->next &&
		       of->length == data->length && memcmp(of->text, data->text, of->length) == 0;
	return length->kind == FOREIGN_VALUE && data->kind == FOREIGN_TEXT && length->length < 10 &&
	       strtoul(length->text, NULL, 10) == bytes_of(data);
}

/* Argument 2 of send(fd, data, length, flags). */
static bool sent(struct rendering *rendering, const struct foreign *call)
{
	const struct foreign *data = argument(call, 2), *length = argument(call, 3);
	if (is_its_length(length, data))
		return render(rendering, data, STAND_ARGUMENT);
	if (data->kind != FOREIGN_NAME || !render(rendering, data, STAND_ARGUMENT))
		return false;
	buffer_text(rendering->out, "[:");
	if (!render(rendering, length, STAND_OPERAND))
		return false;
	buffer_byte(rendering->out, ']');
	return true;
}

/* print ends a line by itself. */
static bool printed(struct rendering *rendering, const struct foreign *call)
{
	struct foreign text = *call->b;
	bool line = text.length >= 2 && memcmp(text.text + text.length - 2, "\\n", 2) == 0;
	if (text.kind != FOREIGN_TEXT)
		return false;
	text.length -= line ? 2 : 0;
	buffer_text(rendering->out, line ? "" : "-n ");
	return render_woven(rendering, &text, call->b->next);
}

/* print(…, end=''): without a newline. */
static bool listed(struct rendering *rendering, struct foreign *list)
{
	struct foreign **end = &list;
	while (*end && (*end)->kind != FOREIGN_NAMED)
		end = &(*end)->next;
	if (*end) {
		const struct foreign *named = *end;
		if (!foreign_is(named, "end") || named->a->kind != FOREIGN_TEXT ||
		    named->a->length || named->next)
			return false;
		buffer_text(rendering->out, "-n ");
		*end = NULL;
	}
	return render_arguments(rendering, list);
}

static bool negated(struct rendering *rendering, const struct foreign *node)
{
	bool off = node->kind == FOREIGN_NAME
			   ? foreign_is(node, "True")
			   : node->kind == FOREIGN_VALUE && foreign_is(node, "1");
	bool on = node->kind == FOREIGN_NAME ? foreign_is(node, "False") : is_zero(node);
	buffer_text(rendering->out, off ? "off" : "on");
	return off || on;
}

/* A name is one of our words, here: help(recv), socket(AF_INET), hashlib.sha256. */
static bool bare(struct rendering *rendering, const struct foreign *node, bool kind)
{
	if (node->kind == FOREIGN_TEXT && !kind)
		return render(rendering, node, STAND_ARGUMENT);
	const bool field = node->kind == FOREIGN_FIELD && node->a->kind == FOREIGN_NAME;
	if (node->kind != FOREIGN_NAME && !field)
		return false;
	bool family = kind && node->length > 3 && memcmp(node->text, "AF_", 3) == 0;
	buffer_format(rendering->out, "%.*s%s", (int)node->length, node->text,
		      family ? " SOCK_STREAM" : "");
	return true;
}

/* n.to_bytes(4, 'big'): the format of pack that makes so many bytes in that order. */
static bool packed(struct rendering *rendering, const struct foreign *call)
{
	static const struct {
		const char *size;
		char letter;
	} letters[] = {{"1", 'B'}, {"2", 'H'}, {"4", 'I'}, {"8", 'Q'}};
	const struct foreign *order = argument(call, 2);
	order = order->kind == FOREIGN_NAMED ? order->a : order;
	const bool little = foreign_is(order, "little");
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		if (!foreign_is(call->b, letters[i].size) || (!little && !foreign_is(order, "big")))
			continue;
		buffer_format(rendering->out, "'%c%c'", little ? '<' : '>', letters[i].letter);
		return true;
	}
	return false;
}

/* server_hostname='x' of Python: options of tls. */
static bool optional(struct rendering *rendering, const struct foreign *list)
{
	static const struct {
		const char *name, *typed;
	} options[] = {{"server_hostname", "--name"},
		       {"certfile", "--cert"},
		       {"keyfile", "--key"},
		       {"ca_certs", "--ca"}};
	for (; list; list = list->next) {
		if (list->kind != FOREIGN_NAMED)
			continue;
		if (foreign_is(list, "server_side") && foreign_is(list->a, "True")) {
			buffer_text(rendering->out, "--server --self-signed ");
			continue;
		}
		size_t i = 0;
		while (i < sizeof(options) / sizeof(*options) && !foreign_is(list, options[i].name))
			i++;
		if (i == sizeof(options) / sizeof(*options))
			return false;
		buffer_format(rendering->out, "%s ", options[i].typed);
		if (!render(rendering, list->a, STAND_ARGUMENT))
			return false;
		buffer_byte(rendering->out, ' ');
	}
	return true;
}

/* The value before the dot. */
static const struct foreign *receiver(const struct foreign *call)
{
	return call->a->kind == FOREIGN_FIELD ? call->a->a : NULL;
}

/* *pattern: after the %; goes on after what it takes. */
static bool place(struct rendering *rendering, const char **pattern, const struct foreign *call,
		  const struct foreign *target)
{
	char kind = *(*pattern)++;
	bool digit = kind >= '1' && kind <= '9';
	bool numbered = kind && strchr("nozdwp!bk", kind);
	unsigned number = digit ? (unsigned)(kind - '0') : 1;
	if (numbered)
		number = (unsigned)(*(*pattern)++ - '0');
	const struct foreign *node = argument(call, number);
	switch (kind) {
	case 'r':
		return render_name(rendering, receiver(call));
	case 'R':
		return render(rendering, receiver(call), STAND_ARGUMENT);
	case 't':
		return target && render_name(rendering, target);
	case '*':
		return render_arguments(rendering, node);
	case 'n':
		return render_name(rendering, node);
	case 'o':
		return node->kind == FOREIGN_SIZEOF || render(rendering, node, STAND_ARGUMENT);
	case 'z':
		return is_zero(node);
	case 'd':
		return sent(rendering, call);
	case 'w':
		return printed(rendering, call);
	case 'b':
	case 'k':
		return bare(rendering, node, kind == 'k');
	case 'p':
		return listed(rendering, call->b);
	case '!':
		return negated(rendering, node);
	case 'f':
		return packed(rendering, call);
	case '=':
		return optional(rendering, call->b);
	case '%':
		buffer_byte(rendering->out, '%');
		return true;
	default:
		return node->kind == FOREIGN_TUPLE && node->a && node->a->next
			       ? render_arguments(rendering, node->a)
			       : render(rendering, node, STAND_ARGUMENT);
	}
}

bool habit_call_expand(struct rendering *rendering, const char *pattern, const struct foreign *call,
		       const struct foreign *target)
{
	while (*pattern) {
		if (*pattern != '%') {
			buffer_byte(rendering->out, *pattern++);
			continue;
		}
		pattern++;
		if (!place(rendering, &pattern, call, target))
			return false;
	}
	struct buffer *out = rendering->out;
	while (out->length && out->data[out->length - 1] == ' ')
		out->length--;
	return true;
}

/* ---- calls as values ---- */

/* What is not known to be a command keeps its name. */
static bool unknown(struct rendering *rendering, const struct foreign *call)
{
	rendering->unsure = true;
	if (!render_name(rendering, call->a))
		return false;
	if (call->b)
		buffer_byte(rendering->out, ' ');
	return render_arguments(rendering, call->b);
}

/* The value that a call only passes on: x.decode(), htons(x). */
static const struct foreign *passed(const struct habit_call *row, const struct foreign *call)
{
	if (!row || !row->typed)
		return NULL;
	return strcmp(row->typed, "%R") == 0   ? receiver(call)
	       : strcmp(row->typed, "%1") == 0 ? call->b
					       : NULL;
}

bool render_call(struct rendering *rendering, const struct foreign *call, enum stand stand)
{
	const struct habit_call *row = habit_call_find(call);
	const struct foreign *value = passed(row, call);
	const struct foreign *of = receiver(call);
	bool bare = stand == STAND_VALUE || stand == STAND_INSIDE;
	if (value)
		return render(rendering, value, stand);
	if (of && of->kind == FOREIGN_TEXT && foreign_is(call->a, "format"))
		return render_woven(rendering, of, call->b);
	if (row && (!row->typed || row->out || row->then || row->gives))
		return false;
	if (!bare)
		buffer_byte(rendering->out, '(');
	if (row ? !habit_call_expand(rendering, row->typed, call, NULL) : !unknown(rendering, call))
		return false;
	if (!bare)
		buffer_byte(rendering->out, ')');
	return true;
}
