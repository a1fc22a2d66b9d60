/*
 * self_sign: a certificate for trying, which nobody but its maker has signed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "net/tls/connection.h"

#define VALID (30L * 24 * 60 * 60) /* seconds */
#define EARLIER 300L               /* for a peer whose clock is late */
#define USUAL "localhost"

/* Of this machine; or of the name that was asked for. */
static struct bytes *alternatives(const char *name)
{
	if (!name)
		return bytes_text("DNS:" USUAL ",IP:127.0.0.1,IP:::1");
	return bytes_format("%s:%s", tls_numeric(name) ? "IP" : "DNS", name);
}

static bool add_extension(const struct openssl *openssl, X509 *certificate, int number,
			  const char *text)
{
	X509_EXTENSION *extension = openssl->X509V3_EXT_conf_nid(NULL, NULL, number, text);
	bool fine = extension && openssl->X509_add_ext(certificate, extension, -1) == 1;
	openssl->X509_EXTENSION_free(extension);
	return fine;
}

static bool fill(const struct openssl *openssl, X509 *certificate, EVP_PKEY *key, const char *name)
{
	struct buffer text = {0};
	X509_NAME *subject = openssl->X509_get_subject_name(certificate);
	const char *common = name ? name : USUAL;
	struct bytes *names = alternatives(name);
	buffer_append(&text, names->data, names->length);
	bool fine =
		openssl->X509_set_version(certificate, X509_VERSION_3) == 1 &&
		openssl->ASN1_INTEGER_set_uint64(openssl->X509_get_serialNumber(certificate),
						 (uint64_t)clock_wall()) == 1 &&
		openssl->X509_gmtime_adj(openssl->X509_getm_notBefore(certificate), -EARLIER) &&
		openssl->X509_gmtime_adj(openssl->X509_getm_notAfter(certificate), VALID) &&
		openssl->X509_set_pubkey(certificate, key) == 1 &&
		openssl->X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
						    (const unsigned char *)common, -1, -1,
						    0) == 1 &&
		openssl->X509_set_issuer_name(certificate, subject) == 1 &&
		add_extension(openssl, certificate, NID_subject_alt_name, buffer_cstring(&text)) &&
		openssl->X509_sign(certificate, key, openssl->EVP_sha256()) > 0;
	buffer_free(&text);
	object_release(names);
	return fine;
}

/* ---- files ---- */

/* Not over what is there, nor through a link. */
static FILE *create(const char *path, mode_t mode, struct error **error)
{
	int fd = TEMP_FAILURE_RETRY(
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
	if (fd < 0) {
		*error = error_errno(errno, "open", "%s", path);
		return NULL;
	}
	FILE *file = fdopen(fd, "w");
	if (!file) {
		*error = error_errno(errno, "fdopen", "%s", path);
		close(fd);
	}
	return file;
}

static bool close_file(FILE *file, const char *path, struct error **error)
{
	bool fine = !ferror(file);
	fine = fclose(file) == 0 && fine;
	if (!fine)
		*error = error_errno(errno ? errno : EIO, "write", "%s", path);
	return fine;
}

static bool write_certificate(const struct openssl *openssl, const X509 *certificate,
			      const char *path, struct error **error)
{
	FILE *file = path ? create(path, 0644, error) : NULL;
	if (!file)
		return !path;
	openssl->PEM_write_X509(file, certificate);
	return close_file(file, path, error);
}

static bool write_key(const struct openssl *openssl, const EVP_PKEY *key, const char *path,
		      struct error **error)
{
	FILE *file = path ? create(path, 0600, error) : NULL;
	if (!file)
		return !path;
	openssl->PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
	return close_file(file, path, error);
}

bool self_sign(struct tls_context *context, const struct tls_settings *settings,
	       struct error **error)
{
	const struct openssl *openssl = context->openssl;
	EVP_PKEY *key = openssl->EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	X509 *certificate = openssl->X509_new();
	bool fine = key && certificate && fill(openssl, certificate, key, settings->name) &&
		    openssl->SSL_CTX_use_certificate(context->context, certificate) == 1 &&
		    openssl->SSL_CTX_use_PrivateKey(context->context, key) == 1;
	if (!fine)
		*error = openssl_error(openssl, "X509_sign", "%s",
				       settings->name ? settings->name : USUAL);
	fine = fine && write_key(openssl, key, settings->key, error);
	if (fine && !write_certificate(openssl, certificate, settings->cert, error)) {
		if (settings->key) /* of no use alone, and in the way of the next */
			unlink(settings->key);
		fine = false;
	}
	openssl->X509_free(certificate);
	openssl->EVP_PKEY_free(key);
	return fine;
}
