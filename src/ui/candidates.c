/*
 * candidates: see candidates.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/candidates.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/show.h"

#define GAP 2         /* blanks between columns, and between a word and what is said of it */
#define ABOUT_LEAST 8 /* columns, of what is said of a word */
#define ABOUT_FAIR 20 /* down to which it is cut, so that more of them stand side by side */

struct entry {
	struct buffer word, about; /* escaped */
	unsigned columns, about_columns;
};

/* Entries stand below each other, and go on in the next column. */
struct grid {
	const struct entry *entries;
	unsigned count;
	unsigned word, about; /* columns of the widest, or what is left for it; about 0: none */
	unsigned width;       /* of an entry */
	unsigned across, down;
};

/* ---- entries ---- */

static void set_entry(struct entry *entry, const struct completion_word *word)
{
	escape_line(&entry->word, word->text, strlen(word->text));
	entry->columns = (unsigned)text_columns(entry->word.data, entry->word.length);
	if (!word->about)
		return;
	escape_line(&entry->about, word->about, strlen(word->about));
	entry->about_columns = (unsigned)text_columns(entry->about.data, entry->about.length);
}

static void free_entries(struct entry *entries, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		buffer_free(&entries[i].word);
		buffer_free(&entries[i].about);
	}
	free(entries);
}

/* ---- the grid ---- */

static void measure(struct grid *grid)
{
	for (unsigned i = 0; i < grid->count; i++) {
		const struct entry *entry = &grid->entries[i];
		if (entry->columns > grid->word)
			grid->word = entry->columns;
		if (entry->about_columns > grid->about)
			grid->about = entry->about_columns;
	}
}

static void arrange(struct grid *grid, unsigned screen)
{
	if (grid->word > screen)
		grid->word = screen;
	unsigned room = screen > grid->word + GAP ? screen - grid->word - GAP : 0;
	if (room < ABOUT_LEAST)
		grid->about = 0;
	else if (grid->about > room)
		grid->about = room;
	grid->width = grid->word + (grid->about ? GAP + grid->about : 0);
	grid->across = (screen + GAP) / (grid->width + GAP);
	if (!grid->across)
		grid->across = 1;
	grid->down = (grid->count + grid->across - 1) / grid->across;
}

/* They stand in so many rows, if need be with less said of each, or nothing. */
static void arrange_in(struct grid *grid, unsigned screen, unsigned rows)
{
	arrange(grid, screen);
	if (grid->down <= rows || !grid->about)
		return;
	const unsigned across = (grid->count + rows - 1) / rows;
	const unsigned width = (screen + GAP) / across, least = grid->word + GAP + ABOUT_FAIR + GAP;
	grid->about = width < least ? 0 : width - grid->word - GAP - GAP;
	arrange(grid, screen);
}

/* ---- rows ---- */

/* At most so many columns of it; gives how many it took. */
static unsigned put_text(const struct buffer *text, unsigned columns, unsigned most,
			 struct buffer *out)
{
	if (columns <= most) {
		buffer_append(out, text->data, text->length);
		return columns;
	}
	size_t length = text_fit(text->data, text->length, most - 1);
	buffer_append(out, text->data, length);
	buffer_text(out, "…");
	return (unsigned)text_columns(text->data, length) + 1;
}

static void put_blanks(unsigned count, struct buffer *out)
{
	buffer_format(out, "%*s", (int)count, "");
}

static void put_entry(const struct grid *grid, const struct entry *entry, bool last,
		      struct buffer *out)
{
	unsigned taken = put_text(&entry->word, entry->columns, grid->word, out);
	if (grid->about && entry->about.length) {
		put_blanks(grid->word - taken + GAP, out);
		taken = grid->word + GAP +
			put_text(&entry->about, entry->about_columns, grid->about, out);
	}
	if (!last)
		put_blanks(grid->width - taken + GAP, out);
}

static void put_rows(const struct grid *grid, unsigned rows, struct buffer *out)
{
	for (unsigned row = 0; row < rows; row++) {
		for (unsigned i = row; i < grid->count; i += grid->down)
			put_entry(grid, &grid->entries[i], i + grid->down >= grid->count, out);
		buffer_byte(out, '\n');
	}
}

/* The first of them, and how many more there are. */
static void put_first(struct grid *grid, unsigned screen, unsigned rows, struct buffer *out)
{
	unsigned all = grid->count, most = (rows - 1) * grid->across;
	struct buffer more = {0};
	if (rows > 1) {
		grid->count = most;
		grid->down = rows - 1;
		put_rows(grid, grid->down, out);
	}
	buffer_format(&more, "… and %u more: type on to see fewer", all - most);
	put_text(&more, (unsigned)text_columns(more.data, more.length), screen, out);
	buffer_byte(out, '\n');
	buffer_free(&more);
}

void candidates_format(const struct completion *completion, unsigned width, unsigned rows,
		       struct buffer *out)
{
	struct entry *entries = memory_zeroed(completion->count + 1, sizeof(*entries));
	for (unsigned i = 0; i < completion->count; i++)
		set_entry(&entries[i], &completion->words[i]);
	struct grid grid = {.entries = entries, .count = completion->count};
	measure(&grid);
	arrange_in(&grid, width, rows);
	if (grid.down > rows)
		put_first(&grid, width, rows, out);
	else
		put_rows(&grid, grid.down, out);
	free_entries(entries, completion->count);
}
