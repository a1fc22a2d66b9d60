/*
 * Tables: columns as wide as they need, nothing after the last visible character of a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "handsh/show.h"
#include "show/foreign_text.h"

static void expect_table(struct table *table, const char *text)
{
	struct buffer buffer = {0};
	table_end(table, &buffer);
	assert_string_equal(buffer_cstring(&buffer), text);
	buffer_free(&buffer);
}

static void test_alignment(void **state)
{
	(void)state;
	static const struct column columns[] = {
		{"  NAME", false}, {"FD", true}, {"PEER", false}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	buffer_text(&table.text, "* ");
	table_text(&table, "server");
	table_int(&table, 123);
	table_text(&table, "-");
	buffer_text(&table.text, "  ");
	table_text(&table, "c1");
	table_int(&table, 4);
	table_text(&table, "127.0.0.1:5000");
	expect_table(&table, "  NAME     FD  PEER\n"
			     "* server  123  -\n"
			     "  c1        4  127.0.0.1:5000\n");
}

static void test_titles_alone(void **state)
{
	(void)state;
	static const struct column columns[] = {{"A", true}, {"B", true}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	expect_table(&table, "A  B\n");
}

static void test_foreign_text(void **state)
{
	(void)state;
	static const struct column columns[] = {{"PATH", false}, {"N", true}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	table_text(&table, "a\033[2J\n");
	table_text(&table, "1");
	table_text(&table, "é");
	table_text(&table, "2");
	table_text(&table, "");
	table_text(&table, "");
	expect_table(&table, "PATH      N\n"
			     "a\\e[2J\\n  1\n"
			     "é         2\n"
			     "\n");
}

/* A narrow screen: what has no room stands below, under its title. */
static void test_narrow(void **state)
{
	(void)state;
	static const struct column columns[] = {
		{"NAME", false}, {"FD", true}, {"LOCAL", false}, {"PEER", false}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	table.width = 18; /* one blank for two is enough */
	for (unsigned i = 0; i < 4; i++)
		table_text(&table, "x");
	expect_table(&table, "NAME FD LOCAL PEER\n"
			     "x     x x     x\n");
	table_begin(&table, columns);
	table.width = 20;
	table_text(&table, "s1");
	table_text(&table, "3");
	table_text(&table, "127.0.0.1:5000");
	table_text(&table, "-");
	expect_table(&table, "NAME  FD\n"
			     "    LOCAL\n"
			     "    PEER\n"
			     "s1     3\n"
			     "    127.0.0.1:5000\n"
			     "    -\n");
}

/* What may be shortened is, in the middle; then columns go, those of the largest rank first. */
static void test_shortened(void **state)
{
	(void)state;
	static const struct column columns[] = {
		{"NAME"}, {"FD", true, .rank = 9}, {"PEER", .rank = 1, .least = 9}, {NULL}};
	static const struct {
		unsigned width;
		const char *text;
	} screens[] = {
		{42, "NAME  FD  PEER\ns1     3  @abcdefghijklmnopqrstuvwxyz\n"},
		{32, "NAME FD PEER\ns1    3 @abcdefghij…opqrstuvwxyz\n"},
		{27, "NAME  PEER\ns1    @abcdefghi…qrstuvwxyz\n"},
		{14, "NAME PEER\ns1   @abc…wxyz\n"},
		{13, "NAME\ns1\n"},
		{2, "NAME\ns1\n"},
	};
	for (size_t i = 0; i < sizeof(screens) / sizeof(*screens); i++) {
		struct table table;
		table_begin(&table, columns);
		table.width = screens[i].width;
		table.ellipsis = "…";
		table_text(&table, "s1");
		table_text(&table, "3");
		table_text(&table, "@abcdefghijklmnopqrstuvwxyz");
		expect_table(&table, screens[i].text);
	}
}

/* Wide and combining characters stay whole. */
static void test_shortened_letters(void **state)
{
	(void)state;
	static const struct column columns[] = {{"P", .least = 4}, {"N", true}, {NULL}};
	for (unsigned width = 6; width < 30; width++) {
		struct table table;
		struct buffer buffer = {0};
		table_begin(&table, columns);
		table.width = width;
		table.ellipsis = "…";
		table_text(&table, "日本語e\u0301日本語e\u0301日本");
		table_text(&table, "1");
		table_end(&table, &buffer);
		assert_true(utf8_valid(buffer.data, buffer.length));
		for (const char *line = buffer_cstring(&buffer); *line;
		     line = strchr(line, '\n') + 1)
			assert_true(text_columns(line, strcspn(line, "\n")) <= width);
		buffer_free(&buffer);
	}
}

/* It looks at eight bytes at once: every byte, in every place of a text. */
static void test_plain(void **state)
{
	(void)state;
	char text[19];
	for (size_t length = 0; length <= sizeof(text); length++) {
		memset(text, '~', sizeof(text));
		assert_true(text_is_plain(text, length));
		memset(text, ' ', sizeof(text));
		assert_true(text_is_plain(text, length));
		for (size_t place = 0; place < length; place++) {
			for (int byte = 0; byte < 256; byte++) {
				text[place] = (char)byte;
				assert_int_equal(text_is_plain(text, length),
						 byte >= ' ' && byte <= '~');
			}
			text[place] = ' ';
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alignment),
		cmocka_unit_test(test_titles_alone),
		cmocka_unit_test(test_foreign_text),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_shortened),
		cmocka_unit_test(test_shortened_letters),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
