/*
 * remark: what is right, and may not be what was meant: a number that is the text of a protocol,
 * because its reader was out of step.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_REMARK_H
#define HANDSH_REMARK_H

#include "handsh/shell.h"

/* Is the integer, of so many bytes, all text? Fewer than four are too often, by chance. */
bool integer_is_text(uint64_t bits, unsigned size);
/* 1330859604 is the text "TNSO": as its bytes stand, the highest first if big. */
void integer_text(uint64_t bits, unsigned size, bool big, struct buffer *out);

/* Does anybody see what the call does, so that a remark about it is of use? */
static inline bool call_remarked(const struct call *call)
{
	return journal_wants_call(machine_journal(call_machine(call)), call_shown(call));
}
/* A notice: "unpack: " and the text. */
void call_remark(const struct call *call, const char *text);
/* The same of a length that is about to be waited for, if it is text: in the order of a network. */
void call_remark_length(const struct call *call, int64_t length);
/* And as the hint of an error, of an integer that is out of range. */
void call_hint_integer(struct call *call, int64_t integer);

#endif
