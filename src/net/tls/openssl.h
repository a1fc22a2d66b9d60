/*
 * openssl: the functions of OpenSSL that are called. libssl is loaded when a socket first speaks
 * TLS, and brings libcrypto with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_TLS_OPENSSL_H
#define HANDSH_NET_TLS_OPENSSL_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "handsh/library.h"

/* clang-format off */
#define OPENSSL_FUNCTIONS(X)                                                                       \
	/* what all connections of the same settings share */                                      \
	X(TLS_client_method) X(TLS_server_method)                                                  \
	X(SSL_CTX_new) X(SSL_CTX_free) X(SSL_CTX_ctrl) X(SSL_CTX_set_options)                      \
	X(SSL_CTX_set_cipher_list) X(SSL_CTX_set_ciphersuites)                                     \
	X(SSL_CTX_set_verify) X(SSL_CTX_set_cert_verify_callback)                                  \
	X(SSL_CTX_set_default_verify_paths) X(SSL_CTX_get_cert_store)                              \
	X(SSL_CTX_load_verify_file) X(SSL_CTX_load_verify_dir)                                     \
	X(SSL_load_client_CA_file) X(SSL_CTX_set_client_CA_list)                                   \
	X(SSL_CTX_use_certificate_chain_file) X(SSL_CTX_use_PrivateKey_file)                       \
	X(SSL_CTX_use_certificate) X(SSL_CTX_use_PrivateKey)                                       \
	X(SSL_CTX_set_default_passwd_cb)                                                           \
	X(SSL_CTX_set_alpn_protos) X(SSL_CTX_set_alpn_select_cb) X(SSL_select_next_proto)          \
	X(SSL_CTX_set_session_id_context) X(SSL_CTX_sess_set_new_cb)                               \
	X(SSL_CTX_set_keylog_callback)                                                             \
	X(X509_STORE_add_lookup) X(X509_LOOKUP_file) X(X509_load_crl_file) X(X509_STORE_set_flags) \
	/* one connection */                                                                       \
	X(SSL_new) X(SSL_free) X(SSL_set_fd) X(SSL_ctrl)                                           \
	X(SSL_set_connect_state) X(SSL_set_accept_state) X(SSL_do_handshake)                       \
	X(SSL_set_ex_data) X(SSL_get_ex_data) X(SSL_get_ex_data_X509_STORE_CTX_idx)                \
	X(SSL_set1_host) X(SSL_get0_param) X(X509_VERIFY_PARAM_set1_ip_asc)                        \
	X(SSL_read_ex) X(SSL_peek_ex) X(SSL_write_ex) X(SSL_shutdown) X(SSL_get_error)             \
	X(SSL_get_shutdown) X(SSL_pending) X(SSL_in_init)                                          \
	X(SSL_set_session) X(SSL_session_reused) X(SSL_SESSION_free)                               \
	X(SSL_get_verify_result) X(SSL_SESSION_get0_peer) X(X509_check_host) X(X509_check_ip_asc)  \
	X(PEM_read_SSL_SESSION) X(PEM_write_SSL_SESSION)                                           \
	/* what is known of it */                                                                  \
	X(SSL_get_version) X(SSL_get_current_cipher) X(SSL_CIPHER_get_name)                        \
	X(SSL_get0_alpn_selected) X(SSL_get_servername)                                            \
	X(SSL_get0_peer_certificate) X(SSL_get_peer_cert_chain)                                    \
	X(X509_verify_cert) X(X509_STORE_CTX_get_ex_data) X(X509_STORE_CTX_get_error)              \
	X(X509_STORE_CTX_get_current_cert)                       \
	X(X509_verify_cert_error_string)                                                           \
	X(X509_get_subject_name) X(X509_get_issuer_name) X(X509_NAME_print_ex)                     \
	X(X509_get0_notBefore) X(X509_get0_notAfter) X(ASN1_TIME_to_tm)                            \
	X(X509_get_ext_d2i) X(GENERAL_NAMES_free) X(ASN1_STRING_get0_data) X(ASN1_STRING_length)   \
	X(X509_digest) X(EVP_sha256) X(X509_get0_pubkey)                                           \
	X(EVP_PKEY_get_bits) X(EVP_PKEY_get0_type_name)                                            \
	X(OPENSSL_sk_num) X(OPENSSL_sk_value)                                                      \
	X(BIO_new) X(BIO_s_mem) X(BIO_ctrl) X(BIO_free) X(SSL_set0_rbio)                           \
	/* a certificate for trying */                                                             \
	X(EVP_PKEY_Q_keygen) X(EVP_PKEY_free) X(X509_new) X(X509_free) X(X509_set_version)         \
	X(X509_get_serialNumber) X(ASN1_INTEGER_set_uint64) X(X509_gmtime_adj)                     \
	X(X509_getm_notBefore) X(X509_getm_notAfter) X(X509_set_pubkey)                            \
	X(X509_NAME_add_entry_by_txt) X(X509_set_issuer_name)                                       \
	X(X509V3_EXT_conf_nid) X(X509_add_ext) X(X509_EXTENSION_free) X(X509_sign)                 \
	X(PEM_write_X509) X(PEM_write_PrivateKey)                                                  \
	/* what went wrong */                                                                      \
	X(ERR_peek_error) X(ERR_clear_error) X(ERR_reason_error_string)
/* clang-format on */

struct openssl {
	OPENSSL_FUNCTIONS(LIBRARY_POINTER)
};

extern const struct library library_openssl;

#endif
