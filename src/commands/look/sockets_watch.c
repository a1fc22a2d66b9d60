/*
 * sockets_watch: see sockets_watch.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/sockets_watch.h"

#include <stdlib.h>

#include "commands/look/socket_rows.h"
#include "handsh/panel.h"

#define LEAST (NANOSECONDS / 10) /* between two drawings, however much happens */
#define MOST (NANOSECONDS / 2)   /* for what no event tells: the kernel's queues, a peer's end */
#define LASTS (3 * NANOSECONDS)  /* a change is shown */

struct watching {
	struct object object;
	struct shell *shell;
	struct panel *panel;
	struct map *before; /* what was shown last; NULL: nothing */
	bool partly;        /* not of all sockets */
	int64_t drawn;      /* when */
	struct buffer text;
};

/* The table that is shown next says what has changed since then. */
static void watching_destroy(struct object *object)
{
	struct watching *watching = (struct watching *)object;
	object_release(watching->panel);
	if (watching->before)
		socket_rows_seen(watching->shell,
				 watching->partly ? NULL : object_retain(watching->before));
	object_release(watching->before);
	buffer_free(&watching->text);
	free(watching);
}

static const struct behaviour watching_behaviour = {.destroy = watching_destroy};

static struct watching *begin(struct call *call)
{
	struct panel *panel = panel_open(call);
	if (!panel)
		return NULL;
	struct watching *watching = memory_zeroed(1, sizeof(*watching));
	watching->object = (struct object){&watching_behaviour, 1};
	watching->shell = call_shell(call);
	watching->panel = panel;
	if (watching->shell->shown_sockets)
		watching->before = object_retain(watching->shell->shown_sockets);
	call->state = &watching->object;
	return watching;
}

static void draw(struct call *call, struct watching *watching)
{
	struct socket_rows rows = {
		.before = watching->before,
		.now = map_new(),
		.partly = watching->partly,
		.time = watching->drawn,
		.lasts = LASTS,
		.most = panel_rows(watching->panel),
		.width = panel_columns(watching->panel),
	};
	watching->text.length = 0;
	socket_rows_format(call, &rows, &watching->text);
	panel_show(watching->panel, &watching->text);
	object_release(watching->before);
	watching->before = rows.now;
	watching->partly = rows.cut;
}

/* What stays on the screen is not written again, but to the log. */
static enum run end(struct call *call, const struct watching *watching,
		    struct value (*values)(struct call *call))
{
	if (call_wants_rows(call))
		call_print_rows(call, values(call));
	call_print_seen(call, &watching->text);
	return call_return(call, VALUE_NIL);
}

enum run sockets_watch(struct call *call, struct value (*values)(struct call *call))
{
	struct watching *watching = (struct watching *)call->state;
	const int64_t now = clock_now();
	if (!watching && !(watching = begin(call)))
		return RUN_FAIL;
	if (panel_left(watching->panel))
		return end(call, watching, values);
	const int64_t wait = watching->drawn + LEAST - now;
	if (watching->drawn && wait > 0)
		return call_attend(call, wait, false);
	watching->drawn = now;
	draw(call, watching);
	return call_attend(call, MOST, true);
}
