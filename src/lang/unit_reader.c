/*
 * unit_reader: one unit after the other of a text that grows, each read from its beginning to the
 * newline that ends it.
 *
 * A unit that has not ended is read again from its beginning when more of it is there. So that a
 * long one does not cost its length at each line, it is read again only when its text has grown by
 * a factor or the input pauses, and the longer it is, the longer the pause must be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/lang.h"
#include "lang/tree.h"

#include <string.h>

#define FACTOR 4   /* so that a unit is read less than three times in all, while text comes */
#define SHORT 4096 /* bytes of an unfinished unit that is read again at any pause */
#define PAUSE 100  /* nanoseconds a byte of a longer one: several times what reading takes */

/* Only a newline ends a unit. True: one has come since the text was last read. */
static bool may_have_ended(struct unit_reader *reader, const char *text, size_t length)
{
	if (!reader->newline)
		reader->newline =
			memchr(text + reader->scanned, '\n', length - reader->scanned) != NULL;
	reader->scanned = length;
	return reader->newline;
}

int64_t unit_patience(const struct unit_reader *reader)
{
	if (!reader->newline)
		return TIME_NEVER;
	return reader->scanned <= SHORT ? 0 : (int64_t)reader->scanned * PAUSE;
}

static bool worth_reading(struct unit_reader *reader, const char *text, size_t length,
			  enum arrival arrival)
{
	if (arrival == ARRIVAL_ENDED)
		return true;
	return may_have_ended(reader, text, length) &&
	       (arrival == ARRIVAL_PAUSED || length >= FACTOR * reader->read);
}

static void unfinished(struct unit_reader *reader, size_t length)
{
	reader->read = length;
	reader->newline = false;
}

static void finished(struct unit_reader *reader)
{
	reader->read = reader->scanned = 0;
	reader->newline = false;
}

typedef enum compile_status compiler(const struct node *tree, struct source *source,
				     struct symbols *globals, struct symbols *commands,
				     struct code **code, struct error **error);

/* The code of what was parsed, or the error with its source. surveyor may be NULL. */
static enum compile_status finish(struct source *source, const struct parsed *parsed,
				  compiler *compile_parsed, struct surveyor *surveyor,
				  struct symbols *globals, struct symbols *commands,
				  struct code **code, struct error **error)
{
	*error = parsed->error;
	if (parsed->status != COMPILE_DONE) {
		parsed->error->source = object_retain(source);
		return parsed->status;
	}
	enum compile_status status =
		compile_parsed(parsed->tree, source, globals, commands, code, error);
	if (surveyor && status == COMPILE_DONE)
		survey_tree(parsed->tree, source, surveyor);
	return status;
}

enum compile_status unit_read(struct unit_reader *reader, const char *text, size_t length,
			      enum arrival arrival, struct symbols *globals,
			      struct symbols *commands, struct unit *unit)
{
	*unit = (struct unit){0};
	if (!worth_reading(reader, text, length, arrival))
		return COMPILE_INCOMPLETE;
	enum extent extent = arrival == ARRIVAL_ENDED ? EXTENT_UNIT : EXTENT_GROWING;
	struct parsed parsed = parse(text, length, extent, &reader->arena);
	if (parsed.length == 0) {
		unfinished(reader, length);
		arena_reset(&reader->arena);
		return COMPILE_INCOMPLETE;
	}
	finished(reader);
	unit->length = parsed.length;
	struct source *source =
		source_new(reader->name, bytes_new(text, parsed.length), reader->line);
	enum compile_status status = finish(source, &parsed, compile_tree, reader->surveyor,
					    globals, commands, &unit->code, &unit->error);
	object_release(source);
	arena_reset(&reader->arena);
	return status == COMPILE_DONE ? COMPILE_DONE : COMPILE_ERROR;
}

void unit_reader_free(struct unit_reader *reader)
{
	arena_free(&reader->arena);
	*reader = (struct unit_reader){0};
}

static enum compile_status compile_whole(struct source *source, compiler *compile_parsed,
					 struct surveyor *surveyor, struct symbols *globals,
					 struct symbols *commands, struct code **code,
					 struct error **error)
{
	struct arena arena = {0};
	struct parsed parsed = parse(source->text->data, source->text->length, EXTENT_ALL, &arena);
	enum compile_status status =
		finish(source, &parsed, compile_parsed, surveyor, globals, commands, code, error);
	arena_free(&arena);
	return status;
}

enum compile_status compile_surveyed(struct source *source, struct surveyor *surveyor,
				     struct symbols *globals, struct symbols *commands,
				     struct code **code, struct error **error)
{
	return compile_whole(source, compile_tree, surveyor, globals, commands, code, error);
}

enum compile_status compile_lesson(struct source *source, struct symbols *globals,
				   struct symbols *commands, struct code **code,
				   struct error **error)
{
	return compile_whole(source, compile_lesson_tree, NULL, globals, commands, code, error);
}

enum compile_status compile(struct source *source, struct symbols *globals,
			    struct symbols *commands, struct code **code, struct error **error)
{
	return compile_surveyed(source, NULL, globals, commands, code, error);
}
