// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"

#include <array>
#include <cstdint>
#include <optional>

namespace chancery::core::policy {

// What happens to it. Edit stands for every change that voids the votes (GOV-12); QuorumLost for a
// vote withdrawn or voided, or a stricter policy (GOV-14).
enum class RequestEvent : std::uint8_t {
    Submit,
    Edit,
    QuorumReached,
    QuorumLost,
    Apply,
    ApplyFailed,
    Reject,
    Withdraw,
    Expire,
    Supersede
};

struct RequestTransition {
    RequestState from;
    RequestEvent event;
    RequestState to;
};

inline constexpr std::array requestTransitions{
    RequestTransition{RequestState::Draft, RequestEvent::Edit, RequestState::Draft},
    RequestTransition{RequestState::Draft, RequestEvent::Submit, RequestState::Open},
    RequestTransition{RequestState::Draft, RequestEvent::Withdraw, RequestState::Withdrawn},
    RequestTransition{RequestState::Open, RequestEvent::Edit, RequestState::Open},
    RequestTransition{RequestState::Open, RequestEvent::QuorumReached, RequestState::Approved},
    RequestTransition{RequestState::Open, RequestEvent::Reject, RequestState::Rejected},
    RequestTransition{RequestState::Open, RequestEvent::Withdraw, RequestState::Withdrawn},
    RequestTransition{RequestState::Open, RequestEvent::Expire, RequestState::Expired},
    RequestTransition{RequestState::Open, RequestEvent::Supersede, RequestState::Superseded},
    RequestTransition{RequestState::Approved, RequestEvent::Edit, RequestState::Open},
    RequestTransition{RequestState::Approved, RequestEvent::QuorumLost, RequestState::Open},
    RequestTransition{RequestState::Approved, RequestEvent::Apply, RequestState::Applied},
    RequestTransition{RequestState::Approved, RequestEvent::ApplyFailed, RequestState::Failed},
    RequestTransition{RequestState::Approved, RequestEvent::Reject, RequestState::Rejected},
    RequestTransition{RequestState::Approved, RequestEvent::Withdraw, RequestState::Withdrawn},
    RequestTransition{RequestState::Approved, RequestEvent::Expire, RequestState::Expired},
    RequestTransition{RequestState::Approved, RequestEvent::Supersede, RequestState::Superseded},
    RequestTransition{RequestState::Rejected, RequestEvent::Submit, RequestState::Open},
    RequestTransition{RequestState::Rejected, RequestEvent::Withdraw, RequestState::Withdrawn},
    RequestTransition{RequestState::Rejected, RequestEvent::Expire, RequestState::Expired},
    RequestTransition{RequestState::Failed, RequestEvent::Edit, RequestState::Open},
    RequestTransition{RequestState::Failed, RequestEvent::QuorumLost, RequestState::Open},
    RequestTransition{RequestState::Failed, RequestEvent::Apply, RequestState::Applied},
    RequestTransition{RequestState::Failed, RequestEvent::ApplyFailed, RequestState::Failed},
    RequestTransition{RequestState::Failed, RequestEvent::Reject, RequestState::Rejected},
    RequestTransition{RequestState::Failed, RequestEvent::Withdraw, RequestState::Withdrawn},
    RequestTransition{RequestState::Failed, RequestEvent::Expire, RequestState::Expired},
    RequestTransition{RequestState::Failed, RequestEvent::Supersede, RequestState::Superseded},
};

// The state that follows; nothing where the event is not allowed.
constexpr std::optional<RequestState> stateAfter(RequestState state, RequestEvent event)
{
    for (const auto &transition : requestTransitions) {
        if (transition.from == state && transition.event == event)
            return transition.to;
    }
    return std::nullopt;
}

// Applied, Withdrawn, Expired and Superseded (GOV-15).
constexpr bool isFinal(RequestState state)
{
    for (const auto &transition : requestTransitions) {
        if (transition.from == state)
            return false;
    }
    return true;
}

} // namespace chancery::core::policy
