/*
 * option_survey: the options that a socket has, beside those of a new socket of the same kind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <unistd.h>

#include "handsh/host.h"
#include "handsh/socket_option.h"

#define SHOWN 40 /* bytes of a value */

bool socket_option_is_state(const struct socket_option *option)
{
	return option->access != OPTION_TAKEN && option->access != OPTION_SET_ONLY;
}

struct option_survey option_survey_begin(const struct handle *handle)
{
	struct option_survey survey = {.handle = handle};
	const int type = handle->type | SOCK_CLOEXEC | SOCK_NONBLOCK;
	/* Packets are not for it. */
	const int protocol = handle->family == AF_PACKET ? 0 : handle->protocol;
	survey.fresh = host_socket(handle->host, handle->family, type, protocol);
	survey.number = errno;
	return survey;
}

void option_survey_end(struct option_survey *survey)
{
	if (survey->fresh >= 0)
		close(survey->fresh);
	buffer_free(&survey->setting);
}

bool option_survey_next(struct option_survey *survey, struct option_finding *finding)
{
	const struct socket_option *option = survey->option;
	const int fd = survey->handle->watch.fd;
	do {
		option = socket_option_next(option);
	} while (option &&
		 (!socket_option_is_state(option) || !option->level->fits(survey->handle) ||
		  socket_option_get(fd, option, &survey->setting) != 0));
	if (!option)
		return false;
	survey->option = option;
	*finding = (struct option_finding){
		option, socket_option_value(option, survey->handle->host, &survey->setting),
		VALUE_NIL, false};
	if (survey->fresh < 0 || option->access != OPTION_SETTABLE || option->moves ||
	    socket_option_get(survey->fresh, option, &survey->setting) != 0)
		return true;
	finding->usual = socket_option_value(option, survey->handle->host, &survey->setting);
	finding->differs = !value_equal(finding->value, finding->usual);
	return true;
}

static bool is_plain(const struct bytes *bytes)
{
	return bytes->length && plain_stretch(bytes->data, bytes->length, ' ') == bytes->length;
}

void socket_option_show(struct value value, struct buffer *text)
{
	if (value.type == TYPE_NIL)
		buffer_byte(text, '-');
	else if (value.type == TYPE_BOOL)
		buffer_text(text, value.boolean ? "on" : "off");
	else if (value.type == TYPE_BYTES && is_plain(value.bytes))
		value_format(value, text);
	else
		value_literal_cut(value, text, SHOWN);
}
