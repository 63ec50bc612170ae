// SPDX-License-Identifier: Apache-2.0
#include "engine/server/keys.h"
#include "engine/server/store/loggedstore.h"
#include "engine/server/store/sqlitestore.h"
#include "tests/server/answered.h"
#include "tests/server/serviceworld.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

using namespace chancery;
using support::ServiceWorld;
namespace fs = std::filesystem;

namespace {

constexpr auto person = R"({"kind":"user","name":"pia.planted","displayName":"Pia Planted",)"
                        R"("roles":["viewer"],"password":"12345678"})";
constexpr auto second = R"({"kind":"user","name":"second","displayName":"second",)"
                        R"("roles":["admin"],"password":"12345678"})";
constexpr auto grounds = R"({"reason":"Art. 17","ticket":"DSR-1"})";

// The process is killed where its store would have begun to write its files anew.
class DoomedStore final : public server::Store {
public:
    explicit DoomedStore(std::unique_ptr<server::Store> store)
        : m_store(std::move(store))
    {
    }
    core::Result<std::unique_ptr<server::Transaction>> begin() override { return m_store->begin(); }
    core::Result<std::unique_ptr<server::Reader>> openReader() override
    {
        return m_store->openReader();
    }
    core::Result<> scrub() override
    {
        ::kill(::getpid(), SIGKILL);
        return core::Done();
    }

private:
    std::unique_ptr<server::Store> m_store;
};

// A service over files, asked as an administrator.
struct FiledService {
    explicit FiledService(const std::string &folder, bool isDoomed = false)
        : data(folder)
    {
        server::ServiceOptions options;
        options.data = folder;
        options.passwordCost = {256, 1, 1};
        options.lastingPasswords = true;
        const auto post
            = [this](std::function<void()> function) { posted.add(std::move(function)); };
        auto opened = isDoomed
            ? server::Service::open(options, clock, journal, post, doomed(options.data))
            : server::Service::open(options, clock, journal, post);
        if (opened)
            service = std::move(*opened);
    }
    static std::unique_ptr<server::Store> doomed(const fs::path &folder)
    {
        fs::create_directories(folder);
        auto store
            = server::LoggedStore::open(server::SqliteStore::open(folder / "chancery.db").value(),
                server::RedoLog::open(folder / "chancery.redo").value());
        return std::make_unique<DoomedStore>(std::move(store.value()));
    }
    server::Response ask(const std::string &method, const std::string &path,
        const std::string &body, const std::string &etag = {})
    {
        server::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.ifMatch = etag.empty() ? etag : '"' + etag + '"';
        request.authorization = "Bearer " + token;
        request.idempotencyKey = "filed-service-" + std::to_string(10'000 + ++asked);
        request.requestId = "r" + std::to_string(asked);
        return server::answered(*service, posted, std::move(request));
    }
    // As the first administrator disables, and the second erases: it never comes back.
    void erasePia()
    {
        token = support::contentOf(data + "/bootstrap-token");
        token.pop_back();
        const auto made = ask("POST", "/v1/principals", person);
        (void)ask("POST", "/v1/principals", second);
        const auto path = "/v1/principals/" + ServiceWorld::at(made, "/id");
        const auto disabled = ask("POST", path + ":disable", R"({"reason":"left"})", made.etag);
        const auto session
            = ask("POST", "/v1/sessions", R"({"name":"second","password":"12345678"})");
        token = ServiceWorld::at(session, "/token");
        (void)ask("POST", path + ":erase", grounds, disabled.etag);
    }

    std::string data;
    core::SystemClock clock;
    server::SilentJournal journal;
    server::Posted posted;
    std::string token;
    int asked = 0;
    std::unique_ptr<server::Service> service;
};

std::string filesWith(const fs::path &folder, const std::string &text)
{
    std::string names;
    for (const auto &entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()
            && support::contentOf(entry.path().string()).find(text) != std::string::npos)
            names += entry.path().filename().string() + ' ';
    }
    return names;
}

} // namespace

// What was erased is in no file, also where the server ends before it has written them anew.
class TestScrubbing : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatFailsIsDoneByTheNextStart();
    void nothingIsScrubbedWithoutNeed();
    void aKilledServerScrubsWhenItStartsAgain();

private:
    server::Response erase(ServiceWorld &world);
    static bool isPending(const server::MemoryStore::Map &map)
    {
        return map.contains(server::keys::mustScrub);
    }
};

server::Response TestScrubbing::erase(ServiceWorld &world)
{
    const auto made = world.ask("POST", "/v1/principals", person);
    const auto path = "/v1/principals/" + ServiceWorld::at(made, "/id");
    world.signUp("boss", {"admin"});
    world.as("boss");
    const auto disabled = world.ask("POST", path + ":disable", R"({"reason":"left"})", made.etag);
    world.as();
    return world.ask("POST", path + ":erase", grounds, disabled.etag);
}

void TestScrubbing::whatFailsIsDoneByTheNextStart()
{
    ServiceWorld world;
    world.begin();
    world.store->failsScrub = true;
    QCOMPARE(erase(world).status, 500);
    QVERIFY(isPending(*world.store->present()));
    world.open(world.store->snapshot());
    QCOMPARE(world.store->scrubs.load(), 1);
    QVERIFY(!isPending(*world.store->present()));
}

void TestScrubbing::nothingIsScrubbedWithoutNeed()
{
    ServiceWorld world;
    world.begin();
    QCOMPARE(erase(world).status, 200);
    QCOMPARE(world.store->scrubs.load(), 1);
    QVERIFY(!isPending(*world.store->present()));
    world.open(world.store->snapshot());
    QCOMPARE(world.store->scrubs.load(), 0);
}

void TestScrubbing::aKilledServerScrubsWhenItStartsAgain()
{
    const QTemporaryDir folder;
    const auto data = folder.filePath(QStringLiteral("data")).toStdString();
    const auto child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        FiledService doomed(data, true);
        if (doomed.service)
            doomed.erasePia();
        ::_exit(9); // it should have been killed before
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    QVERIFY(!filesWith(data, "Planted").empty());
    {
        const FiledService again(data);
        QVERIFY(again.service);
        QCOMPARE(filesWith(data, "Planted"), std::string());
        QCOMPARE(filesWith(data, "pia.planted"), std::string());
    }
    QCOMPARE(filesWith(data, "Planted"), std::string());
}

QTEST_GUILESS_MAIN(TestScrubbing)
#include "tst_scrubbing.moc"
