/*
 * complete_line: which kind of word the cursor is in.
 *
 * This reads the line as the lexer would, but never fails: what is typed so far is by its nature
 * unfinished. Each open bracket has a frame, because ( and { begin a command of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/call/signature.h"
#include "handsh/completion.h"

#define DEPTH_MAX 64

struct frame {
	const char *head; /* the command's word; NULL: it comes next */
	size_t head_length;
	unsigned arguments;            /* complete ones behind it, options not counted */
	const struct parameter *value; /* of an option, which comes next */
	bool variable;                 /* behind ${ */
};

struct place {
	struct shell *shell;
	const char *line;
	size_t point, at;
	struct frame frames[DEPTH_MAX];
	unsigned depth;
	size_t word;  /* start of the word that the cursor is in, its opening quote not included */
	char quote;   /* the quote that is open at the cursor, or 0 */
	bool nothing; /* in a comment, a !command, or too deep: nothing to offer */
};

static struct frame *top(struct place *place)
{
	return &place->frames[place->depth];
}

/* ---- reading up to the cursor ---- */

static bool is_one_of(const char *text, size_t length, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == length && memcmp(text, *words, length) == 0)
			return true;
	}
	return false;
}

/* The command that the frame's head names, also behind a socket's name and a dot. */
static const struct command *frame_command(struct place *place)
{
	const struct frame *frame = top(place);
	if (!frame->head)
		return NULL;
	const char *end = frame->head + frame->head_length;
	const char *dot = memrchr(frame->head, '.', frame->head_length);
	const char *start = dot ? dot + 1 : frame->head;
	char *name = memory_copy(start, (size_t)(end - start));
	const struct command *command = machine_find(place->shell->machine, name);
	free(name);
	return command;
}

static bool option_matches(const struct command_option *option, const char *word, size_t length)
{
	if (length == 2 && option->letter)
		return word[1] == option->letter;
	return length > 2 && option->name && strlen(option->name) == length - 2 &&
	       memcmp(word + 2, option->name, length - 2) == 0;
}

static void end_argument(struct place *place, const char *word, size_t length)
{
	struct frame *frame = top(place);
	const struct command *command = frame_command(place);
	if (frame->value) {
		frame->value++;
		if (parameter_ends(frame->value))
			frame->value = NULL;
		return;
	}
	if (length < 2 || *word != '-' || !(isalpha((unsigned char)word[1]) || word[1] == '-')) {
		frame->arguments++;
		return;
	}
	const struct command_option *option = command ? command->options : NULL;
	while (!option_ends(option) && !option_matches(option, word, length))
		option++;
	if (!option_ends(option) && option->value)
		frame->value = option->value;
}

static void end_word(struct place *place, const char *word, size_t length)
{
	/* Behind these a value stands, which may begin with a command. */
	static const char *const openers[] = {"if",    "while", "return", "expect", "spawn",
					      "serve", "else",  "loop",   "try",    NULL};
	struct frame *frame = top(place);
	bool assignment = length == 1 && *word == '=' && frame->arguments == 0;
	bool in = length == 2 && memcmp(word, "in", 2) == 0 && frame->head_length == 3 &&
		  memcmp(frame->head, "for", 3) == 0;
	if (frame->head && (assignment || in)) {
		*frame = (struct frame){0};
	} else if (frame->head) {
		end_argument(place, word, length);
	} else if (!is_one_of(word, length, openers)) {
		frame->head = word;
		frame->head_length = length;
	}
}

static void open_frame(struct place *place, bool variable)
{
	if (place->depth + 1 == DEPTH_MAX) {
		place->nothing = true;
		place->at = place->point;
		return;
	}
	place->depth++;
	*top(place) = (struct frame){.variable = variable};
}

static void close_frame(struct place *place)
{
	if (place->depth)
		place->depth--;
	end_word(place, "()", 2);
}

/* Reads a quoted piece; the quote stays open when the cursor is inside. */
static void read_quote(struct place *place, size_t word)
{
	char quote = place->line[place->at++];
	size_t start = place->at;
	while (place->at < place->point && place->line[place->at] != quote)
		place->at += quote == '"' && place->line[place->at] == '\\' ? 2 : 1;
	if (place->at < place->point) {
		place->at++;
		return;
	}
	place->at = place->point;
	place->quote = quote;
	place->word = start == word + 1 ? start : word;
}

static void read_word(struct place *place)
{
	size_t word = place->at;
	place->word = word;
	while (place->at < place->point) {
		char byte = place->line[place->at];
		if (byte == '\'' || byte == '"') {
			read_quote(place, word);
			continue;
		}
		if (byte == '$' && place->at + 1 < place->point &&
		    place->line[place->at + 1] == '{') {
			place->at += 2;
			place->word = place->at;
			open_frame(place, true);
			return;
		}
		if (memchr(" \t\r\n;{}()&|", byte, 11))
			break;
		place->at++;
	}
	if (place->at < place->point) {
		end_word(place, place->line + word, place->at - word);
		place->word = place->point;
	}
}

static void skip_line(struct place *place)
{
	const char *start = place->line + place->at;
	const char *newline = memchr(start, '\n', place->point - place->at);
	place->nothing = !newline;
	place->at = newline ? (size_t)(newline - place->line) : place->point;
}

static void read_on(struct place *place)
{
	char byte = place->line[place->at];
	switch (byte) {
	case ' ':
	case '\t':
	case '\r':
		place->at++;
		break;
	case '\n':
	case ';':
	case '|':
	case '&':
		*top(place) = (struct frame){.variable = top(place)->variable};
		place->at++;
		break;
	case '(':
	case '{':
		place->at++;
		open_frame(place, false);
		break;
	case ')':
	case '}':
		place->at++;
		close_frame(place);
		break;
	case '#':
		skip_line(place);
		break;
	default:
		if (byte == '!' && !top(place)->head)
			skip_line(place);
		else
			read_word(place);
		return;
	}
	place->word = place->at;
}

/* ---- what to offer ---- */

static void begin_word(struct place *place, struct completion *completion, size_t start)
{
	completion->start = start;
	completion->prefix = memory_copy(place->line + start, place->point - start);
}

static void offer_variable(void *context, const char *name, struct value value)
{
	if (value.type != TYPE_UNSET)
		completion_offer(context, name);
}

static void offer_variables(struct place *place, struct completion *completion, size_t start)
{
	begin_word(place, completion, start);
	machine_each_global(place->shell->machine, offer_variable, completion);
	complete_sockets(place->shell, completion);
}

/* Is the cursor behind a $ and the beginning of a name? *start: of the name. */
static bool behind_dollar(const struct place *place, size_t *start)
{
	size_t i = place->point;
	while (i > place->word &&
	       (isalnum((unsigned char)place->line[i - 1]) || place->line[i - 1] == '_'))
		i--;
	*start = i;
	if (place->quote == '"' && i > place->word && place->line[i - 1] == '{')
		i--;
	return i > place->word && place->line[i - 1] == '$' && place->quote != '\'';
}

/* s1. and c1. stand where a command does; Tab after the dot goes on. */
static void offer_dotted(struct place *place, struct completion *completion)
{
	struct completion sockets = {
		.prefix = memory_copy(completion->prefix, strlen(completion->prefix))};
	struct buffer word = {0};
	complete_sockets(place->shell, &sockets);
	for (size_t i = 0; i < sockets.count; i++) {
		word.length = 0;
		buffer_text(&word, sockets.words[i]);
		buffer_byte(&word, '.');
		completion_offer(completion, buffer_cstring(&word));
	}
	buffer_free(&word);
	completion_free(&sockets);
}

static void offer_heads(struct place *place, struct completion *completion)
{
	const char *start = place->line + place->word;
	const char *dot = memrchr(start, '.', place->point - place->word);
	begin_word(place, completion, dot ? (size_t)(dot + 1 - place->line) : place->word);
	if (dot) {
		complete_methods(place->shell, completion);
		return;
	}
	complete_commands(place->shell, completion);
	for (unsigned i = 0; language_word(i).text; i++)
		if (language_word(i).reserved)
			completion_offer(completion, language_word(i).text);
	offer_dotted(place, completion);
}

static void offer_options(const struct command *command, struct completion *completion)
{
	for (const struct command_option *option = command->options; !option_ends(option);
	     option++) {
		struct buffer word = {0};
		if (option->name)
			buffer_format(&word, "--%s", option->name);
		else
			buffer_format(&word, "-%c", option->letter);
		completion_offer(completion, buffer_cstring(&word));
		buffer_free(&word);
	}
}

static const struct parameter *parameter_at(const struct command *command, unsigned index)
{
	const struct parameter *parameter = command->parameters;
	while (!parameter_ends(parameter) && index > 0 && parameter->arity != ARGUMENT_REST) {
		parameter++;
		index--;
	}
	return parameter_ends(parameter) ? NULL : parameter;
}

static void offer_arguments(struct place *place, struct completion *completion)
{
	const struct frame *frame = top(place);
	const struct command *command = frame_command(place);
	begin_word(place, completion, place->word);
	if (!command)
		return;
	if (!place->quote && *completion->prefix == '-') {
		offer_options(command, completion);
		return;
	}
	const struct parameter *parameter =
		frame->value ? frame->value : parameter_at(command, frame->arguments);
	if (parameter && parameter->kind && parameter->kind->complete)
		parameter->kind->complete(place->shell, parameter, completion->prefix, completion);
}

void complete_line(struct shell *shell, const char *line, size_t point,
		   struct completion *completion)
{
	struct place place = {.shell = shell, .line = line, .point = point};
	size_t start;
	while (place.at < point)
		read_on(&place);
	if (place.nothing)
		begin_word(&place, completion, point);
	else if (behind_dollar(&place, &start))
		offer_variables(&place, completion, start);
	else if (top(&place)->variable && !top(&place)->head)
		offer_variables(&place, completion, place.word);
	else if (!top(&place)->head && !place.quote)
		offer_heads(&place, completion);
	else
		offer_arguments(&place, completion);
	completion_finish(completion);
}
