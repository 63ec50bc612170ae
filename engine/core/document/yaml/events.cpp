// SPDX-License-Identifier: Apache-2.0
#include "events.h"

namespace chancery::core::yaml {

namespace {

class ListSink : public EventSink {
public:
    explicit ListSink(std::vector<OwnedEvent> &events)
        : m_events(events)
    {
    }
    bool take(const Event &event) override
    {
        m_events.push_back(
            {event.kind, event.style, event.isFlow, event.isExplicit, std::string(event.anchor),
                std::string(event.tag), std::string(event.value), event.begin, event.end});
        return true;
    }

private:
    std::vector<OwnedEvent> &m_events;
};

} // namespace

EventList yamlEvents(const std::string &source, const Limits &limits)
{
    EventList list;
    ListSink sink(list.events);
    list.problem = parse(source, limits, sink);
    return list;
}

} // namespace chancery::core::yaml
