// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <string>
#include <vector>

namespace chancery::bench {

struct Response {
    int status = 0;
    std::string headers; // as received, lower-cased names
    std::string body;

    std::string header(const std::string &name) const;
};

// A chancery-cms of its own in a scratch folder on loopback, ended and removed with this object.
class ServerProcess {
public:
    ServerProcess() = default;
    ~ServerProcess();
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    core::Result<> start();
    int port() const { return m_port; }
    const std::string &token() const { return m_token; }

private:
    core::Result<> waitUntilReady();

    std::string m_folder;
    std::string m_token;
    int m_port = 0;
    int m_process = -1;
};

// One blocking keep-alive connection, for setting the scene and for single clients.
class Connection {
public:
    explicit Connection(const ServerProcess &server);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    // Sends and waits; status 0 when the connection broke.
    Response call(const std::string &method, const std::string &path, const std::string &body = {},
        const std::string &ifMatch = {});
    bool send(const std::string &bytes);
    // The next response; status 0 when the connection broke.
    Response receive();
    // What a request looks like on the wire.
    std::string request(const std::string &method, const std::string &path,
        const std::string &body = {}, const std::string &ifMatch = {});
    int socket() const { return m_socket; }

private:
    std::string m_token;
    int m_socket = -1;
    std::uint64_t m_requests = 0;
    std::string m_buffer;
};

// For this process and the servers that it starts: thousands of connections.
void allowManyFiles();
// Connects to the server on loopback; -1 on failure.
int connectTo(int port);
// Takes one whole response with a Content-Length off the front of the buffer; false while
// incomplete.
bool takeResponse(std::string &buffer, Response &response);

// The scene that the measurements play in: an ungated environment, a namespace and a config of
// about 1 kB that is live, with a schema where there is a text of one.
struct Scene {
    std::string config;
    std::string version;
};
core::Result<Scene> setScene(Connection &connection, const std::string &schema = {});
// Creates and submits a request with that text; its id and ETag.
struct Submitted {
    std::string id;
    std::string etag;
};
core::Result<Submitted> submitText(
    Connection &connection, const Scene &scene, const std::string &base, const std::string &text);
std::string sampleText(int number);

} // namespace chancery::bench
