/*
 * facts: what the tables know of a name that is no command: an error, a state of TCP, a socket
 * option, a kind of socket, a constant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/help.h"
#include "handsh/names.h"
#include "handsh/page.h"
#include "handsh/socket.h"
#include "handsh/socket_option.h"

#define COMMAND_COLUMN 17

static void put_line(struct page *page, struct buffer *line, unsigned indent)
{
	page_wrap(page, buffer_cstring(line), indent);
	line->length = 0;
}

/* ---- errors ---- */

static const struct {
	const struct names *names;
	const char *manual;
} errors[] = {
	{&names_errors, "errno(3)"},
	{&names_resolver, "getaddrinfo(3)"},
	{&names_faults, "handsh-lang(7)"},
};

static bool error_meaning(const char *name, struct page *page)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		for (size_t j = 0; j < errors[i].names->count; j++) {
			const struct name *error = &errors[i].names->list[j];
			if (strcasecmp(error->text, name) != 0)
				continue;
			struct buffer line = {0};
			page_title(page, "error");
			page_wrap(page, error->meaning, 2);
			buffer_format(&line, "manual: %s", errors[i].manual);
			put_line(page, &line, 2);
			buffer_free(&line);
			return true;
		}
	return false;
}

struct error_search {
	const char *name;
	struct page *page; /* NULL: they are counted only */
	unsigned count;
};

/* What the command says of it: of several rows each. */
static void error_rows(void *context, const struct command *command)
{
	struct error_search *search = context;
	const struct command_error *row = command->errors;
	for (; row && row->name; row++) {
		struct buffer text = {0};
		if (strcasecmp(row->name, search->name) != 0)
			continue;
		search->count++;
		if (!search->page)
			continue;
		command_error_format(row, &text);
		page_entry(search->page, command->name, buffer_cstring(&text), COMMAND_COLUMN);
		buffer_free(&text);
	}
}

static void error_reading(const char *name, struct page *page)
{
	const struct idea *error = help_errors;
	while (error->name && strcasecmp(error->name, name) != 0)
		error++;
	if (!error->name)
		return;
	page_code(page, "to try", error->example);
	help_reading(error, page);
}

static bool error_facts(const struct chapter *chapters, const char *name, struct page *page)
{
	bool known = error_meaning(name, page);
	struct error_search search = {.name = name};
	help_each_command(chapters, error_rows, &search);
	if (search.count) {
		search.page = page;
		page_title(page, "commands that end with it");
		help_each_command(chapters, error_rows, &search);
	}
	error_reading(name, page);
	return known || search.count;
}

/* ---- options ---- */

static bool option_facts(const char *name, struct page *page)
{
	const struct socket_option *option = socket_option_find(name, NULL);
	struct buffer text = {0};
	if (!option)
		return false;
	page_title(page, "socket option");
	socket_option_explain(option, &text);
	put_line(page, &text, 2);
	const char *manual = name_meaning(&names_levels, option->level->number);
	if (manual) {
		buffer_format(&text, "manual: %s", manual);
		put_line(page, &text, 2);
	}
	if (option->access != OPTION_SET_ONLY)
		buffer_format(&text, "getsockopt %s\n", option->name);
	buffer_format(&text, "options %s\n", option->name);
	page_code(page, "to try", buffer_cstring(&text));
	buffer_free(&text);
	return true;
}

/* ---- constants ---- */

static const struct {
	const struct names *names;
	const char *page; /* whose words they are */
} constants[] = {
	{&names_families, "socket"}, {&names_types, "socket"},       {&names_protocols, "socket"},
	{&names_messages, "recv"},   {&names_shutdowns, "shutdown"}, {&names_states, "sockets"},
	{&names_polls, "poll"},      {&names_epolls, "epoll_ctl"},   {&names_signals, "sh"},
	{&names_ether, "socket"},
};

static bool constant_facts(const char *name, struct page *page)
{
	for (size_t i = 0; i < sizeof(constants) / sizeof(*constants); i++) {
		int number;
		if (!name_number(constants[i].names, name, &number))
			continue;
		const char *meaning = name_meaning(constants[i].names, number);
		struct buffer line = {0};
		page_title(page, constants[i].names->what);
		buffer_format(&line, "%s, %d%s%s", name_of(constants[i].names, number), number,
			      meaning ? ": " : "", meaning ? meaning : "");
		put_line(page, &line, 2);
		buffer_format(&line, "help %s", constants[i].page);
		put_line(page, &line, 2);
		buffer_free(&line);
		return true;
	}
	return false;
}

/* ---- kinds of sockets ---- */

struct search {
	const char *word, *text;
};

static void look(void *context, const char *word, const char *text)
{
	struct search *search = context;
	if (strcasecmp(word, search->word) == 0)
		search->text = text;
}

static bool kind_facts(const char *name, struct page *page)
{
	struct search search = {.word = name};
	kind_socket_kind.words(look, &search);
	if (!search.text)
		return false;
	struct buffer line = {0};
	page_title(page, "kind of socket");
	page_wrap(page, search.text, 2);
	buffer_format(&line, "socket %s\n", name);
	page_code(page, "to try", buffer_cstring(&line));
	buffer_free(&line);
	return true;
}

bool help_facts(const struct chapter *chapters, const char *name, struct page *page)
{
	bool error = error_facts(chapters, name, page);
	bool kind = kind_facts(name, page);
	bool option = option_facts(name, page);
	return constant_facts(name, page) || error || kind || option;
}

static void offer_names(const struct names *names,
			void (*offer)(void *context, const char *name, const char *text),
			void *context)
{
	for (size_t i = 0; i < names->count; i++)
		offer(context, names->list[i].text, names->list[i].meaning);
}

void help_offer_facts(void (*offer)(void *context, const char *name, const char *text),
		      void *context)
{
	const struct socket_option *option = NULL;
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		offer_names(errors[i].names, offer, context);
	for (size_t i = 0; i < sizeof(constants) / sizeof(*constants); i++)
		offer_names(constants[i].names, offer, context);
	while ((option = socket_option_next(option)))
		offer(context, option->name, option->text);
}
