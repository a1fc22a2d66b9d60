/*
 * forms: the words of the language that are no commands, for help, completion and the manual.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_FORMS_H
#define HANDSH_CMD_FORMS_H

struct form {
	const char *name;     /* "timeout": what help takes */
	const char *synopsis; /* "timeout D { … }" */
	const char *summary;  /* one line, no full stop */
	const char *help;     /* paragraphs; NULL: the summary says it all */
	const char *example;  /* a script; may be NULL */
};

extern const struct form forms[]; /* name NULL at the end */
const struct form *form_find(const char *name);

#endif
