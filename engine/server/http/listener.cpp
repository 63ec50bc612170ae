// SPDX-License-Identifier: Apache-2.0
#include "listener.h"

#include "engine/server/http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <unistd.h>

namespace chancery::server {

using boost::system::error_code;
using tcp = asio::ip::tcp;

struct Listener::State {
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    tcp::acceptor acceptor{io};
    asio::steady_timer timer{io};
    asio::signal_set signals{io};
    asio::signal_set hangups{io};
    asio::posix::stream_descriptor input{io};
    std::shared_ptr<TlsContext> tls;
    ListenOptions options;
    HttpLimits limits;
    std::vector<std::weak_ptr<Connection>> connections;
    std::size_t open = 0;
    int watchedProcess = 0;
    char inputByte = 0;

    asio::awaitable<void> accept(Service &service);
    asio::awaitable<void> tick(Service &service);
    asio::awaitable<void> serve(tcp::socket socket, Service &service);
    void readInput();
    void reloadOnHangup(Journal &journal);
    void askForCertificatesAgain();
    void tellOfCertificate(Journal &journal) const;
};

Listener::Listener()
    : m_state(std::make_unique<State>())
{
}

Listener::~Listener() = default;

void Listener::post(std::function<void()> function)
{
    asio::post(m_state->io, std::move(function));
}

core::Result<std::uint16_t> Listener::listen(const ListenOptions &options)
{
    const auto failed = [](std::string detail) {
        return core::Error{
            core::ErrorKind::Invalid, "cannot-listen", std::move(detail), {}, {}, {}};
    };
    m_state->options = options;
    error_code failure;
    const auto address = asio::ip::make_address(options.address, failure);
    if (failure)
        return failed("this is no address: " + options.address);
    if (!options.certificate.empty()) {
        std::string problem;
        m_state->tls = TlsContext::load(options.certificate, options.key, options.clients, problem);
        if (!m_state->tls)
            return failed(problem);
    } else if (!address.is_loopback()) {
        return failed(options.address
            + " can be reached from other machines, where tokens must not travel in the clear: "
              "give a certificate with --cert and --key, or listen on 127.0.0.1");
    }
    auto &acceptor = m_state->acceptor;
    const tcp::endpoint end(address, options.port);
    acceptor.open(end.protocol(), failure);
    if (!failure)
        acceptor.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure)
        acceptor.bind(end, failure);
    if (!failure)
        acceptor.listen(4096, failure);
    if (failure)
        return failed(
            options.address + ':' + std::to_string(options.port) + ": " + failure.message());
    return acceptor.local_endpoint().port();
}

bool Listener::isEncrypted() const
{
    return m_state->tls != nullptr;
}

asio::awaitable<void> Listener::State::accept(Service &service)
{
    for (;;) {
        error_code failure;
        auto socket
            = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failure));
        if (failure == asio::error::operation_aborted)
            co_return;
        if (failure) {
            // Out of descriptors: wait instead of spinning.
            service.facts().journal.write(
                JournalLevel::Warning, "accept.failed", {{"what", failure.message()}});
            asio::steady_timer pause(io, std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failure));
            continue;
        }
        if (open < std::size_t(options.mostConnections))
            asio::co_spawn(io, serve(std::move(socket), service), asio::detached);
    }
}

asio::awaitable<void> Listener::State::serve(tcp::socket socket, Service &service)
{
    ++open;
    auto transport = tls ? tlsTransport(std::move(socket), tls) : plainTransport(std::move(socket));
    const auto connection = std::make_shared<Connection>(std::move(transport), service, limits);
    connections.push_back(connection);
    try {
        co_await connection->run();
    } catch (const std::exception &exception) {
        service.facts().journal.write(
            JournalLevel::Error, "connection.threw", {{"what", exception.what()}});
        connection->cut();
    } catch (const Refusal &refusal) {
        // Whatever came out of a reading: the place that the connection took is given back.
        service.facts().journal.write(
            JournalLevel::Error, "connection.threw", {{"code", refusal.error.code}});
        connection->cut();
    }
    --open;
}

asio::awaitable<void> Listener::State::tick(Service &service)
{
    for (;;) {
        timer.expires_after(std::chrono::seconds(1));
        error_code failure;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, failure));
        if (failure)
            co_return;
        service.tick();
        const auto now = Connection::Clock::now();
        std::erase_if(connections, [&](const std::weak_ptr<Connection> &weak) {
            const auto connection = weak.lock();
            if (connection)
                connection->cutIfOverdue(now);
            return !connection || connection->isDone();
        });
        if (watchedProcess > 0 && ::kill(watchedProcess, 0) != 0)
            io.stop();
    }
}

// A renewed certificate is for who connects from then on; what cannot be read changes nothing.
void Listener::State::reloadOnHangup(Journal &journal)
{
    hangups.async_wait([this, &journal](error_code failure, int) {
        if (failure)
            return;
        std::string problem;
        if (auto fresh
            = TlsContext::load(options.certificate, options.key, options.clients, problem)) {
            tls = std::move(fresh);
            tellOfCertificate(journal);
            askForCertificatesAgain();
        } else {
            journal.write(JournalLevel::Error, "certificate.kept", {{"what", problem}});
        }
        reloadOnHangup(journal);
    });
}

// Who was let in may be on a list by now: they come back, and are looked at again.
void Listener::State::askForCertificatesAgain()
{
    for (const auto &weak : connections) {
        const auto connection = weak.lock();
        if (connection && connection->hasCertificate())
            connection->cut();
    }
}

void Listener::State::tellOfCertificate(Journal &journal) const
{
    static constexpr int soon = 14;
    const int days = tls->daysLeft();
    journal.write(days < soon ? JournalLevel::Warning : JournalLevel::Info, "certificate.loaded",
        {{"file", options.certificate}, {"daysLeft", std::to_string(days)}});
}

void Listener::run(Service &service)
{
    if (m_state->tls) {
        auto &journal = service.facts().journal;
        m_state->tellOfCertificate(journal);
        m_state->hangups.add(SIGHUP);
        m_state->reloadOnHangup(journal);
    }
    asio::co_spawn(m_state->io, m_state->accept(service), asio::detached);
    asio::co_spawn(m_state->io, m_state->tick(service), asio::detached);
    m_state->io.run();
}

void Listener::stop()
{
    m_state->io.stop();
}

void Listener::stopOnSignals()
{
    m_state->signals.add(SIGINT);
    m_state->signals.add(SIGTERM);
    m_state->signals.async_wait([this](error_code failure, int) {
        if (!failure)
            m_state->io.stop();
    });
}

void Listener::stopWhenInputEnds()
{
    error_code failure;
    m_state->input.assign(::dup(STDIN_FILENO), failure);
    if (failure)
        m_state->io.stop();
    else
        m_state->readInput();
}

void Listener::State::readInput()
{
    input.async_read_some(asio::buffer(&inputByte, 1), [this](error_code failure, std::size_t) {
        if (failure)
            io.stop();
        else
            readInput();
    });
}

void Listener::stopWhenProcessEnds(int process)
{
    m_state->watchedProcess = process;
}

} // namespace chancery::server
