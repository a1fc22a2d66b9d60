/*
 * search_pages: pages of help by words that stand in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <string.h>

#include "handsh/help.h"
#include "handsh/names.h"
#include "handsh/page.h"
#include "handsh/socket_option.h"

#define WORDS_MAX 16 /* of a search; those after them are left out */
#define FOUND_MAX 20 /* lines */
#define NAME_COLUMN 18

/* What a word is worth where it stands. */
enum { WORTH_TEXT = 1, WORTH_SUMMARY, WORTH_NAME, WORTH_WORD = WORTH_NAME * WORDS_MAX + 1 };

/* A page as it is searched; any but the name may be NULL. */
struct searched {
	const char *name, *also, *summary, *words, *text;
};

struct word {
	const char *text;
	size_t length;
};

struct query {
	struct word words[WORDS_MAX];
	unsigned count;
};

/* Words of one or two letters, and those of every question, find nothing. */
static bool tells(const char *word, size_t length)
{
	static const char *const idle[] = {"the", "and",  "why",  "how",  "what", "does",
					   "not", "when", "with", "from", "can",  NULL};
	const char *const *other = idle;
	while (*other && (strlen(*other) != length || strncasecmp(*other, word, length) != 0))
		other++;
	return (length > 2 || isdigit((unsigned char)*word)) && !*other;
}

/* A plural finds its singular, and a beginning the whole. */
static size_t stem(const char *word, size_t length)
{
	return length > 3 && tolower((unsigned char)word[length - 1]) == 's' ? length - 1 : length;
}

static void collect(struct query *query, const char *text, bool all)
{
	while (*text && query->count < WORDS_MAX) {
		size_t length = strcspn(text, " ");
		if (length && (all || tells(text, length)))
			query->words[query->count++] = (struct word){text, stem(text, length)};
		text += length + (text[length] == ' ');
	}
}

/* Does a word of the text begin with it? */
static bool holds(const char *text, struct word word)
{
	bool start = true;
	for (; text && *text; text++) {
		if (start && strncasecmp(text, word.text, word.length) == 0)
			return true;
		start = !isalnum((unsigned char)*text);
	}
	return false;
}

static unsigned worth_of_word(const struct searched *page, struct word word)
{
	if (holds(page->name, word) || holds(page->also, word))
		return WORTH_NAME;
	if (holds(page->summary, word) || holds(page->words, word))
		return WORTH_SUMMARY;
	return holds(page->text, word) ? WORTH_TEXT : 0;
}

/* Pages with more of the words are worth more, wherever these stand. */
static unsigned worth(const struct searched *page, const struct query *query)
{
	unsigned sum = 0, count = 0;
	for (unsigned i = 0; i < query->count; i++) {
		const unsigned here = worth_of_word(page, query->words[i]);
		sum += here;
		count += here > 0;
	}
	return count * WORTH_WORD + sum;
}

/* ---- all pages ---- */

typedef void visitor(void *context, const struct searched *page);

static const char *words_of(const char *name)
{
	const struct help_words *page = help_pages;
	while (page->name && strcmp(page->name, name) != 0)
		page++;
	return page->words;
}

struct visit {
	visitor *visit;
	void *context;
};

static void visit_command(void *context, const struct command *command)
{
	const struct visit *visit = context;
	visit->visit(visit->context, &(struct searched){command->name, NULL, command->summary,
							words_of(command->name), command->help});
}

static void each_command(const struct chapter *chapters, visitor *visit, void *context)
{
	help_each_command(chapters, visit_command, &(struct visit){visit, context});
	for (const struct form *form = forms; form->name; form++)
		visit(context, &(struct searched){form->name, NULL, form->summary,
						  words_of(form->name), form->help});
}

static void each_error(visitor *visit, void *context)
{
	static const struct names *const all[] = {&names_errors, &names_resolver, &names_faults};
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (size_t j = 0; j < all[i]->count; j++)
			if (!idea_find(all[i]->list[j].text))
				visit(context,
				      &(struct searched){.name = all[i]->list[j].text,
							 .summary = all[i]->list[j].meaning});
}

static void each_page(const struct chapter *chapters, visitor *visit, void *context)
{
	const struct socket_option *option = NULL;
	for (const struct idea *idea = ideas; idea->name; idea++)
		visit(context, &(struct searched){idea->name, idea->also, idea->about, idea->words,
						  idea->text});
	each_command(chapters, visit, context);
	each_error(visit, context);
	while ((option = socket_option_next(option)))
		if (!idea_find(option->name))
			visit(context, &(struct searched){.name = option->name,
							  .also = option->c_name,
							  .summary = option->text});
}

/* ---- the best of them ---- */

struct search {
	struct query query;
	unsigned best;   /* what the best page is worth */
	unsigned wanted; /* those worth as much are told now */
	unsigned count;  /* of them */
	void (*tell)(struct search *search, const struct searched *page);
	void *context;
};

static void measure(void *context, const struct searched *page)
{
	struct search *search = context;
	unsigned value = worth(page, &search->query);
	if (value > search->best)
		search->best = value;
}

static void tell(void *context, const struct searched *page)
{
	struct search *search = context;
	if (worth(page, &search->query) != search->wanted)
		return;
	search->count++;
	search->tell(search, page);
}

/* Tells, the best first, those that have as many of the words as the best one, and are worth more
 * than half of it by where these stand. */
static void look(struct search *search, const struct chapter *chapters, const char *words)
{
	collect(&search->query, words, false);
	if (!search->query.count)
		collect(&search->query, words, true);
	each_page(chapters, measure, search);
	const unsigned least = search->best - search->best % WORTH_WORD / 2;
	for (search->wanted = search->best; search->best && search->wanted >= least;
	     search->wanted--)
		each_page(chapters, tell, search);
}

static void put_found(struct search *search, const struct searched *page)
{
	if (search->count <= FOUND_MAX)
		page_entry(search->context, page->name, page->summary ? page->summary : "",
			   NAME_COLUMN);
}

bool help_search(const struct chapter *chapters, const char *words, unsigned width,
		 struct buffer *text)
{
	struct page page = {.text = *text, .width = width};
	struct search search = {.tell = put_found, .context = &page};
	look(&search, chapters, words);
	if (search.count > FOUND_MAX) {
		struct buffer rest = {0};
		buffer_format(&rest, "and %u more: more words find less", search.count - FOUND_MAX);
		page_indent(&page, 2);
		page_wrap(&page, buffer_cstring(&rest), 2);
		buffer_free(&rest);
	}
	*text = page.text;
	return search.count > 0;
}

#define SUGGESTED_MAX 3

static void put_suggested(struct search *search, const struct searched *page)
{
	struct buffer *hint = search->context;
	if (search->wanted % WORTH_WORD < WORTH_SUMMARY || search->count > SUGGESTED_MAX)
		return;
	const char *quote = isalpha((unsigned char)*page->name) ? "" : "'";
	buffer_format(hint, "%stype help %s%s%s", hint->length ? "\n" : "", quote, page->name,
		      quote);
}

bool help_suggest(const struct chapter *chapters, const char *words, struct buffer *hint)
{
	const size_t before = hint->length;
	struct search search = {.tell = put_suggested, .context = hint};
	look(&search, chapters, words);
	return hint->length > before;
}
