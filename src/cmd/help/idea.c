/*
 * idea: which pages of help say something about a word that has no page of its own: the name of an
 * error, of a state, of a kind of socket, of an option, or something that one looks for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/help.h"
#include "handsh/names.h"
#include "handsh/socket.h"
#include "handsh/socket_option.h"

#define PAGES_MAX 3

static const struct idea {
	const char *word, *page;
} ideas[] = {
	{"port", "bind"},           {"address", "bind"},
	{"interface", "bind"},      {"backlog", "listen"},
	{"server", "serve"},        {"client", "connect"},
	{"handshake", "connect"},   {"eof", "recv"},
	{"buffer", "recv"},         {"datagram", "sendto"},
	{"half-close", "shutdown"}, {"fin", "shutdown"},
	{"dns", "resolve"},         {"name", "resolve"},
	{"time_wait", "bind"},      {"close_wait", "close"},
	{"thread", "spawn"},        {"task", "spawn"},
	{"fork", "spawn"},          {"variable", "'='"},
	{"function", "def"},        {"error", "try"},
	{"exception", "try"},       {"state", "sockets"},
	{"history", "journal"},     {"non-blocking", "nonblock"},
	{"blocking", "nonblock"},   {"pipe", "'|'"},
	{"shell", "'!'"},           {"ssl", "tls"},
	{"starttls", "tls"},        {"certificate", "tls"},
	{"openssl", "tls"},         {"regex", "match"},
	{"regexp", "match"},        {"pcre", "match"},
	{"struct", "pack"},         {"endian", "pack"},
	{"hash", "digest"},         {"md5", "digest"},
	{"sha1", "digest"},         {"sha256", "digest"},
	{"url", "percent"},         {"time", "date"},
	{"line", "recv"},           {"crlf", "send"},
	{"message", "recv"},        {"multicast", "setsockopt"},
	{"epoll", "epoll_create"},
};

struct pages {
	struct buffer *text;
	unsigned count;
	const char *page[PAGES_MAX];
};

static void add(struct pages *pages, const char *page)
{
	unsigned i = 0;
	while (i < pages->count && strcmp(pages->page[i], page) != 0)
		i++;
	if (i < pages->count || i == PAGES_MAX)
		return;
	pages->page[pages->count++] = page;
	buffer_format(pages->text, "%stype help %s", pages->text->length ? "\n" : "", page);
}

/* TLS, Select: the command of that name. */
static void add_command(struct pages *pages, const struct chapter *chapters, const char *word)
{
	for (const struct chapter *chapter = chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			if (strcasecmp((*command)->name, word) == 0)
				add(pages, (*command)->name);
}

/* Commands that can end with the error. */
static void add_errors(struct pages *pages, const struct chapter *chapters, const char *word)
{
	for (const struct chapter *chapter = chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command;
		     command++) {
			const struct command_error *row = (*command)->errors;
			while (row && row->name && strcasecmp(row->name, word) != 0)
				row++;
			if (row && row->name)
				add(pages, (*command)->name);
		}
}

struct search {
	const char *word;
	bool found;
};

static void look(void *context, const char *word, const char *text)
{
	struct search *search = context;
	(void)text;
	search->found |= strcasecmp(word, search->word) == 0;
}

static bool is_kind(const char *word)
{
	struct search search = {.word = word};
	kind_socket_kind.words(look, &search);
	return search.found;
}

/* The constants of C, by the call that takes them. */
static void add_constants(struct pages *pages, const char *word)
{
	static const struct {
		const struct names *names;
		const char *page;
	} takers[] = {
		{&names_families, "socket"},    {&names_types, "socket"},
		{&names_protocols, "socket"},   {&names_messages, "recv"},
		{&names_shutdowns, "shutdown"}, {&names_states, "sockets"},
		{&names_polls, "poll"},         {&names_epolls, "epoll_ctl"},
	};
	int number;
	for (size_t i = 0; i < sizeof(takers) / sizeof(*takers); i++)
		if (name_number(takers[i].names, word, &number)) {
			add(pages, takers[i].page);
			return;
		}
}

bool help_ideas(const struct chapter *chapters, const char *word, struct buffer *text)
{
	struct pages pages = {.text = text};
	for (size_t i = 0; i < sizeof(ideas) / sizeof(*ideas); i++)
		if (strcasecmp(ideas[i].word, word) == 0)
			add(&pages, ideas[i].page);
	add_errors(&pages, chapters, word);
	add_constants(&pages, word);
	if (is_kind(word))
		add(&pages, "socket");
	if (socket_option_find(word, NULL))
		add(&pages, "setsockopt");
	if (pages.count == 0)
		add_command(&pages, chapters, word);
	return pages.count > 0;
}
