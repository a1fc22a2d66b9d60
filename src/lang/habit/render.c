/*
 * render: see render.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/calls.h"
#include "lang/habit/quote.h"
#include "lang/read/scan.h"

#include <string.h>

/* ---- names ---- */

static const struct {
	const char *name, *typed;
} constants[] = {{"True", "true"},      {"False", "false"},    {"None", "nil"},
		 {"null", "nil"},       {"NULL", "nil"},       {"true", "true"},
		 {"nil", "nil"},        {"false", "false"},    {"self", NULL},
		 {"EXIT_SUCCESS", "0"}, {"EXIT_FAILURE", "1"}, {"INADDR_ANY", "''"}};

/* SOCK_STREAM: the names that C and Python share with us. */
static bool is_constant(const struct foreign *name)
{
	bool letter = false;
	for (size_t i = 0; i < name->length; i++) {
		if (name->text[i] >= 'a' && name->text[i] <= 'z')
			return false;
		letter |= name->text[i] >= 'A' && name->text[i] <= 'Z';
	}
	return letter && name->length > 1;
}

static bool subscript(struct rendering *rendering, const struct foreign *node)
{
	buffer_byte(rendering->out, '[');
	if (!render(rendering, node, STAND_OPERAND))
		return false;
	buffer_byte(rendering->out, ']');
	return true;
}

bool render_name(struct rendering *rendering, const struct foreign *node)
{
	if (node->kind == FOREIGN_VALUE && *node->text == '$') { /* a $ that does not belong */
		buffer_append(rendering->out, node->text + 1, node->length - 1);
		return true;
	}
	if (node->kind == FOREIGN_INDEX)
		return render_name(rendering, node->a) && subscript(rendering, node->b);
	if (node->kind == FOREIGN_FIELD) {
		if (!render_name(rendering, node->a))
			return false;
		buffer_byte(rendering->out, '.');
	} else if (node->kind != FOREIGN_NAME || is_constant(node)) {
		return false;
	}
	buffer_append(rendering->out, node->text, node->length);
	return true;
}

static bool constant(struct rendering *rendering, const struct foreign *name, enum stand stand)
{
	const char *mark = stand == STAND_ARGUMENT ? "" : "'";
	buffer_format(rendering->out, "%s%.*s%s", mark, (int)name->length, name->text, mark);
	return true;
}

static bool name(struct rendering *rendering, const struct foreign *node, enum stand stand)
{
	for (size_t i = 0; i < sizeof(constants) / sizeof(*constants); i++) {
		if (!foreign_is(node, constants[i].name))
			continue;
		if (constants[i].typed)
			buffer_text(rendering->out, constants[i].typed);
		return constants[i].typed != NULL;
	}
	if (is_constant(node))
		return constant(rendering, node, stand);
	if (stand != STAND_INSIDE)
		buffer_byte(rendering->out, '$');
	return render_name(rendering, node);
}

static bool field(struct rendering *rendering, const struct foreign *node, enum stand stand)
{
	if (node->a->kind == FOREIGN_NAME && is_constant(node))
		return constant(rendering, node, stand);
	if (!render(rendering, node->a, stand == STAND_INSIDE ? stand : STAND_OPERAND))
		return false;
	buffer_format(rendering->out, ".%.*s", (int)node->length, node->text);
	return true;
}

/* ---- what has elements ---- */

/* getsockname()[1] of Python: an address has names for its parts. */
static const char *address_part(const struct foreign *node)
{
	const struct foreign *of = node->a->kind == FOREIGN_CALL ? node->a->a : NULL;
	if (!of || of->kind != FOREIGN_FIELD || node->b->kind != FOREIGN_VALUE ||
	    (!foreign_is(of, "getsockname") && !foreign_is(of, "getpeername")))
		return NULL;
	return foreign_is(node->b, "0") ? ".host" : foreign_is(node->b, "1") ? ".port" : NULL;
}

static bool element(struct rendering *rendering, const struct foreign *node, enum stand stand)
{
	const char *part = address_part(node);
	if (!render(rendering, node->a, stand == STAND_INSIDE ? stand : STAND_OPERAND))
		return false;
	if (part) {
		buffer_text(rendering->out, part);
		return true;
	}
	return subscript(rendering, node->b);
}

static bool list(struct rendering *rendering, const struct foreign *node)
{
	buffer_byte(rendering->out, '[');
	for (const struct foreign *each = node->a; each; each = each->next) {
		if (!render(rendering, each, STAND_ARGUMENT))
			return false;
		if (each->next)
			buffer_byte(rendering->out, ' ');
	}
	buffer_byte(rendering->out, ']');
	return true;
}

/* ---- operators ---- */

/* 'a %s' % b */
static bool is_woven(const struct foreign *chain)
{
	const struct foreign *text = chain->a;
	return text->kind == FOREIGN_TEXT && text->next->kind == FOREIGN_SIGN &&
	       foreign_is(text->next, "%") && text->next->next && !text->next->next->next;
}

static bool woven_chain(struct rendering *rendering, const struct foreign *chain)
{
	const struct foreign *values = chain->a->next->next;
	return render_woven(rendering, chain->a,
			    values->kind == FOREIGN_TUPLE ? values->a : values);
}

static bool negative(const struct foreign *chain)
{
	const struct foreign *number = chain->a->next;
	return foreign_is(chain->a, "-") && chain->a->kind == FOREIGN_SIGN &&
	       number->kind == FOREIGN_VALUE && !number->next;
}

/* Signs for bits bind more tightly here than in C: beside others they may mean something else. */
static bool binds_alike(const struct foreign *chain)
{
	bool bits = false, others = false;
	for (const struct foreign *each = chain->a; each; each = each->next) {
		bool bit = each->strange && *each->text == 'b';
		bits |= each->kind == FOREIGN_SIGN && bit;
		others |= each->kind == FOREIGN_SIGN && !bit;
	}
	return !bits || !others;
}

static bool operands(struct rendering *rendering, const struct foreign *chain)
{
	bool before = true; /* so that a sign stands before an operand */
	for (const struct foreign *each = chain->a; each; each = each->next) {
		bool sign = each->kind == FOREIGN_SIGN;
		if (sign)
			buffer_append(rendering->out, each->text, each->length);
		else if (!render(rendering, each, STAND_OPERAND))
			return false;
		if (each->next && !(sign && before && foreign_is(each, "-")))
			buffer_byte(rendering->out, ' ');
		before = sign;
	}
	return true;
}

static bool chain(struct rendering *rendering, const struct foreign *node, enum stand stand)
{
	if (is_woven(node))
		return woven_chain(rendering, node);
	if (!binds_alike(node))
		return false;
	bool bare = stand == STAND_VALUE || stand == STAND_INSIDE || negative(node);
	if (!bare)
		buffer_byte(rendering->out, '(');
	if (!operands(rendering, node))
		return false;
	if (!bare)
		buffer_byte(rendering->out, ')');
	return true;
}

static bool choice(struct rendering *rendering, const struct foreign *node, enum stand stand)
{
	const struct foreign *chosen = node->a->next;
	const bool bare = stand == STAND_VALUE;
	buffer_text(rendering->out, bare ? "if " : "(if ");
	if (!render(rendering, node->a, STAND_VALUE))
		return false;
	buffer_text(rendering->out, " { ");
	if (!render(rendering, chosen, STAND_VALUE))
		return false;
	buffer_text(rendering->out, " } else { ");
	if (!render(rendering, chosen->next, STAND_VALUE))
		return false;
	buffer_text(rendering->out, bare ? " }" : " })");
	return true;
}

/* ---- the whole ---- */

/* A word of digits and dots is a value by itself only where it is an int as it is written here. */
static bool value(struct rendering *rendering, const struct foreign *node, enum stand stand)
{
	const bool variable = *node->text == '$';
	const bool inside = variable && stand == STAND_INSIDE;
	bool integer = *node->text != '0' || node->length == 1;
	for (size_t i = 0; i < node->length; i++)
		integer &= byte_is((unsigned char)node->text[i], BYTE_DIGIT);
	if (!variable && !integer && stand != STAND_ARGUMENT)
		return false;
	buffer_append(rendering->out, node->text + inside, node->length - inside);
	return true;
}

bool render(struct rendering *rendering, const struct foreign *node, enum stand stand)
{
	switch (node->kind) {
	case FOREIGN_NAME:
		return name(rendering, node, stand);
	case FOREIGN_VALUE:
		return value(rendering, node, stand);
	case FOREIGN_TEXT:
		return node->woven ? render_woven(rendering, node, NULL)
				   : quote_render(rendering->out, node, stand == STAND_ARGUMENT);
	case FOREIGN_TUPLE:
		return node->a && !node->a->next && render(rendering, node->a, stand);
	case FOREIGN_LIST:
		return list(rendering, node);
	case FOREIGN_FIELD:
		return field(rendering, node, stand);
	case FOREIGN_INDEX:
		return element(rendering, node, stand);
	case FOREIGN_CALL:
		return render_call(rendering, node, stand);
	case FOREIGN_CHAIN:
		return chain(rendering, node, stand);
	case FOREIGN_CHOICE:
		return choice(rendering, node, stand);
	case FOREIGN_SIZEOF:
	case FOREIGN_SIGN:
	case FOREIGN_NAMED:
	case FOREIGN_BRACES:
		return false;
	}
	return false;
}

bool render_arguments(struct rendering *rendering, const struct foreign *list)
{
	for (const struct foreign *each = list; each; each = each->next) {
		bool tuple = each->kind == FOREIGN_TUPLE && each->a && each->a->next;
		if (tuple ? !render_arguments(rendering, each->a)
			  : !render(rendering, each, STAND_ARGUMENT))
			return false;
		if (each->next)
			buffer_byte(rendering->out, ' ');
	}
	return true;
}
