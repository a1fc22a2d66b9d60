/*
 * test_word_literal: words that are exactly some bytes, and what makes a word that was begun so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/cursor.h"
#include "lang/tree.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct bytes *parsed_word(const char *text, size_t length)
{
	struct buffer call = {0};
	struct arena arena = {0};
	buffer_text(&call, "f ");
	buffer_append(&call, text, length);
	struct parsed parsed = parse(call.data, call.length, EXTENT_ALL, &arena);
	if (!parsed.tree || parsed.tree->a->kind != NODE_CALL || parsed.tree->a->next ||
	    parsed.tree->a->a->kind != NODE_BYTES || parsed.tree->a->a->next)
		fail_msg("%.*s is not one word", (int)length, text);
	struct bytes *word = bytes_new(parsed.tree->a->a->text, parsed.tree->a->a->length);
	arena_free(&arena);
	buffer_free(&call);
	return word;
}

static void expect_word(const char *name, const char *expected)
{
	struct buffer out = {0};
	word_write(&out, name, strlen(name), false);
	assert_string_equal(buffer_cstring(&out), expected);
	struct bytes *word = parsed_word(out.data, out.length);
	assert_true(bytes_is(word, name));
	object_release(word);
	buffer_free(&out);
}

static void written_words(void **state)
{
	(void)state;
	expect_word("plain.txt", "plain.txt");
	expect_word("/a/b-c_d:e@f", "/a/b-c_d:e@f");
	expect_word("\u00e9t\u00e9", "\u00e9t\u00e9");
	expect_word("", "''");
	expect_word("a b", "'a b'");
	expect_word("a;b", "'a;b'");
	expect_word("a$b", "'a$b'");
	expect_word("it's", "\"it's\"");
	expect_word("a'\"$\\", "\"a'\\\"\\$\\\\\"");
	expect_word("#a", "'#a'");
	expect_word("a#b", "a#b");
	expect_word("-n", "'-n'");
	expect_word("--", "'--'");
	expect_word("12", "'12'");
	expect_word("-7", "'-7'");
	expect_word("012", "012");
	expect_word("true", "'true'");
	expect_word("=", "'='");
	expect_word("a=b", "a=b");
	expect_word("a\\b", "a\\b");
	expect_word("new\n!touch pwned", "\"new\\n!touch pwned\"");
	expect_word("a\tb", "\"a\\tb\"");
	expect_word("\x01\x7f\x1b[2J", "\"\\x01\\x7f\\e[2J\"");
	expect_word("\xff\xc3", "\"\\xff\\xc3\"");
	expect_word("\xe2\x80\xae.txt", "\"\\xe2\\x80\\xae.txt\"");
}

/* What was typed of a name: its first bytes in "…", and maybe another quote. */
static void expect_whole(const char *name, size_t cut, const char *between, char quote)
{
	struct buffer out = {0};
	buffer_text(&out, "''\"");
	for (size_t i = 0; i < cut; i++)
		buffer_format(&out, "\\x%02x", (unsigned char)name[i]);
	buffer_text(&out, between);
	word_go_on(&out, quote, name + cut, strlen(name) - cut, false);
	struct bytes *word = parsed_word(out.data, out.length);
	assert_true(bytes_is(word, name));
	object_release(word);
	buffer_free(&out);
}

/* Every word that is cut anywhere, in each kind of quote, goes on to what it was to be. */
static void words_that_go_on(void **state)
{
	(void)state;
	static const char *const names[] = {
		"plain",
		"a b c",
		"it's \"$x\"",
		"12",
		"-n",
		"true",
		"=",
		"new\n!touch pwned",
		"\xff\xc3\xa9\xc3",
		"a\\b",
		"#a",
		"\u00e9\u00e8",
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		for (size_t cut = 0; cut <= strlen(names[i]); cut++) {
			expect_whole(names[i], cut, "", '"');
			expect_whole(names[i], cut, "\"", 0);
			expect_whole(names[i], cut, "\"'", '\'');
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_words),
		cmocka_unit_test(words_that_go_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
