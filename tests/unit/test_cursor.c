/*
 * test_cursor: what is said of the place where a text ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/cursor.h"
#include "handsh/lang.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put_span(struct buffer *out, const char *before, const char *text,
		     struct cursor_span span)
{
	if (span.end > span.start)
		buffer_format(out, "%s%.*s", before, (int)(span.end - span.start),
			      text + span.start);
}

static void put_words(struct buffer *out, const struct cursor *cursor)
{
	for (unsigned i = 0; language_word(i).text; i++)
		if (cursor->words >> i & 1)
			buffer_format(out, " %s", language_word(i).text);
}

/* The kind, the word being typed after a |, and what else is known; ? where it is no literal. */
static void describe(const struct cursor *cursor, const char *text, struct buffer *out)
{
	static const char *const kinds[] = {
		[CURSOR_NOTHING] = "nothing",   [CURSOR_HEAD] = "head",
		[CURSOR_WORD] = "word",         [CURSOR_ARGUMENT] = "argument",
		[CURSOR_VARIABLE] = "variable", [CURSOR_FIELD] = "field",
	};
	buffer_text(out, kinds[cursor->kind]);
	if (cursor->kind == CURSOR_ARGUMENT)
		buffer_format(out, " %u", cursor->argument_count);
	put_span(out, " of ", text, cursor->command);
	put_span(out, " of ", text, cursor->object);
	put_span(out, " on ", text, cursor->socket);
	for (uint32_t i = 0; i < cursor->argument_count; i++)
		put_span(out, " after ", text, cursor->arguments[i].option);
	if (cursor->quote)
		buffer_format(out, " in %c", cursor->quote);
	if (cursor->kind != CURSOR_NOTHING)
		buffer_format(out, " |%.*s", cursor->literal ? (int)cursor->typed.length : 1,
			      cursor->literal ? buffer_cstring((struct buffer *)&cursor->typed)
					      : "?");
	if (cursor->variable)
		buffer_text(out, " or variable");
}

static void expect(const char *text, const char *expected)
{
	struct cursor cursor;
	struct buffer out = {0};
	char *copy = malloc(strlen(text) + 1); /* no NUL: a read beyond it is seen */
	memcpy(copy, text, strlen(text));
	copy = realloc(copy, strlen(text) ? strlen(text) : 1);
	cursor_read(&cursor, copy, strlen(text));
	describe(&cursor, text, &out);
	if (cursor.kind == CURSOR_WORD)
		put_words(&out, &cursor);
	if (strcmp(buffer_cstring(&out), expected) != 0)
		fail_msg("%s\n   gives %s\ninstead of %s", text, buffer_cstring(&out), expected);
	buffer_free(&out);
	cursor_free(&cursor);
	free(copy);
}

struct example {
	const char *text, *expected;
};

static void expect_all(const struct example *examples)
{
	for (; examples->text; examples++)
		expect(examples->text, examples->expected);
}

static void heads(void **state)
{
	static const struct example examples[] = {
		{"", "head |"},
		{"re", "head |re"},
		{"f; re", "head |re"},
		{"f\nre", "head |re"},
		{"f &", "head |"},
		{"x = ", "head |"},
		{"x = re", "head |re"},
		{"x = [a b] = re", "head |re"},
		{"l[0] = re", "head |re"},
		{"f | re", "head |re"},
		{"f | ", "head |"},
		{"f (re", "head |re"},
		{"f (", "head |"},
		{"f a (g (re", "head |re"},
		{"[1 (re", "head |re"},
		{"x = {a: (re", "head |re"},
		{"$l[(re", "head |re"},
		{"1 + (re", "head |re"},
		{"not (re", "head |re"},
		{"if re", "head |re"},
		{"if ", "head |"},
		{"while re", "head |re"},
		{"loop ", "head |"},
		{"loop re", "head |re"},
		{"loop { re", "head |re"},
		{"for x in re", "head |re"},
		{"for x in ", "head |"},
		{"for i x in re", "head |re"},
		{"if $x { re", "head |re"},
		{"if $x { } else { re", "head |re"},
		{"if $x { } else if re", "head |re"},
		{"try { re", "head |re"},
		{"try { } catch e { re", "head |re"},
		{"timeout 1s { re", "head |re"},
		{"expect re", "head |re"},
		{"expect within 1s re", "head |re"},
		{"expect within 1s ", "head |"},
		{"expect took 1s 2s { re", "head |re"},
		{"expect error E { re", "head |re"},
		{"def f a { return re", "head |re"},
		{"spawn re", "head |re"},
		{"spawn ", "head |"},
		{"spawn { re", "head |re"},
		{"serve re", "head |re"},
		{"s1.serve re", "head |re"},
		{"s1.serve { re", "head |re"},
		{"s1.re", "head on s1 |re"},
		{"s1.", "head on s1 |"},
		{"f | s1.re", "head on s1 |re"},
		{"x = s1.", "head on s1 |"},
		{"f ${re", "head |re or variable"},
		{"f \"a ${re", "head |re or variable"},
		{"f \"a ${", "head | or variable"},
		{"f \"a ${f (re", "head |re"},
		{"${m.b", "head on m |b or variable"},
		{0},
	};
	(void)state;
	expect_all(examples);
}

static void arguments(void **state)
{
	static const struct example examples[] = {
		{"f ", "argument 0 of f |"},
		{"f a", "argument 0 of f |a"},
		{"f a ", "argument 1 of f |"},
		{"f a b", "argument 1 of f |b"},
		{"f \\\n b", "argument 0 of f |b"},
		{"f (a\n b", "argument 0 of a |b"},
		{"x = f a", "argument 0 of f |a"},
		{"s1.f a", "argument 0 of f on s1 |a"},
		{"f a | g b", "argument 0 of g |b"},
		{"f (a) b", "argument 1 of f |b"},
		{"f $x b", "argument 1 of f |b"},
		{"f [1]", "argument 0 of f |[1]"},
		{"f -d x", "argument 1 of f after -d |x"},
		{"f --long x -- -y z", "argument 4 of f after --long after -- after -y |z"},
		{"f -", "argument 0 of f |-"},
		{"f 12", "argument 0 of f |12"},
		{"f true", "argument 0 of f |true"},
		{"f \\", "argument 0 of f |\\"},
		{"if f a", "argument 0 of f |a"},
		{"timeout 1s { f a", "argument 0 of f |a"},
		{"f 'a", "argument 0 of f in ' |a"},
		{"f 'a b", "argument 0 of f in ' |a b"},
		{"f 'a ", "argument 0 of f in ' |a "},
		{"f '", "argument 0 of f in ' |"},
		{"f 'a\nb", "argument 0 of f in ' |a\nb"},
		{"f 'a'", "argument 0 of f |a"},
		{"f 'a' ", "argument 1 of f |"},
		{"f 'a'b\"c\\x64", "argument 0 of f in \" |abcd"},
		{"f \"", "argument 0 of f in \" |"},
		{"f \"a\\\"b", "argument 0 of f in \" |a\"b"},
		{"f a\"b $x c", "argument 0 of f in \" |?"},
		{"f 'a'(b)c", "argument 0 of f |?"},
		{"f \"a ${f b", "argument 0 of f |b"},
		{0},
	};
	(void)state;
	expect_all(examples);
}

static void variables(void **state)
{
	static const struct example examples[] = {
		{"f $", "variable |"},
		{"f $na", "variable |na"},
		{"f a$na", "variable |na"},
		{"$na", "variable |na"},
		{"1 + $na", "variable |na"},
		{"[1 $na", "variable |na"},
		{"$l[$na", "variable |na"},
		{"f \"a $", "variable in \" |"},
		{"f \"a $na", "variable in \" |na"},
		{"x = \"$na", "variable in \" |na"},
		{"def f { global na", "variable |na"},
		{"def f { global a ", "variable |"},
		{"f $m.", "field of $m |"},
		{"f $m.na", "field of $m |na"},
		{"f \"$m.na", "field of $m in \" |na"},
		{"$m.a.b", "field of $m.a |b"},
		{"f $m[0].b", "field of $m[0] |b"},
		{"m.a = $n.b", "field of $n |b"},
		{0},
	};
	(void)state;
	expect_all(examples);
}

static void words(void **state)
{
	static const struct example examples[] = {
		{"if $x { } ", "word | else"},
		{"if $x { } el", "word |el else"},
		{"try { } ", "word | catch finally"},
		{"try { } catch { } ", "word | catch finally"},
		{"try { } catch EOF e { re", "head |re"},
		{"until re", "head |re"},
		{"try { } finally { re", "head |re"},
		{"try { } finally { } ", "nothing"},
		{"if $x { } else ", "word | if"},
		{"for x ", "word | in"},
		{"filter x ", "word | in"},
		{"$x ", "word | or and in band bor bxor bsl bsr"},
		{"if $x a", "word |a or and in band bor bxor bsl bsr"},
		{"if not re", "word |re true false nil not bnot"},
		{"1 + n", "word |n true false nil bnot"},
		{0},
	};
	(void)state;
	expect_all(examples);
}

static void words_at_heads(void **state)
{
	(void)state;
	static const struct {
		const char *text, *in, *out;
	} table[] = {
		{"", " def if not true filter ", " else within and "},
		{"x = ", " if not true ", " def else within "},
		{"expect ", " within took error if ", " def "},
		{"f | ", " ", " if true "},
		{"spawn ", " ", " if true "},
		{"s1.", " serve ", " if true "},
		{"f | s1.", " ", " serve "},
		{"f (", " if ", " return "},
		{"loop { ", " break if ", " else "},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct cursor cursor;
		struct buffer has = {0}, word = {0};
		cursor_read(&cursor, table[i].text, strlen(table[i].text));
		assert_int_equal(cursor.kind, CURSOR_HEAD);
		put_words(&has, &cursor);
		buffer_byte(&has, ' ');
		for (unsigned j = 0; language_word(j).text; j++) {
			word.length = 0;
			buffer_format(&word, " %s ", language_word(j).text);
			bool there = strstr(buffer_cstring(&has), buffer_cstring(&word));
			if (strstr(table[i].in, buffer_cstring(&word)) && !there)
				fail_msg("%s: %s is missing", table[i].text, word.data);
			if (strstr(table[i].out, buffer_cstring(&word)) && there)
				fail_msg("%s: %s cannot stand there", table[i].text, word.data);
		}
		buffer_free(&has);
		buffer_free(&word);
		cursor_free(&cursor);
	}
}

static void nothing(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"# re",     "f # re",    "f a # ",       "!re",      "f | !re",    "x = !re ",
		"x =",      "for re",    "def re",       "def f re", "1",          "'re",
		"x = 're ", "x = \"re ", "[re",          "[re ",     "{re",        "f )",
		"f (1 2",   "catch ",    "f \"\\x",      "timeout ", "timeout re", "$x.0",
		"f } re",   "f ; ) re",  "expect took ",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		expect(texts[i], "nothing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads),          cmocka_unit_test(arguments),
		cmocka_unit_test(variables),      cmocka_unit_test(words),
		cmocka_unit_test(words_at_heads), cmocka_unit_test(nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
