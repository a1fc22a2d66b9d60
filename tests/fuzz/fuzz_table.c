/*
 * fuzz_table: whatever stands in the cells of a table, every row is a line (some lines, where the
 * screen is too narrow) and nothing in it drives a terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include "target.h"

#define COLUMNS 6

/* The rows, whose cells take what is left of the input; gives how many. */
static size_t fill(struct table *table, struct input *input)
{
	size_t rows = 0;
	for (; input->size; rows++) {
		for (unsigned i = 0; i < table->column_count; i++) {
			struct bytes *cell = take_bytes(input);
			buffer_append(&table->text, cell->data, cell->length);
			table_next(table);
			object_release(cell);
		}
	}
	return rows;
}

/* None ends in blanks; gives how many there are. */
static size_t count_lines(const struct buffer *text)
{
	size_t lines = 0;
	for (size_t i = 0; i < text->length; i++) {
		if (text->data[i] != '\n')
			continue;
		check(i == 0 || text->data[i - 1] != ' ');
		lines++;
	}
	return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const titles[COLUMNS] = {"A", "BB", "", "DDDD", "E", "é"};
	struct column columns[COLUMNS + 1] = {{NULL}};
	struct input input = {data, size};
	struct table table;
	struct buffer text = {0};
	unsigned count = 1 + take(&input) % COLUMNS, aligned = take(&input), width = take(&input);
	unsigned shortened = take(&input), left_out = take(&input);
	for (unsigned i = 0; i < count; i++)
		columns[i] = (struct column){titles[i], aligned >> i & 1,
					     (uint8_t)(left_out >> i & 1 ? i + 1 : 0),
					     shortened >> i & 1 ? 4 : 0};
	table_begin(&table, columns);
	table.width = width;
	table.ellipsis = "…";
	size_t rows = fill(&table, &input);
	table_end(&table, &text);
	check_shown(text.data, text.length, true, "\n");
	check(text.length && text.data[text.length - 1] == '\n');
	size_t lines = count_lines(&text);
	check(width ? lines >= rows + 1 && lines <= count * (rows + 1) : lines == rows + 1);
	buffer_free(&text);
	return 0;
}
