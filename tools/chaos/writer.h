// A person who sends: several messages at a time. Each is repeated under its id until it is acknowledged, and sometimes
// once more after that.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "person.h"

namespace papo::chaos {

class Writer : public Person {
public:
    using Person::Person;

private:
    struct Message {
        std::string id;
        std::string text;
    };
    struct Talk {
        std::uint64_t said = 0;
        std::deque<Message> unacknowledged;
        std::deque<std::string> acknowledged;  // the ids that the server must remember
        bool must_repeat = false;              // a connection was lost since the unacknowledged were sent
    };

    void arrived(Link& link) override;
    void talk(Link& link) override;
    void own_entry(const std::string& room, const Entry& entry) override;
    void lost() override;
    std::vector<std::string> unanswered() const override;

    void chat(Link& link);
    void flood(Link& link);
    void say(Link& link, const std::string& room, std::string text);
    void say_again(Link& link, const std::string& room);
    void resend(Link& link, const std::string& room);
    std::string some_text();

    std::map<std::string, Talk> talks_;
    Clock::time_point next_{};
};

}  // namespace papo::chaos
