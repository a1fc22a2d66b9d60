/*
 * complete: hands what the command table offers to readline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "handsh/completion.h"
#include "ui/prompt.h"

/*
 * Readline replaces the line from start on; the offered word replaces it from completion->start
 * on. What stands between the two is put in front of the word, or taken off it.
 */
static char *fit(const struct completion *completion, const char *word, const char *line,
		 size_t start)
{
	struct buffer text = {0};
	if (completion->start > start)
		buffer_append(&text, line + start, completion->start - start);
	size_t cut = completion->start < start ? start - completion->start : 0;
	if (cut <= strlen(word))
		buffer_text(&text, word + cut);
	char *copy = memory_copy(text.data, text.length);
	buffer_free(&text);
	return copy;
}

static size_t common_length(char *const *words, size_t count)
{
	size_t length = strlen(words[0]);
	for (size_t i = 1; i < count; i++) {
		size_t same = 0;
		while (same < length && words[i][same] == words[0][same])
			same++;
		length = same;
	}
	while (length && ((unsigned char)words[0][length] & 0xc0) == 0x80)
		length--;
	return length;
}

/* As rl_completion_matches gives it: the common beginning, then all words, NULL. */
char **complete_word(struct shell *shell, const char *line, int point, int start)
{
	struct completion completion = {0};
	complete_line(shell, line, (size_t)point, &completion);
	char **matches = NULL;
	if (completion.count) {
		matches = memory_zeroed(completion.count + 2, sizeof(*matches));
		for (size_t i = 0; i < completion.count; i++)
			matches[i + 1] = fit(&completion, completion.words[i], line, (size_t)start);
		matches[0] = memory_copy(matches[1], common_length(matches + 1, completion.count));
		size_t length = strlen(matches[0]);
		char last = length ? matches[0][length - 1] : '\0';
		rl_completion_append_character = last == '/' || last == '.' ? '\0' : ' ';
		if (completion.count == 1) {
			free(matches[1]);
			matches[1] = NULL;
		}
	}
	completion_free(&completion);
	return matches;
}
