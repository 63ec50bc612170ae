// SPDX-License-Identifier: Apache-2.0
#include "server.h"

#include "engine/api/json.h"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace chancery::bench {

namespace {

core::Error failure(std::string detail)
{
    return {core::ErrorKind::Internal, "bench", std::move(detail), {}, {}, {}};
}

std::string content(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string besideThisProgram(const char *name)
{
    std::error_code error;
    return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name).string();
}

core::Result<core::Tree> answered(const Response &response, const std::string &what)
{
    if (response.status < 200 || response.status > 299)
        return failure(
            what + " was answered with " + std::to_string(response.status) + ": " + response.body);
    auto reading = core::readJson(response.body);
    if (!reading)
        return core::toError(reading.problem());
    return std::move(reading).tree();
}

} // namespace

std::string Response::header(const std::string &name) const
{
    const auto at = headers.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const auto begin = at + name.size() + 4;
    return headers.substr(begin, headers.find("\r\n", begin) - begin);
}

ServerProcess::~ServerProcess()
{
    if (m_process > 0) {
        kill(m_process, SIGTERM);
        waitpid(m_process, nullptr, 0);
    }
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
}

core::Result<> ServerProcess::start()
{
    std::string folder
        = (std::filesystem::temp_directory_path() / "chancery-bench.XXXXXX").string();
    if (!mkdtemp(folder.data()))
        return failure("cannot make a scratch folder");
    m_folder = folder;
    const std::string program = besideThisProgram("chancery-cms");
    const std::string ready = folder + "/ready";
    m_process = fork();
    if (m_process == 0) {
        execl(program.c_str(), program.c_str(), "--data", (folder + "/data").c_str(), "--listen",
            "127.0.0.1:0", "--ready-file", ready.c_str(), "--log-level", "error",
            static_cast<char *>(nullptr));
        _exit(127);
    }
    return waitUntilReady();
}

core::Result<> ServerProcess::waitUntilReady()
{
    for (int tries = 0; tries < 2000; ++tries) {
        const auto reading = core::readJson(content(m_folder + "/ready"));
        if (reading) {
            m_port = int(reading.tree().root()["port"].integer().value_or(0));
            m_token = content(m_folder + "/data/bootstrap-token");
            m_token.erase(m_token.find_last_not_of(" \n") + 1);
            return core::Done{};
        }
        if (waitpid(m_process, nullptr, WNOHANG) != 0)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    m_process = -1;
    return failure("chancery-cms did not start; is it built beside chancery-bench?");
}

int connectTo(int port)
{
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(handle, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        close(handle);
        return -1;
    }
    const int on = 1;
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return handle;
}

bool takeResponse(std::string &buffer, Response &response)
{
    const auto end = buffer.find("\r\n\r\n");
    if (end == std::string::npos)
        return false;
    response.headers = buffer.substr(0, end + 2);
    bool isName = true;
    for (char &character : response.headers) {
        if (character == '\n')
            isName = true;
        else if (character == ':')
            isName = false;
        else if (isName && character >= 'A' && character <= 'Z')
            character = char(character | 0x20);
    }
    const auto length = response.header("content-length");
    const auto bytes = length.empty() ? 0 : std::stoul(length);
    if (buffer.size() < end + 4 + bytes)
        return false;
    response.status = std::stoi(buffer.substr(9, 3));
    response.body = buffer.substr(end + 4, bytes);
    buffer.erase(0, end + 4 + bytes);
    return true;
}

Connection::Connection(const ServerProcess &server)
    : m_token(server.token())
    , m_socket(connectTo(server.port()))
{
}

Connection::~Connection()
{
    close(m_socket);
}

std::string Connection::request(const std::string &method, const std::string &path,
    const std::string &body, const std::string &ifMatch)
{
    std::string text = method + ' ' + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + m_token + "\r\n";
    if (method == "POST")
        text += "Idempotency-Key: \"bench-" + std::to_string(getpid()) + '-'
            + std::to_string(m_socket) + "-request-" + std::to_string(++m_requests) + "\"\r\n";
    if (!ifMatch.empty())
        text += "If-Match: " + ifMatch + "\r\n";
    if (!body.empty())
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
            + "\r\n";
    else if (method != "GET")
        text += "Content-Length: 0\r\n";
    return text + "\r\n" + body;
}

bool Connection::send(const std::string &bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto count = ::send(m_socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        sent += std::size_t(count);
    }
    return true;
}

Response Connection::call(const std::string &method, const std::string &path,
    const std::string &body, const std::string &ifMatch)
{
    return send(request(method, path, body, ifMatch)) ? receive() : Response{};
}

Response Connection::receive()
{
    Response response;
    char bytes[16384];
    while (!takeResponse(m_buffer, response)) {
        const auto count = recv(m_socket, bytes, sizeof bytes, 0);
        if (count <= 0)
            return {};
        m_buffer.append(bytes, std::size_t(count));
    }
    return response;
}

void allowManyFiles()
{
    const rlimit files{65536, 65536};
    setrlimit(RLIMIT_NOFILE, &files);
}

std::string sampleText(int number)
{
    return "{\"number\":" + std::to_string(number) + ",\"k\":\"" + std::string(1000, 'x') + "\"}";
}

core::Result<Submitted> submitText(
    Connection &connection, const Scene &scene, const std::string &base, const std::string &text)
{
    core::NewChangeRequest request;
    request.title = "Measure";
    request.reason = "Measurement";
    request.submit = true;
    request.items.push_back({core::ConfigId(scene.config), core::EnvironmentId("dev"),
        base.empty() ? std::nullopt : std::optional(core::VersionId(base)), text});
    const auto response = connection.call("POST", "/v1/change-requests", api::toJson(request));
    const auto answer = answered(response, "Creating a change request");
    if (!answer)
        return answer.error();
    return Submitted{std::string(answer->root()["id"].text()), response.header("etag")};
}

namespace {

core::Result<std::optional<core::SchemaId>> publishSchema(
    Connection &connection, const std::string &text)
{
    if (text.empty())
        return std::optional<core::SchemaId>();
    const auto schema = answered(connection.call("POST", "/v1/schemas",
                                     api::toJson(core::NewSchema{"urn:bench", "bench", text})),
        "Publishing a schema");
    if (!schema)
        return schema.error();
    return std::optional(core::SchemaId(std::string(schema->root()["id"].text())));
}

} // namespace

core::Result<Scene> setScene(Connection &connection, const std::string &schema)
{
    core::Environment environment{
        core::EnvironmentId("dev"), "Development", 0, 1, false, 0, false, {}};
    connection.call("POST", "/v1/environments", api::toJson(environment));
    connection.call(
        "POST", "/v1/namespaces", api::toJson(core::Namespace{{}, "bench", "Bench", "bench", {}}));
    const auto published = publishSchema(connection, schema);
    if (!published)
        return published.error();
    const auto config = answered(
        connection.call("POST", "/v1/configs",
            api::toJson(core::NewConfig{"bench/one", core::Format::Json, *published, "", ""})),
        "Creating a config");
    if (!config)
        return config.error();
    Scene scene{std::string(config->root()["id"].text()), {}};
    const auto submitted = submitText(connection, scene, {}, sampleText(0));
    if (!submitted)
        return submitted.error();
    const auto applied
        = answered(connection.call("POST", "/v1/change-requests/" + submitted->id + ":apply", {},
                       submitted->etag),
            "Applying");
    if (!applied)
        return applied.error();
    scene.version = applied->root()["appliedVersions"].at(0).text();
    return scene;
}

} // namespace chancery::bench
