// SPDX-License-Identifier: Apache-2.0
//
// The console's view of the audit log over a copy that "bench-audit insert" has made, with a server
// that has not answered yet: the window as it opens, rows, facets and histogram. Of one that cannot
// be reached at all the view would tell after a second try, whose time is drawn by lot.

#include "app/bench/audit/eventmill.h"
#include "app/bench/commands.h"
#include "engine/client/httpcms.h"
#include "models/mailpump.h"
#include "models/stores.h"
#include "views/audit/auditview.h"
#include "views/common/resources.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chancery::bench {

namespace {

// Nobody is there to be asked or led anywhere.
class NoShell : public views::Prompt, public views::Navigator {
public:
    void ask(const views::Question &, std::function<void(const views::PromptAnswer &)>) override { }
    void goTo(const views::Destination &) override { }
};

// Takes connections and says nothing.
class SilentServer {
public:
    SilentServer()
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto *any = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_socket, any, length) == 0 && ::listen(m_socket, SOMAXCONN) == 0
            && ::getsockname(m_socket, any, &length) == 0)
            m_port = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(m_socket); }
    SilentServer(const SilentServer &) = delete;
    SilentServer &operator=(const SilentServer &) = delete;
    std::string address() const { return "http://127.0.0.1:" + std::to_string(m_port); }

private:
    int m_socket;
    int m_port = 0;
};

models::AuditPlace placeOf(const std::string &file, const audit::LogIdentity &identity)
{
    models::AuditPlace place;
    place.file = file;
    place.origin = identity.origin;
    place.verifierKey = core::toVkey(identity.verifiers.front());
    place.key = EventMill::key();
    return place;
}

models::Permissions auditor()
{
    models::Permissions permissions;
    permissions.me.id = core::PrincipalId("usr_auditor");
    permissions.granted = {"auditRead"};
    return permissions;
}

// All that the view needs, in the order in which one depends on the other.
class AuditWindow {
public:
    AuditWindow(const std::string &file, const audit::LogIdentity &identity)
        : m_application(m_count, m_arguments)
        , m_settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , m_look(views::Theme::Kind::Light)
        , m_pump(m_mailbox)
        , m_server({m_silent.address(), {}}, m_mailbox)
        , m_stores(m_server, auditor(), {m_storage, m_compute, m_reports}, m_clock,
              placeOf(file, identity),
              {m_folder.path().toStdString(),
                  core::Error{core::ErrorKind::Storage, "no-keychain", {}, {}, {}, {}}, "bench"})
        , m_context{m_stores, m_look, m_shell, m_shell, m_clock, m_compute, m_settings}
    {
        views::initialiseResources();
        m_look.apply();
        m_look.dress(m_window);
        auto *layout = new QVBoxLayout(&m_window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(new views::AuditView(m_context));
        m_window.resize(1200, 850);
        m_stores.audit.start();
        m_window.show();
    }
    // The program's exit code.
    int run() { return QApplication::exec(); }

private:
    int m_count = 1;
    std::string m_name = "chancery-bench";
    char *m_arguments[2] = {m_name.data(), nullptr};
    QApplication m_application;
    QTemporaryDir m_folder;
    QSettings m_settings;
    core::SystemClock m_clock;
    views::Look m_look;
    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
    models::MailPump m_pump;
    SilentServer m_silent;
    core::Executor m_storage{m_mailbox};
    core::Executor m_compute{m_mailbox};
    core::Executor m_reports{m_mailbox};
    client::HttpCms m_server;
    models::Stores m_stores;
    NoShell m_shell;
    views::ViewContext m_context;
    QWidget m_window;
};

} // namespace

int guiAudit(std::span<const std::string> arguments)
{
    const auto identity = EventMill::identity();
    if (!identity)
        return 1;
    AuditWindow window(arguments[0], *identity);
    return window.run();
}

} // namespace chancery::bench
