/*
 * parse_call: calls of commands with their arguments, and !commands of sh.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

/* ---- commands ---- */

/* After the NAME. of NAME.command, or the start itself. */
static uint32_t command_start(const struct parser *parser, uint32_t start)
{
	uint32_t end = name_end(parser, start);
	bool dot = end > start && byte_at(parser, end) == '.' &&
		   byte_is(byte_at(parser, end + 1), BYTE_LETTER);
	return dot ? end + 1 : start;
}

static bool arguments_of(struct parser *parser, const struct called *called,
			 struct sequence *arguments)
{
	for (const struct node *earlier = NULL;;) {
		uint32_t before = parser->at;
		skip_blanks(parser);
		uint32_t start = parser->at;
		note_argument(parser, called, start, NULL);
		if (!byte_is(peek(parser), BYTE_PIECE) && bare_end(parser, start, false) == start)
			return !habit_redirected(parser, earlier, arguments->last);
		if (habit_comma_before(parser, before))
			return false;
		struct node *argument = parse_argument(parser, false);
		if (!argument)
			return false;
		if (note_argument(parser, called, start, argument))
			return true;
		earlier = arguments->last;
		sequence_add(arguments, argument);
	}
}

/* The command from start to end, and its arguments after it. */
static struct node *call_of(struct parser *parser, struct node *socket, uint32_t start,
			    uint32_t end)
{
	struct sequence arguments = {.height = socket != NULL};
	const struct called called = {socket, start, end, &arguments};
	const char *name = copy_text(parser, start, end);
	mark(parser, MARK_COMMAND, start, end);
	if (!arguments_of(parser, &called, &arguments))
		return NULL;
	struct node *call = node_sequence(parser, NODE_CALL, start, &arguments);
	if (!call)
		return NULL;
	call->text = name;
	call->length = end - start;
	call->b = socket;
	return call;
}

static void *no_command(struct parser *parser, uint32_t start, const struct keyword *word)
{
	if (word->dotted) {
		fail(parser, start, "%s is no command that can stand here", word->text);
		fail_hint(parser, "put it into a block: { s1.%s … }", word->text);
		return NULL;
	}
	fail(parser, start, "%s takes no socket before it", word->text);
	fail_hint(parser, "only commands and serve do, as in s1.recv 100");
	return NULL;
}

/* What word begins, with socket before its dot. */
static struct node *dotted_form(struct parser *parser, struct node *socket,
				const struct keyword *word)
{
	struct node *form = word->parse(parser, word);
	if (form)
		form->b = socket; /* a name, which makes no tree higher */
	return form;
}

/* NAME.!command, whose ! is at shell. */
static struct node *dotted_shell(struct parser *parser, uint32_t start, uint32_t shell)
{
	struct node *host = node_name(parser, NODE_VARIABLE, start, shell - 1);
	mark(parser, MARK_SOCKET, start, shell - 1);
	parser->at = shell;
	struct node *node = parse_shell(parser);
	if (node) {
		node->b = host;
		node->height++;
	}
	return node;
}

struct node *parse_call(struct parser *parser, bool form)
{
	uint32_t start = parser->at, shell = start, end = bare_end(parser, start, false);
	if (shell_begins(parser, &shell) && shell > start)
		return dotted_shell(parser, start, shell);
	if (end == start) {
		unexpected(parser, "a command");
		fail_hint(parser, "it stands on the same line");
		return NULL;
	}
	if (habit_shell_word(parser, start, end))
		return NULL;
	if (byte_is(byte_at(parser, end), BYTE_PIECE))
		return habit_touched_command(parser, start, end);
	uint32_t command = command_start(parser, start);
	const struct keyword *word = keyword_at(parser, command, end);
	struct node *socket = NULL;
	parser->at = command;
	if (command > start) {
		socket = node_name(parser, NODE_VARIABLE, start, command - 1);
		mark(parser, MARK_SOCKET, start, command - 1);
	}
	if (word && word->dotted && form)
		return dotted_form(parser, socket, word);
	parser->at = end;
	if (word)
		return no_command(parser, command, word);
	return call_of(parser, socket, command, end);
}

/* ---- !commands ---- */

/* After the quote of sh that opens at offset; a newline ends what is not closed. */
static uint32_t skip_shell_quote(const struct parser *parser, uint32_t offset)
{
	char quote = parser->text[offset++];
	for (; offset < parser->end; offset++) {
		char byte = parser->text[offset];
		if (byte == quote)
			return offset + 1;
		if (byte == '\n')
			break;
		if (byte == '\\' && (quote == '"' || continuation(parser, offset)))
			offset += continuation(parser, offset) == 3 ? 2 : 1;
	}
	return offset < parser->end ? offset : parser->end;
}

bool shell_begins(const struct parser *parser, uint32_t *offset)
{
	uint32_t end = name_end(parser, *offset);
	if (end > *offset && byte_at(parser, end) == '.')
		*offset = end + 1;
	return byte_at(parser, *offset) == '!';
}

uint32_t shell_end(const struct parser *parser, uint32_t offset, char inside)
{
	unsigned round = 0, curly = 0;
	bool in_round = inside == '(';
	while (offset < parser->end) {
		char byte = parser->text[offset];
		uint32_t length = continuation(parser, offset);
		if (byte == '\n')
			break;
		if (byte == '\\') {
			offset += length ? length : 2;
			continue;
		}
		if (!inside) {
			offset++;
			continue;
		}
		if (byte == '\'' || byte == '"') {
			offset = skip_shell_quote(parser, offset);
			continue;
		}
		round += byte == '(';
		curly += byte == '{';
		if (byte == ')' && round == 0 && in_round)
			break;
		if (byte == '}' && curly == 0 && !in_round)
			break;
		round -= byte == ')' && round > 0;
		curly -= byte == '}' && curly > 0;
		offset++;
	}
	return offset < parser->end ? offset : parser->end;
}

struct node *parse_shell(struct parser *parser)
{
	uint32_t offset = parser->at, start = offset + 1;
	uint32_t end = shell_end(parser, start, parser->open ? parser->open->what : 0);
	const char *nul = memchr(parser->text + start, '\0', end - start);
	if (nul) {
		parser->at = (uint32_t)(nul - parser->text);
		return unexpected(parser, "a command");
	}
	parser->at = end;
	parser->passed |= at_end(parser);
	mark(parser, MARK_SHELL, offset, end);
	if (end == parser->end && end > start && parser->text[end - 1] == '\n') {
		parser->continued = end;
		return unexpected(parser, "the rest of a line");
	}
	if (end > start && parser->text[end - 1] == '\r')
		end--;
	while (byte_is(byte_at(parser, offset + 1), BYTE_BLANK))
		offset++;
	if (offset + 1 >= end)
		return unexpected(parser, "a command for sh after the !");
	struct node *node = node_new(parser, NODE_SHELL, start - 1);
	node->text = parser->text + start;
	node->length = end - start;
	return node;
}
