// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/documentsearch.h"
#include "engine/server/facts.h"
#include "engine/server/validator.h"
#include "engine/server/worker.h"

namespace chancery::server {

class SealKeys;

// A search that came over the wire, by somebody who has the right to look.
struct SearchJob {
    Request request;
    std::shared_ptr<const Actor> actor;
    std::function<void(Response)> done; // called in the searcher's thread
};

// Looks through the texts of all configs in a thread and with a reader of its own, so that nobody
// waits for an expression that somebody made up. One answer looks at a bounded part of them and
// says where to go on. Owned by the service.
class Searcher {
public:
    // All of them outlive it.
    Searcher(Store &store, SealKeys &sealKeys, const Facts &facts);

    // Network thread. False when too many wait already.
    bool submit(SearchJob job);

private:
    Response answer(const SearchJob &job);

    Store &m_store;
    SealKeys &m_sealKeys; // for drafts
    const Facts &m_facts;
    std::unique_ptr<Reader> m_reader; // this and the next of the worker's thread
    Validator m_validator;
    core::SecretScanner m_scanner;
    Worker m_worker; // goes first: its jobs use the others
};

} // namespace chancery::server
