// Owners of OpenSSL's objects, and its error queue as one text. Included by .cpp files; nothing of it leaks upward.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <string>

#include "core/base/handle.hpp"
#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::crypto {

using BioHandle = base::Handle<BIO, BIO_free_all>;
using CmsHandle = base::Handle<CMS_ContentInfo, CMS_ContentInfo_free>;
using CrlHandle = base::Handle<X509_CRL, X509_CRL_free>;
using DigestContext = base::Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using KeyContext = base::Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using KeyHandle = base::Handle<EVP_PKEY, EVP_PKEY_free>;
using Pkcs12Handle = base::Handle<PKCS12, PKCS12_free>;
using StoreContext = base::Handle<X509_STORE_CTX, X509_STORE_CTX_free>;
using StoreHandle = base::Handle<X509_STORE, X509_STORE_free>;
using TsRequestHandle = base::Handle<TS_REQ, TS_REQ_free>;
using TsTokenInfoHandle = base::Handle<TS_TST_INFO, TS_TST_INFO_free>;
using X509Handle = base::Handle<X509, X509_free>;

base::Result<Certificate> certificate_of(X509* parsed);  // shares it

// Empties OpenSSL's error queue of this thread: "what: reason; reason". Never empty, also when the queue is.
base::Error openssl_error(const std::string& what);

}  // namespace antin::crypto
