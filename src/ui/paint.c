/*
 * paint: see paint.h. What the words are says the grammar's own reader; whether what they name is
 * there, the shell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/paint.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/marks.h"
#include "ui/cells.h"

#define PAINTED_MAX ((size_t)32 << 10) /* bytes of a unit: it is read anew at every key */

struct painter {
	struct shell *shell;
	const struct scene *scene;
	struct marks marks;
	struct symbols set;     /* variables that the text itself sets */
	struct symbols defined; /* and commands that it defines */
	struct buffer name;     /* of the mark that is looked at */
	uint8_t *faces;
};

static void put_face(struct painter *painter, size_t start, size_t end, enum face face)
{
	const size_t line = painter->scene->line;
	for (size_t i = start < line ? line : start; i < end; i++)
		painter->faces[i - line] = (uint8_t)face;
}

/* ---- what names stand for ---- */

static const char *name_at(struct painter *painter, const struct mark *mark)
{
	const char *text = painter->scene->text + mark->start;
	const size_t dollar = *text == '$';
	painter->name.length = 0;
	buffer_append(&painter->name, text + dollar, mark->end - mark->start - dollar);
	return buffer_cstring(&painter->name);
}

/* Where the text itself gives names their meaning, before or after. */
static void learn(struct painter *painter)
{
	for (uint32_t i = 0; i < painter->marks.count; i++) {
		const struct mark *mark = &painter->marks.list[i];
		const char *text = painter->scene->text + mark->start;
		if (mark->kind == MARK_SET)
			symbol_intern(&painter->set, text, mark->end - mark->start);
		else if (mark->kind == MARK_DEFINED)
			symbol_intern(&painter->defined, text, mark->end - mark->start);
	}
}

struct beginning {
	const char *typed;
	size_t length;
	bool found;
};

static void compare_beginning(void *context, const char *name, const struct command *command)
{
	struct beginning *beginning = context;
	(void)command;
	if (strncmp(name, beginning->typed, beginning->length) == 0)
		beginning->found = true;
}

/* It is being typed, and may become a command or a word. */
static bool may_become(struct painter *painter, const struct mark *mark, const char *name)
{
	struct beginning beginning = {name, strlen(name), false};
	if (painter->scene->cursor != mark->end)
		return false;
	machine_each_command(painter->shell->machine, compare_beginning, &beginning);
	for (unsigned i = 0; language_word(i).text; i++)
		compare_beginning(&beginning, language_word(i).text, NULL);
	return beginning.found;
}

static enum face command_face(struct painter *painter, const struct mark *mark)
{
	uint32_t index;
	const char *name = name_at(painter, mark);
	struct machine *machine = painter->shell->machine;
	if (machine_find(machine, name) || machine_definition(machine, name) ||
	    symbol_find(&painter->defined, name, &index))
		return FACE_COMMAND;
	return may_become(painter, mark, name) ? FACE_PLAIN : FACE_WRONG;
}

static enum face socket_face(const struct handle *handle)
{
	return handle && handle_open(handle) ? FACE_VARIABLE : FACE_WRONG;
}

static enum face variable_face(struct painter *painter, const struct mark *mark)
{
	uint32_t index;
	const char *name = name_at(painter, mark);
	const struct value value = machine_global(painter->shell->machine, name);
	if (symbol_find(&painter->set, name, &index) || (*name >= '0' && *name <= '9'))
		return FACE_VARIABLE;
	if (value.type == TYPE_SOCKET)
		return socket_face((const struct handle *)value.object);
	if (value.type != TYPE_UNSET || socket_name_is_standard(name))
		return FACE_VARIABLE;
	const struct lab *lab = painter->shell->lab;
	if (lab_find(lab, name) || wire_find(lab, name) || strcmp(name, "here") == 0)
		return FACE_VARIABLE;
	return socket_face(socket_table_find(painter->shell->sockets, name));
}

/* ---- brackets ---- */

/* How many bytes the bracket at the place has: ${ is one of two. */
static size_t bracket_size(const struct painter *painter, size_t place)
{
	return painter->scene->text[place] == '$' ? 2 : 1;
}

static bool at_pair(const struct painter *painter, const struct mark *mark, size_t place)
{
	return mark->kind == MARK_PAIR &&
	       (place == mark->end ||
		(place >= mark->start && place < mark->start + bracket_size(painter, mark->start)));
}

static bool match_at(struct painter *painter, size_t place)
{
	for (uint32_t i = 0; i < painter->marks.count; i++) {
		const struct mark *mark = &painter->marks.list[i];
		if (!at_pair(painter, mark, place))
			continue;
		put_face(painter, mark->start, mark->start + bracket_size(painter, mark->start),
			 FACE_MATCH);
		put_face(painter, mark->end, mark->end + 1, FACE_MATCH);
		return true;
	}
	return false;
}

/* The bracket before the cursor, which was just typed, or else the one under it, and its other. */
static void match_brackets(struct painter *painter)
{
	const size_t cursor = painter->scene->cursor;
	if (cursor == SIZE_MAX || (cursor && match_at(painter, cursor - 1)))
		return;
	match_at(painter, cursor);
}

/* ---- the whole ---- */

static enum face face_of(struct painter *painter, const struct mark *mark)
{
	static const enum face faces[] = {
		[MARK_WORD] = FACE_WORD,       [MARK_OPTION] = FACE_OPTION,
		[MARK_STRING] = FACE_STRING,   [MARK_NUMBER] = FACE_NUMBER,
		[MARK_SET] = FACE_VARIABLE,    [MARK_DEFINED] = FACE_COMMAND,
		[MARK_COMMENT] = FACE_COMMENT, [MARK_OPEN] = FACE_OPEN,
		[MARK_SHELL] = FACE_PLAIN,
	};
	switch (mark->kind) {
	case MARK_COMMAND:
		return command_face(painter, mark);
	case MARK_SOCKET:
	case MARK_VARIABLE:
		return variable_face(painter, mark);
	default:
		return faces[mark->kind];
	}
}

void paint_line(struct shell *shell, const struct scene *scene, uint8_t *faces)
{
	struct painter painter = {.shell = shell, .scene = scene, .faces = faces};
	if (scene->length > PAINTED_MAX)
		return;
	marks_read(&painter.marks, scene->text, scene->length);
	learn(&painter);
	for (uint32_t i = 0; i < painter.marks.count; i++) {
		const struct mark *mark = &painter.marks.list[i];
		if (mark->kind != MARK_PAIR && mark->end > scene->line)
			put_face(&painter, mark->start, mark->end, face_of(&painter, mark));
	}
	match_brackets(&painter);
	marks_free(&painter.marks);
	symbols_free(&painter.set);
	symbols_free(&painter.defined);
	buffer_free(&painter.name);
}
