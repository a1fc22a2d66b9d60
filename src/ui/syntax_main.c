/*
 * handsh-syntax: writes what lets Vim and nano colour scripts of handsh, made from the tables of its
 * words. The editor's name is the argument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "handsh/help.h"
#include "handsh/lang.h"
#include "handsh/names.h"

/* ---- the words ---- */

/* Writes a word; between stands between two, and is "" before the first. */
struct word_list {
	const char *between, *next;
};

static void put(struct word_list *list, const char *word)
{
	printf("%s%s", list->next, word);
	list->next = list->between;
}

static void put_command(void *list, const struct command *command)
{
	put(list, command->name);
}

static void put_commands(struct word_list *list)
{
	help_each_command(command_chapters, put_command, list);
}

static bool is_constant(const char *word)
{
	return strcmp(word, "true") == 0 || strcmp(word, "false") == 0 || strcmp(word, "nil") == 0;
}

static void put_words(struct word_list *list)
{
	for (unsigned i = 0; language_word(i).text; i++)
		if (!is_constant(language_word(i).text))
			put(list, language_word(i).text);
}

static void put_constants(struct word_list *list)
{
	for (unsigned i = 0; language_word(i).text; i++)
		if (is_constant(language_word(i).text))
			put(list, language_word(i).text);
}

static void put_errors(struct word_list *list)
{
	static const struct names *const all[] = {&names_errors, &names_resolver, &names_faults};
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (size_t j = 0; j < all[i]->count; j++)
			put(list, all[i]->list[j].text);
}

/* ---- Vim ---- */

static void put_keywords(const char *group, void (*put_all)(struct word_list *list))
{
	printf("syn keyword %s ", group);
	put_all(&(struct word_list){" ", ""});
	putchar('\n');
}

static void write_vim(void)
{
	puts("\" Vim syntax of handsh-lang(7), generated from the program's tables.\n"
	     "\"\n"
	     "\" SPDX-License-Identifier: GPL-3.0-or-later\n\n"
	     "if exists('b:current_syntax')\n  finish\nendif\n\n"
	     "syn iskeyword @,48-57,_");
	put_keywords("handshCommand", put_commands);
	put_keywords("handshWord", put_words);
	put_keywords("handshConstant", put_constants);
	put_keywords("handshError", put_errors);
	puts("syn match handshNumber /\\<\\d\\+\\>/\n"
	     "syn match handshNumber /\\<0x\\x\\+\\>\\|\\<0b[01]\\+\\>/\n"
	     "syn match handshOption /\\%(^\\|\\s\\)\\zs--\\?[a-z][a-z-]*/\n"
	     "syn match handshVariable /\\$\\%(\\h\\w*\\|\\d\\+\\)/\n"
	     "syn match handshShell /\\%(^\\|[;({.|]\\)\\s*\\zs!.*$/\n"
	     "syn match handshEscape /\\\\\\%([nrt0\\\\\"$e]\\|x\\x\\x\\|u{\\x\\+}\\)/ contained\n"
	     "syn region handshInside matchgroup=handshVariable start=/\\${/ end=/}/ contained "
	     "contains=TOP\n"
	     "syn region handshRaw start=/'/ end=/'/\n"
	     "syn region handshCooked start=/\"/ skip=/\\\\./ end=/\"/ "
	     "contains=handshEscape,handshVariable,handshInside\n"
	     "syn match handshComment /\\%(^\\|[[:blank:];{}()]\\)\\zs#.*$/ contains=@Spell\n"
	     "syn sync fromstart\n\n"
	     "hi def link handshCommand Function\n"
	     "hi def link handshWord Statement\n"
	     "hi def link handshConstant Constant\n"
	     "hi def link handshError Type\n"
	     "hi def link handshNumber Number\n"
	     "hi def link handshOption Special\n"
	     "hi def link handshVariable Identifier\n"
	     "hi def link handshShell PreProc\n"
	     "hi def link handshEscape SpecialChar\n"
	     "hi def link handshRaw String\n"
	     "hi def link handshCooked String\n"
	     "hi def link handshComment Comment\n\n"
	     "let b:current_syntax = 'handsh'");
}

/* Which files are scripts. */
static void write_vim_detection(void)
{
	puts("\" SPDX-License-Identifier: GPL-3.0-or-later\n"
	     "au BufNewFile,BufRead *.hsh setfiletype handsh\n"
	     "au BufRead * if getline(1) =~# '^#!.*\\<handsh\\>' | setfiletype handsh | endif");
}

/* ---- nano ---- */

static void put_rule(const char *color, void (*put_all)(struct word_list *list))
{
	printf("color %s \"\\<(", color);
	put_all(&(struct word_list){"|", ""});
	puts(")\\>\"");
}

static void write_nano(void)
{
	puts("# nano syntax of handsh-lang(7), generated from the program's tables.\n"
	     "#\n"
	     "# SPDX-License-Identifier: GPL-3.0-or-later\n\n"
	     "syntax handsh \"\\.hsh$\"\n"
	     "header \"^#!.*handsh\"\n"
	     "comment \"#\"\n");
	put_rule("brightblue", put_commands);
	put_rule("green", put_words);
	put_rule("magenta", put_constants);
	put_rule("brightmagenta", put_errors);
	puts("color magenta \"\\<([0-9]+|0x[0-9A-Fa-f]+|0b[01]+)\\>\"\n"
	     "color cyan \"(^|[[:blank:]])--?[a-z][a-z-]*\"\n"
	     "color brightred \"\\$([A-Za-z_][A-Za-z0-9_]*|[0-9]+)\"\n"
	     "color yellow \"'[^']*'|\\\"(\\\\.|[^\\\"\\\\])*\\\"\"\n"
	     "color brightred \"\\$\\{[^}]*\\}\"\n"
	     "color brightyellow \"(^|[;({.|])[[:blank:]]*!.*$\"\n"
	     "color brightblack \"(^|[[:blank:];{}()])#.*$\"");
}

int main(int count, char **words)
{
	static const struct {
		const char *name;
		void (*write)(void);
	} files[] = {
		{"vim", write_vim}, {"vim-detection", write_vim_detection}, {"nano", write_nano}};
	for (size_t i = 0; count == 2 && i < sizeof(files) / sizeof(*files); i++) {
		if (strcmp(words[1], files[i].name) != 0)
			continue;
		files[i].write();
		return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
	}
	return 2;
}
