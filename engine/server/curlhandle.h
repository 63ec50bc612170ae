// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <filesystem>
#include <memory>

namespace chancery::server {

// One transfer of libcurl as this server makes them all: certificates are verified, redirects are
// not followed, no signal is raised, TLS 1.2 is the least, and it ends when the server does. Of one
// thread.
class CurlHandle {
public:
    // PEM with the authorities to trust instead of the system's; empty for those.
    CurlHandle(const std::filesystem::path &authorities, const std::atomic<bool> &isStopped);

    bool isMade() const { return m_easy != nullptr; }
    CURL *get() const { return m_easy.get(); }
    template <typename T>
    void set(CURLoption option, T value)
    {
        curl_easy_setopt(m_easy.get(), option, value);
    }

private:
    struct Free {
        void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
    };
    std::unique_ptr<CURL, Free> m_easy;
};

} // namespace chancery::server
