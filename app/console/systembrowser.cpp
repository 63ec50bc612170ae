// SPDX-License-Identifier: Apache-2.0
#include "systembrowser.h"

#include "engine/client/providersignin.h"
#include "models/qtconvert.h"

#include <QDesktopServices>
#include <QUrl>

namespace chancery::app {

namespace {

bool openOnDesktop(const std::string &address)
{
    return QDesktopServices::openUrl(QUrl(models::toQt(address), QUrl::StrictMode));
}

} // namespace

SystemBrowser::SystemBrowser(
    std::shared_ptr<core::Mailbox> mailbox, std::string authorities, Opener open)
    : m_mailbox(std::move(mailbox))
    , m_authorities(std::move(authorities))
    , m_open(open ? std::move(open) : Opener(openOnDesktop))
    , m_waiting(m_mailbox)
{
}

core::Call SystemBrowser::fetch(const core::IdentityProvider &provider,
    std::optional<std::chrono::seconds> maxAge, core::Handler<core::IdTokenExchange> done)
{
    client::ProviderSignInOptions options;
    options.provider = provider;
    options.caFile = m_authorities;
    options.maxAge = maxAge;
    // Cancelled by who asked, and where no browser opens: nobody would ever come back.
    const auto stop = std::make_shared<core::CancelToken>();
    const auto hasNoBrowser = std::make_shared<bool>(false);
    const auto show
        = [mailbox = m_mailbox, open = m_open, stop, hasNoBrowser](const std::string &address) {
              mailbox->post(stop, [open, stop, hasNoBrowser, address] {
                  if (open(address))
                      return;
                  *hasNoBrowser = true;
                  stop->cancel();
              });
          };
    auto running = std::make_shared<core::Call>(m_waiting.run<core::IdTokenExchange>(
        [options, show, stop](const core::CancelToken &) {
            return client::ProviderSignIn(options).byBrowser(show, *stop);
        },
        [hasNoBrowser, done = std::move(done)](core::Result<core::IdTokenExchange> brought) {
            if (*hasNoBrowser)
                done(core::Error{core::ErrorKind::Offline, "browser-missing",
                    "the desktop opens no addresses", {}, {}, {}});
            else
                done(std::move(brought));
        }));
    return core::Call(std::make_shared<core::CancelToken>([stop, running] {
        stop->cancel();
        running->cancel();
    }));
}

} // namespace chancery::app
