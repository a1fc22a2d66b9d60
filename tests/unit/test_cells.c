/*
 * cells and canvas: the rows of a text on a terminal of any width, and the bytes that turn one
 * drawing into the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "ui/canvas.h"

#define ALL UINT32_MAX

/* The rows, each with a | after it. */
static char *rows_of(const struct frame *frame)
{
	struct buffer text = {0};
	for (uint32_t row = 0; row < frame->row_count; row++) {
		uint32_t count;
		const struct cell *cells = frame_row(frame, row, &count);
		for (uint32_t i = 0; i < count; i++)
			buffer_append(&text, frame->text.data + cells[i].start, cells[i].length);
		buffer_byte(&text, '|');
	}
	char *copy = memory_copy(text.data, text.length);
	buffer_free(&text);
	return copy;
}

static void lay_out(struct frame *frame, uint32_t first, uint32_t end, const char *text,
		    size_t length)
{
	frame_begin(frame, first, end);
	frame_text(frame, text, length, NULL, FACE_PLAIN);
	frame_cursor(frame);
	frame_end(frame);
}

static void expect_rows(uint32_t width, const char *text, const char *rows, uint32_t row,
			uint32_t column)
{
	struct frame frame = {.width = width, .utf8 = true};
	lay_out(&frame, 0, ALL, text, strlen(text));
	char *found = rows_of(&frame);
	assert_string_equal(found, rows);
	assert_int_equal(frame.cursor_row, row);
	assert_int_equal(frame.cursor_column, column);
	free(found);
	lay_out(&frame, 0, 0, text, strlen(text)); /* measured alone it ends at the same place */
	assert_int_equal(frame.row, row);
	assert_int_equal(frame.column, column);
	frame_free(&frame);
}

static void test_rows(void **state)
{
	(void)state;
	expect_rows(5, "", "|", 0, 0);
	expect_rows(5, "abc", "abc|", 0, 3);
	expect_rows(5, "abcde", "abcde||", 1, 0);
	expect_rows(5, "abcdefg", "abcde|fg|", 1, 2);
	expect_rows(5, "ab\ncd", "ab|cd|", 1, 2);
	expect_rows(5, "abcde\nf", "abcde||f|", 2, 1);
	expect_rows(5, "\n\n", "|||", 2, 0);
}

static void test_characters(void **state)
{
	(void)state;
	expect_rows(5, "a\u6f22b", "a\u6f22b|", 0, 4);
	expect_rows(5, "abcd\u6f22", "abcd |\u6f22|", 1, 2); /* it does not fit */
	expect_rows(5, "abc\u6f22", "abc\u6f22||", 1, 0);
	expect_rows(5, "abcde\u0301f", "abcde\u0301|f|", 1, 1); /* and this belongs to the e */
	expect_rows(9, "\u0301a", "\\xcc\\x81a||", 1, 0);       /* nothing before it to belong to */
	expect_rows(9, "\u200b", "\\xe2\\x80\\|x8b|", 1, 3);
	expect_rows(20, "\x80\xe6\xbc\x1b\x07", "\\x80\\xe6\\xbc\\e\\x07|", 0, 18);
	expect_rows(20, "a\tb", "a       b|", 0, 9);
	expect_rows(5, "abcd\tb", "abcd |b|", 1, 1);
}

/* What is cut to a window is the same as those rows of the whole. */
static void test_windows(void **state)
{
	(void)state;
	static const char text[] =
		"one\ntwo \u6f22\u6f22 three\nabcdefghijklmnopqrstuvwxyz\n\xff e\u0301 end";
	for (uint32_t width = 2; width < 30; width++) {
		struct frame all = {.width = width, .utf8 = true}, part = all;
		lay_out(&all, 0, ALL, text, strlen(text));
		for (uint32_t first = 0; first < all.row_count; first++) {
			lay_out(&part, first, first + 2, text, strlen(text));
			for (uint32_t row = 0; row < part.row_count; row++) {
				uint32_t count, other;
				frame_row(&part, row, &count);
				frame_row(&all, first + row, &other);
				assert_int_equal(count, other);
			}
		}
		frame_free(&all);
		frame_free(&part);
	}
}

static void test_bytes_where_nothing_else_is_known(void **state)
{
	(void)state;
	struct frame frame = {.width = 30};
	lay_out(&frame, 0, ALL, "a\xc3\xa4", 3);
	char *rows = rows_of(&frame);
	assert_string_equal(rows, "a\\xc3\\xa4|");
	free(rows);
	frame_free(&frame);
}

/* ---- drawings ---- */

static void draw(struct canvas *canvas, const char *before, const char *after, const char *bytes)
{
	struct buffer out = {0};
	struct frame *frame = &canvas->next;
	frame->width = 5;
	frame_begin(frame, 0, ALL);
	frame_text(frame, before, strlen(before), NULL, FACE_PLAIN);
	frame_cursor(frame);
	frame_text(frame, after, strlen(after), NULL, FACE_PLAIN);
	frame_end(frame);
	canvas_draw(canvas, &out);
	assert_string_equal(buffer_cstring(&out), bytes);
	buffer_free(&out);
}

static void test_drawings(void **state)
{
	(void)state;
	struct canvas canvas = {0};
	draw(&canvas, "ab", "", "ab");
	draw(&canvas, "ab", "", "");
	draw(&canvas, "abc", "", "c");
	draw(&canvas, "a", "bc", "\r\033[1C");
	draw(&canvas, "a", "c", "c\033[K\r\033[1C");
	draw(&canvas, "abcde", "", "bcde \r");
	draw(&canvas, "abcdef", "", "f");
	draw(&canvas, "abcde", "", "\r\033[K");
	draw(&canvas, "abcd", "", "\r\033[1A\033[4C\033[K\r\n\033[J\r\033[1A\033[4C");
	canvas_free(&canvas);
}

static void test_cleared(void **state)
{
	(void)state;
	struct canvas canvas = {0};
	struct buffer out = {0};
	draw(&canvas, "abcdefg", "", "abcdefg");
	canvas_clear(&canvas, &out);
	canvas_clear(&canvas, &out); /* there is nothing any more */
	assert_string_equal(buffer_cstring(&out), "\r\033[1A\033[J");
	draw(&canvas, "a", "", "a");
	buffer_free(&out);
	canvas_free(&canvas);
}

static void test_faces(void **state)
{
	(void)state;
	struct canvas canvas = {0};
	struct buffer out = {0};
	struct frame *frame = &canvas.next;
	static const uint8_t faces[] = {FACE_PLAIN, FACE_REGION, FACE_REGION, FACE_PLAIN};
	frame->width = 5;
	frame_begin(frame, 0, ALL);
	frame_text(frame, "abcd", 4, faces, FACE_PLAIN);
	frame_control(frame, "\033[6 q", 5);
	frame_cursor(frame);
	frame_end(frame);
	canvas_draw(&canvas, &out);
	assert_string_equal(buffer_cstring(&out), "a\033[0;7mbc\033[0md\033[6 q");
	draw(&canvas, "abcd", "", "\r\033[1Cbcd");
	buffer_free(&out);
	canvas_free(&canvas);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_bytes_where_nothing_else_is_known),
		cmocka_unit_test(test_drawings),
		cmocka_unit_test(test_cleared),
		cmocka_unit_test(test_faces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
