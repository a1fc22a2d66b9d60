/*
 * habit_word: what to type instead of the words of other languages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/habit.h"
#include "lang/read/parse.h"

#include <string.h>

/* ---- words that are no commands here ---- */

static const struct habit {
	const char *word, *hint;
} words[] = {
	{"elif", "type } else if … { on the line of the } before it"},
	{"elseif", "type } else if … { on the line of the } before it"},
	{"elsif", "type } else if … { on the line of the } before it"},
	{"then", "a block stands in { }: if … { … }"},
	{"do", "a block stands in { }: while … { … }"},
	{"fi", "a block ends with }"},
	{"done", "a block ends with }"},
	{"end", "a block ends with }"},
	{"esac", "a block ends with }"},
	{"until", "type while not … { … }"},
	{"unless", "type if not … { … }"},
	{"foreach", "type for x in … { … }"},
	{"switch", "type if … { … } else if … { … }"},
	{"case", "type if … { … } else if … { … }"},
	{"match", "type if … { … } else if … { … }"},
	{"function", "type def name a b { … }"},
	{"func", "type def name a b { … }"},
	{"fn", "type def name a b { … }"},
	{"proc", "type def name a b { … }"},
	{"sub", "type def name a b { … }"},
	{"lambda", "type def name a b { … }"},
	{"except", "type } catch e { on the line of the } before it"},
	{"rescue", "type } catch e { on the line of the } before it"},
	{"finally", "type } catch e { on the line of the } before it"},
	{"raise", "type fail 'text'"},
	{"throw", "type fail 'text'"},
	{"die", "type fail 'text'"},
	{"assert", "type expect V"},
	{"echo", "type print …"},
	{"printf", "type print …; format puts values into a text"},
	{"puts", "type print …"},
	{"console.log", "type print …"},
	{"cat", "type print (load FILE)"},
	{"man", "type help NAME; !man runs the program"},
	{"^", "bits are joined with bxor, as in $a bxor $b"},
	{"?", "type help, or help NAME"},
	{"clear", "Ctrl-L clears the screen"},
	{"import", "nothing needs to be imported; source FILE runs a script"},
	{"from", "nothing needs to be imported; source FILE runs a script"},
	{"#include", "nothing needs to be included; source FILE runs a script"},
	{"pass", "an empty block is { }"},
	{"True", "type true"},
	{"False", "type false"},
	{"None", "type nil"},
	{"null", "type nil"},
	{"NULL", "type nil"},
};

const char habit_two_names[] = "one name stands before a =: c = s.accept, then $c.peer; "
			       "m = s.recvfrom, then $m.data and $m.from";

const char *habit_of_word(const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].hint;
	return NULL;
}

/* Length of the name at the start of text. */
static size_t name_length(const char *text)
{
	size_t length = 0;
	if (byte_is((unsigned char)*text, BYTE_LETTER))
		while (byte_is((unsigned char)text[length], BYTE_NAME))
			length++;
	return length;
}

static size_t path_length(const char *text)
{
	size_t length = name_length(text);
	while (length > 0 && text[length] == '.' && name_length(text + length + 1) > 0)
		length += 1 + name_length(text + length + 1);
	return length;
}

static bool is_one_of(const char *text, const char *const *list)
{
	while (*list && strcmp(*list, text) != 0)
		list++;
	return *list != NULL;
}

/* x=5, x+=1, x++: the command's word holds it all. */
static bool assignment_word(const char *command, struct buffer *hint)
{
	size_t length = path_length(command);
	const char *rest = command + length;
	int name = (int)length;
	if (length == 0)
		return false;
	if ((*rest == '+' || *rest == '-') && rest[1] == *rest && rest[2] == '\0')
		buffer_format(hint, "type %.*s = $%.*s %c 1", name, command, name, command, *rest);
	else if (rest[0] && strchr("+-*/%", rest[0]) && rest[1] == '=')
		buffer_format(hint, "type %.*s = $%.*s %c %s", name, command, name, command, *rest,
			      rest[2] ? rest + 2 : "…");
	else if (rest[0] == '=' && rest[1] == '=')
		buffer_format(hint, "type $%.*s == %s", name, command, rest[2] ? rest + 2 : "…");
	else if (rest[0] == '=')
		buffer_format(hint, "type %.*s = %s", name, command, rest[1] ? rest + 1 : "…");
	else
		return false;
	return true;
}

/* x == 3, x += 1, x =5: the first argument shows what was meant. */
static bool operator_argument(const char *command, const char *argument, const char *rest,
			      struct buffer *hint)
{
	static const char *const comparisons[] = {"==",   "!=",  "<",    "<=",  ">",   ">=", "+",
						  "-",    "*",   "/",    "%",   "and", "or", "in",
						  "band", "bor", "bxor", "bsl", "bsr", NULL};
	if (!argument || !*argument || path_length(command) != strlen(command))
		return false;
	if (is_one_of(argument, comparisons)) {
		buffer_format(hint, "type $%s %s %s", command, argument, rest);
		return true;
	}
	if (argument[0] == '=' && argument[1] != '=') {
		buffer_format(hint, "type %s = %s", command, argument[1] ? argument + 1 : rest);
		return true;
	}
	if (argument[1] == '=' && strchr("+-*/%", argument[0])) {
		buffer_format(hint, "type %s = $%s %c %s", command, command, argument[0],
			      argument[2] ? argument + 2 : rest);
		return true;
	}
	if (strcmp(argument, "++") == 0 || strcmp(argument, "--") == 0) {
		buffer_format(hint, "type %s = $%s %c 1", command, command, *argument);
		return true;
	}
	return false;
}

bool habit_hint(const char *command, const char *first_argument, const char *rest,
		struct buffer *hint)
{
	static const char *const declarations[] = {"let", "var",    "const", "local", "my",
						   "set", "export", "int",   "auto",  NULL};
	const char *of_word = habit_of_word(command);
	if (assignment_word(command, hint) ||
	    operator_argument(command, first_argument, rest, hint))
		return true;
	if (of_word) {
		buffer_text(hint, of_word);
		return true;
	}
	if (is_one_of(command, declarations)) {
		size_t length = first_argument ? name_length(first_argument) : 0;
		buffer_format(hint, "type %.*s = V", length ? (int)length : 4,
			      length ? first_argument : "name");
		return true;
	}
	if (*command && command[strlen(command) - 1] == ',') {
		buffer_text(hint, habit_two_names);
		return true;
	}
	if (strchr(command, '/') && command[0] != '=') {
		buffer_format(hint, "type !%s to run it with sh", command);
		return true;
	}
	return false;
}
