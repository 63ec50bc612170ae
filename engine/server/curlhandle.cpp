// SPDX-License-Identifier: Apache-2.0
#include "curlhandle.h"

namespace chancery::server {

namespace {

int mayGoOn(void *stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool> *>(stopped)->load() ? 1 : 0;
}

} // namespace

CurlHandle::CurlHandle(const std::filesystem::path &authorities, const std::atomic<bool> &isStopped)
{
    static const CURLcode isReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(isReady);
    m_easy.reset(curl_easy_init());
    if (!m_easy)
        return;
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &mayGoOn);
    set(CURLOPT_XFERINFODATA, const_cast<std::atomic<bool> *>(&isStopped));
    if (authorities.empty())
        return;
    // The library copies texts.
    set(CURLOPT_CAINFO, authorities.string().c_str());
    set(CURLOPT_CAPATH, static_cast<const char *>(nullptr));
}

} // namespace chancery::server
