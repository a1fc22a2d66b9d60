/*
 * checked: a call whose result is looked at where it stands, as C has it:
 * if ((fd = socket(…)) < 0), while ((n = recv(…)) > 0). Here a call that fails is an error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/foreign.h"
#include "lang/habit/habit.h"

#include <string.h>

#define FAILED_ADVICE "a call that fails is an error by itself; try { … } catch e { … } takes it"
#define LOOP_ADVICE "the loop ends where nothing comes"

/* After the bracket that the place is behind; false: it is not closed. */
static bool pass_bracket(struct foreign_reader *reader)
{
	char quote = 0;
	for (unsigned depth = 1; depth && reader->at < reader->end; reader->at++) {
		char byte = reader->text[reader->at];
		if (quote)
			quote = byte == quote ? 0 : quote;
		else if (byte == '"' || byte == '\'')
			quote = byte;
		else
			depth += (byte == '(') - (byte == ')');
	}
	return reader->at <= reader->end && reader->text[reader->at - 1] == ')';
}

/* < 0) */
static bool take_comparison(struct foreign_reader *reader)
{
	static const char *const signs[] = {"<=", "<", "==", "!=", ">=", ">"};
	static const char *const numbers[] = {"0", "-1", "NULL", "INVALID_SOCKET", "SOCKET_ERROR"};
	bool sign = false, number = false;
	for (size_t i = 0; !sign && i < sizeof(signs) / sizeof(*signs); i++)
		sign = foreign_take(reader, signs[i]);
	for (size_t i = 0; sign && !number && i < sizeof(numbers) / sizeof(*numbers); i++)
		number = foreign_take(reader, numbers[i]);
	return number && foreign_take(reader, ")") && foreign_ends(reader);
}

/* What is compared: a call, or what stands in brackets around it. */
static bool compared(struct foreign_reader *reader, struct habit_text *part)
{
	bool inner = foreign_take(reader, "(");
	size_t start = reader->at;
	if (inner ? !pass_bracket(reader) : !foreign_operand(reader))
		return false;
	*part = (struct habit_text){reader->text + start, reader->at - inner - start, false};
	return memchr(part->text, '(', part->length) && take_comparison(reader);
}

/* n = recv(…) as the condition of a loop: buf = c.recv */
static void make_loop(struct habit_answer *answer)
{
	struct buffer line = {0};
	const char *more = memchr(answer->line.data, ';', answer->line.length);
	size_t length = more ? (size_t)(more - answer->line.data) : answer->line.length;
	buffer_format(&line, "while %.*s", (int)length, answer->line.data);
	buffer_free(&answer->line);
	answer->line = line;
	answer->advice.length = 0;
	buffer_text(&answer->advice, LOOP_ADVICE);
}

bool habit_checked(struct habit_text statement, struct habit_answer *answer)
{
	struct arena arena = {0};
	struct habit_text part;
	struct foreign_reader reader = {
		.text = statement.text, .end = statement.length, .arena = &arena};
	bool loop = foreign_word(&reader, "while");
	bool known = (loop || foreign_word(&reader, "if")) && foreign_take(&reader, "(") &&
		     compared(&reader, &part) && habit_statement(part, answer);
	arena_free(&arena);
	if (known && loop && answer->line.length)
		make_loop(answer);
	else if (known && !answer->advice.length)
		buffer_text(&answer->advice, FAILED_ADVICE);
	return known;
}
