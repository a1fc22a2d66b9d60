/*
 * panel: see panel.h. It is the prompt that draws it, and hears the keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/panel.h"

#include <stdlib.h>

#include "cmd/io/asker.h"

struct panel {
	struct object object;
	struct input *input; /* NULL: it has been left, or that has ended */
	struct call *call;
	const struct display *display;
};

static void leave(struct panel *panel)
{
	struct input *input = panel->input;
	if (!input)
		return;
	panel->input = NULL;
	input->panel = NULL;
	input->prompt->leave_panel(input->context);
}

static void panel_destroy(struct object *object)
{
	leave((struct panel *)object);
	free(object);
}

static const struct behaviour panel_behaviour = {.destroy = panel_destroy};

struct panel *panel_open(struct call *call)
{
	const struct shell *shell = call_shell(call);
	struct input *input = shell->input;
	if (call_task(call) != machine_main(shell->machine)) {
		call_fail(call, "USAGE", "the terminal is the main task's");
		return NULL;
	}
	if (!input->prompt || !input->prompt->can_show_panel(input->context)) {
		call_fail(call, "USAGE", "there is no prompt on a terminal that could show it");
		return NULL;
	}
	struct panel *panel = memory_allocate(sizeof(*panel));
	*panel = (struct panel){{&panel_behaviour, 1}, input, call, shell->display};
	input->panel = panel;
	return panel;
}

bool panel_left(const struct panel *panel)
{
	return !panel->input;
}

/* In the row below it stands how to leave, and then the cursor. */
unsigned panel_rows(const struct panel *panel)
{
	const unsigned rows = display_rows(panel->display);
	return rows > 2 ? rows - 1 : 1;
}

unsigned panel_columns(const struct panel *panel)
{
	const unsigned columns = display_width(panel->display);
	return columns > 2 ? columns - 1 : 1;
}

void panel_show(struct panel *panel, const struct buffer *lines)
{
	if (panel->input)
		panel->input->prompt->show_panel(panel->input->context, lines);
}

bool input_has_panel(const struct input *input)
{
	return input->panel;
}

void input_leave_panel(struct input *input)
{
	struct call *call = input->panel->call;
	leave(input->panel);
	call_wake(call);
}

void input_look_at_panel(struct input *input)
{
	if (input->panel)
		call_wake(input->panel->call);
}
