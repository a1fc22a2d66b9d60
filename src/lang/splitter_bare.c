/*
 * splitter_bare: bytes outside quotes: words, and what brackets mean after them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/splitter.h"

#include <string.h>

static bool in_expression(const struct splitter *splitter)
{
	return splitter->mode == MODE_OPERAND || splitter->mode == MODE_EXPR;
}

static bool at_head(const struct splitter *splitter)
{
	return splitter->mode == MODE_HEAD || splitter->mode == MODE_FORM ||
	       splitter->mode == MODE_EXPECT;
}

/* ---- words ---- */

static enum word word_of(const struct splitter *splitter)
{
	const struct keyword *keyword = keyword_find(splitter->word, splitter->length);
	return keyword ? (enum word)(keyword - keywords) : WORDS;
}

static enum mode after_keyword(enum word keyword)
{
	switch (keyword) {
	case WORD_IF:
	case WORD_WHILE:
	case WORD_RETURN:
		return MODE_HEAD;
	case WORD_EXPECT:
		return MODE_EXPECT;
	case WORD_FOR:
		return MODE_FOR;
	case WORD_SPAWN:
	case WORD_SERVE:
		return MODE_TASK;
	case WORD_LOOP:
	case WORD_TRY:
	case WORD_ELSE:
	case WORD_CATCH:
		return MODE_FORM;
	case WORD_NOT:
		return MODE_OPERAND;
	case WORD_TRUE:
	case WORD_FALSE:
	case WORD_NIL:
		return MODE_EXPR;
	default:
		return MODE_CALL;
	}
}

/* After the first word of a statement or value. */
static enum mode after_head(const struct splitter *splitter, enum word keyword)
{
	if (splitter->path == PATH_DOTTED)
		return keyword == WORD_SERVE ? MODE_TASK : MODE_COMMAND;
	if (keyword != WORDS)
		return after_keyword(keyword);
	return splitter->path == PATH_NAME ? MODE_COMMAND : MODE_CALL;
}

static bool word_is(const struct splitter *splitter, const char *word)
{
	return splitter->length == strlen(word) &&
	       memcmp(splitter->word, word, splitter->length) == 0;
}

static enum mode after_word(const struct splitter *splitter, bool touched)
{
	enum mode mode = (enum mode)splitter->mode;
	enum word keyword = word_of(splitter);
	switch (mode) {
	case MODE_EXPECT:
		if (word_is(splitter, "within"))
			return MODE_WITHIN;
		if (word_is(splitter, "took") || word_is(splitter, "error"))
			return MODE_CALL;
		return after_head(splitter, keyword);
	case MODE_HEAD:
	case MODE_FORM:
		return after_head(splitter, keyword);
	case MODE_TASK:
		return MODE_CALL;
	case MODE_COMMAND:
		return word_is(splitter, "=") && !touched ? MODE_HEAD : MODE_CALL;
	case MODE_FOR:
		return keyword == WORD_IN ? MODE_HEAD : MODE_FOR;
	case MODE_AFTER:
		return keyword == WORD_ELSE || keyword == WORD_CATCH ? MODE_FORM : MODE_CALL;
	case MODE_OPERAND:
	case MODE_EXPR:
		return keyword == WORD_NOT || keyword == WORD_AND || keyword == WORD_OR ||
				       keyword == WORD_IN
			       ? MODE_OPERAND
			       : MODE_EXPR;
	default:
		return mode;
	}
}

/* touched: another piece follows at once. */
static void end_word(struct splitter *splitter, bool touched)
{
	if (splitter->touch == TOUCH_BARE)
		splitter->mode = (uint8_t)after_word(splitter, touched);
	splitter->length = 0;
	splitter->path = PATH_START;
}

static void blank(struct splitter *splitter)
{
	bool word = splitter->touch != TOUCH_NONE;
	end_word(splitter, false);
	splitter->touch = TOUCH_NONE;
	if (word && splitter->mode == MODE_WITHIN)
		splitter->mode = MODE_HEAD;
	if (word && splitter->mode == MODE_VALUE)
		splitter->mode = MODE_KEY;
}

static enum path path_after(enum path path, unsigned char byte)
{
	switch (path) {
	case PATH_START:
		return byte_is(byte, BYTE_LETTER) ? PATH_NAME : PATH_NONE;
	case PATH_DOT:
		return byte_is(byte, BYTE_LETTER) ? PATH_DOTTED : PATH_NONE;
	case PATH_NAME:
	case PATH_DOTTED:
		if (byte == '.')
			return PATH_DOT;
		return byte_is(byte, BYTE_NAME) ? path : PATH_NONE;
	default:
		return PATH_NONE;
	}
}

static void add_to_word(struct splitter *splitter, char byte)
{
	if (splitter->touch == TOUCH_NONE) {
		splitter->length = 0;
		splitter->path = PATH_START;
		splitter->touch = TOUCH_BARE;
	}
	if (splitter->touch != TOUCH_BARE)
		return;
	bool first_dot = byte == '.' && splitter->path == PATH_NAME && at_head(splitter);
	splitter->path = (uint8_t)path_after((enum path)splitter->path, (unsigned char)byte);
	if (first_dot)
		splitter->length = 0; /* what counts is the word after it */
	else if (splitter->length < sizeof(splitter->word))
		splitter->word[splitter->length++] = byte;
}

/* A byte that is no bracket, quote or separator at its place. */
static void word_byte(struct splitter *splitter, char byte)
{
	unsigned char c = (unsigned char)byte;
	if (at_head(splitter) && splitter->touch == TOUCH_NONE &&
	    (byte == '-' || byte_is(c, BYTE_DIGIT)))
		splitter->mode = MODE_OPERAND;
	if (in_expression(splitter) && splitter->touch == TOUCH_OTHER)
		splitter->touch = TOUCH_NONE; /* operators need no blanks */
	if (!in_expression(splitter) || byte_is(c, BYTE_NAME)) {
		add_to_word(splitter, byte);
		return;
	}
	end_word(splitter, false);
	splitter->touch = TOUCH_NONE;
	if (strchr("+-*/%<>=!", byte))
		splitter->mode = MODE_OPERAND;
}

/* ---- brackets ---- */

/* A quote, $ or ( begins, or touches the word. */
static void begin_piece(struct splitter *splitter)
{
	end_word(splitter, true);
	switch ((enum mode)splitter->mode) {
	case MODE_HEAD:
	case MODE_FORM:
	case MODE_EXPECT:
	case MODE_OPERAND:
		splitter->mode = MODE_EXPR;
		break;
	case MODE_COMMAND:
	case MODE_TASK:
	case MODE_AFTER:
		splitter->mode = MODE_CALL;
		break;
	default:
		break;
	}
}

static void open_brace(struct splitter *splitter)
{
	end_word(splitter, false);
	switch ((enum mode)splitter->mode) {
	case MODE_HEAD:
	case MODE_EXPECT:
	case MODE_OPERAND:
		splitter_push(splitter, 'm', MODE_KEY, MODE_EXPR);
		break;
	case MODE_LIST:
	case MODE_VALUE:
		splitter_push(splitter, 'm', MODE_KEY, (enum mode)splitter->mode);
		break;
	default:
		splitter_push(splitter, '{', MODE_HEAD, MODE_AFTER);
	}
}

/* False: the [ is a byte like any other here. */
static bool open_square(struct splitter *splitter)
{
	if (at_head(splitter) && splitter->touch == TOUCH_BARE) {
		if (splitter->path != PATH_NAME && splitter->path != PATH_DOTTED)
			return false;
		splitter_push(splitter, '[', MODE_OPERAND, MODE_COMMAND);
		return true;
	}
	end_word(splitter, true);
	switch ((enum mode)splitter->mode) {
	case MODE_HEAD:
	case MODE_FORM:
	case MODE_EXPECT:
	case MODE_OPERAND:
		splitter_push(splitter, '[', MODE_LIST, MODE_EXPR);
		return true;
	case MODE_EXPR:
		splitter_push(splitter, '[', MODE_OPERAND, MODE_EXPR);
		return true;
	case MODE_LIST:
	case MODE_VALUE:
		splitter_push(splitter, '[', MODE_LIST, (enum mode)splitter->mode);
		return true;
	default:
		return false;
	}
}

/* True: the byte was a bracket, or a comma or colon that separates. */
static bool bracket(struct splitter *splitter, char byte)
{
	switch (byte) {
	case '(':
		begin_piece(splitter);
		splitter_push(splitter, '(', MODE_HEAD, (enum mode)splitter->mode);
		return true;
	case ')':
		end_word(splitter, false);
		splitter->broken |= !splitter_pop(splitter, "(", TOUCH_POST);
		return true;
	case '{':
		open_brace(splitter);
		return true;
	case '}':
		end_word(splitter, false);
		splitter->broken |= !splitter_pop(splitter, "m$", TOUCH_OTHER) &&
				    !splitter_pop(splitter, "{", TOUCH_NONE);
		return true;
	case '[':
		return open_square(splitter);
	case ']':
		return splitter_pop(splitter, "[", TOUCH_POST);
	case ',':
		if (splitter->mode != MODE_LIST && splitter->mode != MODE_VALUE)
			return false;
		splitter->mode = splitter->mode == MODE_LIST ? MODE_LIST : MODE_KEY;
		splitter->touch = TOUCH_NONE;
		return true;
	case ':':
		if (splitter->mode == MODE_KEY)
			splitter->mode = MODE_VALUE;
		else if (in_expression(splitter) && splitter_innermost(splitter) == '[')
			splitter->mode = MODE_OPERAND;
		else
			return false;
		splitter->touch = TOUCH_NONE;
		return true;
	default:
		return false;
	}
}

/* ---- separators and quotes ---- */

static void end_part(struct splitter *splitter, enum mode next)
{
	end_word(splitter, false);
	splitter->touch = TOUCH_NONE;
	splitter->mode = (uint8_t)next;
}

static bool newline(struct splitter *splitter)
{
	blank(splitter);
	if (splitter->broken)
		return true;
	if (splitter_flat(splitter))
		return false;
	splitter->mode = MODE_HEAD;
	return splitter->open.length == 0;
}

/* True: the byte begins a quote, a comment or a !command, or needs the next to be understood. */
static bool quote(struct splitter *splitter, char byte)
{
	switch (byte) {
	case '\'':
		begin_piece(splitter);
		splitter->quote = byte;
		return true;
	case '"':
		begin_piece(splitter);
		splitter_push(splitter, '"', MODE_CALL, (enum mode)splitter->mode);
		return true;
	case '$':
		begin_piece(splitter);
		splitter->touch = TOUCH_DOLLAR;
		return true;
	case '#':
		if (splitter->touch != TOUCH_NONE)
			return false;
		splitter->quote = byte;
		return true;
	case '!':
		if (splitter->touch != TOUCH_NONE ||
		    !(at_head(splitter) || splitter->mode == MODE_TASK))
			return false;
		splitter->quote = byte;
		return true;
	case '\\':
	case '\r':
		splitter->pending = byte;
		return true;
	default:
		return false;
	}
}

/* A byte after a backslash or CR. True: it is dealt with. */
static bool resolve(struct splitter *splitter, char byte)
{
	char pending = splitter->pending;
	splitter->pending = 0;
	if (byte == '\n') {
		if (pending == '\r')
			return false;
		blank(splitter);
		splitter->continued = true;
		return true;
	}
	if (pending == '\\' && byte == '\r') {
		splitter->pending = 'r'; /* a backslash and a CR */
		return true;
	}
	if (pending != '\r')
		word_byte(splitter, '\\');
	if (pending != '\\')
		word_byte(splitter, '\r');
	return false;
}

bool splitter_bare(struct splitter *splitter, char byte)
{
	if (splitter->pending && resolve(splitter, byte))
		return false;
	if (splitter->touch >= TOUCH_DOLLAR && splitter_postfix(splitter, byte))
		return false;
	switch (byte) {
	case ' ':
	case '\t':
		blank(splitter);
		return false;
	case '\n':
		return newline(splitter);
	case ';':
	case '&':
		end_part(splitter, MODE_HEAD);
		return false;
	case '|':
		end_part(splitter, MODE_TASK);
		return false;
	default:
		if (!bracket(splitter, byte) && !quote(splitter, byte))
			word_byte(splitter, byte);
		return false;
	}
}
