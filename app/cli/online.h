// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/session.h"
#include "engine/client/httpcms.h"
#include "engine/client/mailloop.h"

#include <iosfwd>

namespace CLI {
class App;
}

namespace chancery::cli {

// The options that every command has which speaks to a server.
struct Common {
    std::string server; // else CHANCERY_SERVER, else that of the session
    std::string caFile;
    std::string certificateFile; // with its key; a program's, not a person's
    std::string keyFile;
    bool asJson = false;
};

// One command's line to the server: asks and waits. Lives as long as the command.
class Online {
public:
    Online(const Common &common, Session session);

    bool asJson() const { return m_common.asJson; }
    Session &session() { return m_session; }
    client::HttpCms &cms() { return m_cms; }
    client::MailLoop &loop() { return m_loop; }

    // start(handler) -> Call
    template <typename T, typename Start>
    core::Result<T> ask(Start &&start)
    {
        return m_loop.await<T>(std::forward<Start>(start));
    }
    // Many at once, a few on their way at a time: start(number, handler) -> Call. The answers stand
    // in the order of the questions.
    template <typename T, typename Start>
    std::vector<core::Result<T>> askAll(std::size_t count, Start &&start)
    {
        static constexpr std::size_t window = 8;
        std::vector<std::optional<core::Result<T>>> answers(count);
        std::vector<core::Call> calls(count);
        std::size_t started = 0;
        std::size_t answered = 0;
        m_loop.run([&] {
            for (; started < count && started - answered < window; ++started) {
                const auto i = started;
                calls[i] = start(i, core::Handler<T>([&, i](core::Result<T> answer) {
                    answers[i].emplace(std::move(answer));
                    ++answered;
                }));
            }
            return answered == count;
        });
        std::vector<core::Result<T>> all;
        for (auto &answer : answers)
            all.push_back(std::move(*answer));
        return all;
    }
    // Every page: start(PageQuery, handler) -> Call
    template <typename T, typename Start>
    core::Result<std::vector<T>> all(Start &&start)
    {
        std::vector<T> items;
        client::PageQuery query{{}, 200};
        for (;;) {
            auto page = ask<api::Page<T>>([&](auto done) { return start(query, std::move(done)); });
            if (!page)
                return std::move(page).error();
            std::move(page->items.begin(), page->items.end(), std::back_inserter(items));
            if (page->next.empty())
                return items;
            query.cursor = std::move(page->next);
        }
    }

    core::Result<core::Config> config(const std::string &path);
    core::Result<core::Head> head(const core::Config &config, const std::string &environment);
    core::Result<core::ChangeRequest> request(const std::string &id);
    core::Result<std::string> text(const core::VersionId &version);

private:
    Common m_common;
    Session m_session;
    client::MailLoop m_loop;
    client::HttpCms m_cms;
};

// The server keeps it, but cannot open it: what it says in its place is no text.
core::Error closedDraft(const core::Draft &draft);

// Why there is no head: the environment is none, or nothing of the config is live in it.
core::Error nothingLive(Online &online, const core::Config &config, const std::string &environment);

// A command gives its exit code, or the error that kept it from having one.
using Command = std::function<core::Result<int>(Online &)>;

// Finds the session, runs the command and says in plain words what went wrong.
int runOnline(const Common &common, const std::string &what, const Command &command);
void explain(const core::Error &error, const std::string &what, std::ostream &errors);
int exitCodeOf(const core::Error &error);

// A subcommand with the common options.
CLI::App *addOnline(CLI::App &program, const std::string &name, const std::string &description,
    const std::shared_ptr<Common> &common);

} // namespace chancery::cli
