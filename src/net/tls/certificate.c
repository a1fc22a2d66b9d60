/*
 * certificate: what is said of one, and whether the peer's does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <time.h>

#include "net/tls/connection.h"

#define NAMES_SHOWN ((size_t)200) /* bytes of them, in a line */

void append_name(const struct openssl *openssl, const X509_NAME *name, struct buffer *text)
{
	BIO *memory = openssl->BIO_new(openssl->BIO_s_mem());
	char *data = NULL;
	if (!memory)
		memory_exhausted();
	/* Control characters, and all that is not ASCII, are escaped. */
	openssl->X509_NAME_print_ex(memory, name, 0, XN_FLAG_RFC2253);
	long length = openssl->BIO_ctrl(memory, BIO_CTRL_INFO, 0, &data);
	if (length > 0)
		buffer_append(text, data, (size_t)length);
	openssl->BIO_free(memory);
}

void append_time(const struct openssl *openssl, const ASN1_TIME *time, struct buffer *text)
{
	struct tm tm;
	char shown[32];
	if (openssl->ASN1_TIME_to_tm(time, &tm) &&
	    strftime(shown, sizeof(shown), "%Y-%m-%d %H:%M:%S UTC", &tm))
		buffer_text(text, shown);
	else
		buffer_byte(text, '?');
}

/* ---- the names it is for ---- */

static void append_printable(struct buffer *text, const char *data, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool plain = data[i] > ' ' && data[i] < 0x7f;
		if (plain)
			buffer_byte(text, data[i]);
		else
			buffer_format(text, "\\x%02X", (unsigned char)data[i]);
	}
}

static void append_alternative(const struct openssl *openssl, const GENERAL_NAME *name,
			       struct buffer *text)
{
	char shown[INET6_ADDRSTRLEN];
	if (name->type != GEN_DNS && name->type != GEN_IPADD)
		return;
	const ASN1_STRING *string = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
	const unsigned char *data = openssl->ASN1_STRING_get0_data(string);
	int length = openssl->ASN1_STRING_length(string);
	int family = length == 4 ? AF_INET : AF_INET6;
	if (text->length)
		buffer_text(text, ", ");
	if (name->type == GEN_DNS)
		append_printable(text, (const char *)data, length < 0 ? 0 : (size_t)length);
	else if ((length == 4 || length == 16) && inet_ntop(family, data, shown, sizeof(shown)))
		buffer_text(text, shown);
	else
		buffer_byte(text, '?');
}

void append_alternatives(const struct openssl *openssl, const X509 *certificate,
			 struct buffer *text)
{
	struct buffer names = {0};
	GENERAL_NAMES *list =
		openssl->X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	const OPENSSL_STACK *stack = (const OPENSSL_STACK *)list;
	for (int i = 0; list && i < openssl->OPENSSL_sk_num(stack); i++)
		append_alternative(openssl, openssl->OPENSSL_sk_value(stack, i), &names);
	openssl->GENERAL_NAMES_free(list);
	buffer_append(text, names.data, names.length);
	buffer_free(&names);
}

/* ---- does it do? ---- */

/* A peer may send 100 KiB of names. */
static void append_cut(struct buffer *text, struct buffer *names)
{
	size_t shown = names->length < NAMES_SHOWN ? names->length : NAMES_SHOWN;
	buffer_append(text, names->data, shown);
	if (shown < names->length)
		buffer_format(text, "… and %zu bytes more", names->length - shown);
	buffer_free(names);
}

void append_short_name(const struct openssl *openssl, const X509_NAME *name, struct buffer *text)
{
	struct buffer whole = {0};
	append_name(openssl, name, &whole);
	append_cut(text, &whole);
}

/* What can be said of the certificate that does not do, by what is wrong with it. */
static struct bytes *describe(const struct openssl *openssl, const X509 *certificate, int error)
{
	struct buffer text = {0}, names = {0};
	append_short_name(openssl, openssl->X509_get_subject_name(certificate), &text);
	switch (error) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		buffer_text(&text, " was valid until ");
		append_time(openssl, openssl->X509_get0_notAfter(certificate), &text);
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		buffer_text(&text, " is valid from ");
		append_time(openssl, openssl->X509_get0_notBefore(certificate), &text);
		break;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		append_alternatives(openssl, certificate, &names);
		if (!names.length)
			buffer_text(&names, "no name that counts");
		buffer_text(&text, " is for ");
		append_cut(&text, &names);
		break;
	default:
		buffer_text(&text, ", issued by ");
		append_short_name(openssl, openssl->X509_get_issuer_name(certificate), &text);
	}
	return bytes_from(&text);
}

int verify_certificate(X509_STORE_CTX *store, void *context)
{
	const struct openssl *openssl = ((const struct tls_context *)context)->openssl;
	SSL *connection = openssl->X509_STORE_CTX_get_ex_data(
		store, openssl->SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls *tls = openssl->SSL_get_ex_data(connection, 0);
	int fine = openssl->X509_verify_cert(store);
	if (fine > 0)
		return fine;
	const X509 *certificate = openssl->X509_STORE_CTX_get_current_cert(store);
	object_release(tls->refused.whose);
	tls->refused.error = openssl->X509_STORE_CTX_get_error(store);
	tls->refused.whose = certificate ? describe(openssl, certificate, tls->refused.error)
					 : bytes_text("the certificate");
	return fine;
}
