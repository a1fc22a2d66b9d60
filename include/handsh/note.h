/*
 * note: what is noted while the condition of a lesson's step is worked out, for whoever says what is
 * still missing. Code has one instruction for all notes; what it is about stands in a constant, a
 * list that begins with the kind. Nothing is noted unless somebody has asked (handsh/onlooker.h).
 *
 * Each note that was taken is a list of the constant and of the values that its kind says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NOTE_H
#define HANDSH_NOTE_H

/* A phrase is how the text names a value ("server.state"), empty where it has no short name. */
enum note_kind {
	NOTE_SIDES, /* [kind operator phrase phrase]: the two sides of a comparison */
	NOTE_HELD, /* [kind wanted]: what the comparison has given, and whether that should be true */
	NOTE_TRUTH,   /* [kind phrase wanted]: a value by itself */
	NOTE_THROUGH, /* [kind phrase]: what a filter is about to go through */
	NOTE_KEPT,    /* [kind wants wanted]: what the filter has given; see note_want */
	NOTE_FAILURE, /* [kind]: the error that has ended the condition */
};

/* What a filter's block asks of an element, in a list: $s.local.port == 5000. */
enum note_want {
	WANT_FIELDS,   /* a list of names: ["local" "port"] */
	WANT_OPERATOR, /* "==" */
	WANT_CONSTANT, /* 5000 */
	WANT_PARTS,
};

#endif
