/*
 * chain: operands with operators between and before them, as Python and C write them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/foreign.h"
#include "lang/read/scan.h"

#include <string.h>

/* What it is here. The longer before the shorter that it begins with. */
static const struct sign {
	const char *text, *typed;
} signs[] = {
	{"==", "=="},  {"!=", "!="},  {"<=", "<="}, {">=", ">="},  {"&&", "and"}, {"||", "or"},
	{"<<", "bsl"}, {">>", "bsr"}, {"<", "<"},   {">", ">"},    {"+", "+"},    {"-", "-"},
	{"*", "*"},    {"/", "/"},    {"%", "%"},   {"^", "bxor"},
};
static const struct sign infix_words[] = {
	{"and", "and"}, {"or", "or"},     {"in", "in"},   {"is", "=="},   {"band", "band"},
	{"bor", "bor"}, {"bxor", "bxor"}, {"bsl", "bsl"}, {"bsr", "bsr"},
};

static struct foreign *sign_of(struct foreign_reader *reader, const char *text, const char *typed)
{
	struct foreign *node = foreign_new(reader->arena, FOREIGN_SIGN, typed, strlen(typed));
	node->strange = strcmp(text, typed) != 0;
	return node;
}

/* ls -l: a - that touches only what is after it, a letter, begins an option. */
static bool begins_option(const struct foreign_reader *reader)
{
	return reader->at > 0 && foreign_byte(reader, 0) == '-' &&
	       byte_is((unsigned char)reader->text[reader->at - 1], BYTE_BLANK) &&
	       byte_is(foreign_byte(reader, 1), BYTE_LETTER);
}

static struct foreign *infix(struct foreign_reader *reader)
{
	foreign_blanks(reader);
	if (begins_option(reader))
		return NULL;
	if (foreign_byte(reader, 0) == foreign_byte(reader, 1) && foreign_byte(reader, 0) &&
	    strchr("*/+-", foreign_byte(reader, 0)))
		return NULL; /* **, //: there is none such here */
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (foreign_take(reader, signs[i].text))
			return sign_of(reader, signs[i].text, signs[i].typed);
	for (size_t i = 0; i < sizeof(infix_words) / sizeof(*infix_words); i++)
		if (foreign_word(reader, infix_words[i].text))
			return sign_of(reader, infix_words[i].text, infix_words[i].typed);
	return NULL;
}

/* The sign before an operand; *dropped: &, which says where something is, not what. */
static struct foreign *prefix(struct foreign_reader *reader, bool *dropped)
{
	*dropped = false;
	foreign_blanks(reader);
	if (foreign_byte(reader, 0) == '!' && foreign_byte(reader, 1) != '=' &&
	    foreign_take(reader, "!"))
		return sign_of(reader, "!", "not");
	if (foreign_word(reader, "not"))
		return sign_of(reader, "not", "not");
	if (foreign_take(reader, "-"))
		return sign_of(reader, "-", "-");
	*dropped = foreign_byte(reader, 0) == '&' && foreign_byte(reader, 1) != '&' &&
		   foreign_take(reader, "&");
	return NULL;
}

static bool operand_with_prefixes(struct foreign_reader *reader, struct foreign ***end)
{
	bool dropped;
	for (;;) {
		struct foreign *sign = prefix(reader, &dropped);
		if (!sign && !dropped)
			break;
		if (!sign)
			continue;
		**end = sign;
		*end = &sign->next;
	}
	struct foreign *operand = foreign_operand(reader);
	if (!operand)
		return false;
	**end = operand;
	*end = &operand->next;
	return true;
}

static struct foreign *operators(struct foreign_reader *reader)
{
	struct foreign *list = NULL, **end = &list;
	for (;;) {
		if (!operand_with_prefixes(reader, &end))
			return NULL;
		struct foreign *sign = infix(reader);
		if (!sign)
			break;
		*end = sign;
		end = &sign->next;
	}
	if (!list->next)
		return list;
	struct foreign *chain = foreign_new(reader->arena, FOREIGN_CHAIN, NULL, 0);
	chain->a = list;
	return chain;
}

static struct foreign *choice(struct foreign_reader *reader, struct foreign *condition,
			      struct foreign *chosen, struct foreign *other)
{
	struct foreign *node = foreign_new(reader->arena, FOREIGN_CHOICE, NULL, 0);
	node->strange = true;
	node->a = condition;
	condition->next = chosen;
	chosen->next = other;
	return node;
}

/* After first, which may be one of a choice. NULL: it is none. */
static struct foreign *chosen_by(struct foreign_reader *reader, struct foreign *first)
{
	const bool words = foreign_word(reader, "if");
	if (!words && !foreign_take(reader, "?"))
		return NULL;
	struct foreign *second = operators(reader);
	if (!second || !(words ? foreign_word(reader, "else") : foreign_take(reader, ":")))
		return NULL;
	struct foreign *third = foreign_read(reader);
	if (!third)
		return NULL;
	return words ? choice(reader, second, first, third) : choice(reader, first, second, third);
}

struct foreign *foreign_read(struct foreign_reader *reader)
{
	if (reader->depth == FOREIGN_DEPTH)
		return NULL;
	reader->depth++;
	struct foreign *first = operators(reader);
	const size_t end = reader->at;
	struct foreign *node = first ? chosen_by(reader, first) : NULL;
	reader->depth--;
	if (!node)
		reader->at = end;
	return node ? node : first;
}
