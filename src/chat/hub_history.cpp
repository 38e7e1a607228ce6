// Pages of history, and search.
#include <algorithm>
#include <utility>

#include "hub_state.h"
#include "papo/base/text.h"
#include "papo/base/utf8.h"

namespace papo::chat {

void Hub::State::tell_page(Client& client, const std::string& room, const Page& page) {
    sink.tell(client.id, HistoryPage{room, page.entries, page.more && !page.entries.empty()});
}

void Hub::State::apply(Client& client, const ReadHistory& command, bool) {
    if (command.before < 1 || command.limit.value_or(1) < 1) {
        return error(client, ErrorCode::bad_request, "\"before\" and \"limit\" must be at least 1", command.room);
    }
    const auto* seat = member_or_error(client, command.room);
    if (seat == nullptr) return;
    auto& log = *seat->room->log;
    const auto limit = static_cast<std::size_t>(
        std::min<std::uint64_t>(command.limit.value_or(limits.backlog_entries), limits.page_entries));
    const auto before = std::min(command.before, log.record().seq + 1);
    if (const auto page = log.page(before, limit, limits.page_bytes)) return tell_page(client, log.name(), *page);
    const auto ticket = ++last_ticket;
    storage.read_page(log, before, limit, limits.page_bytes, ticket);
    wait(client, ticket, [this, command](Client& who, const StorageAnswer& answer) {
        if (answer.error) return error(who, ErrorCode::storage, answer.error->message, command.room);
        tell_page(who, std::string(trim_white_space(command.room)), answer.page);
    });
}

void Hub::State::apply(Client& client, const Search& command, bool in_rate) {
    if (command.before.value_or(1) < 1 || command.limit.value_or(1) < 1) {
        return error(client, ErrorCode::bad_request, "\"before\" and \"limit\" must be at least 1", command.room);
    }
    if (count_code_points(command.query) > limits.query_characters) {
        return error(client, ErrorCode::bad_request, "\"query\" must have at most 256 characters", command.room);
    }
    const auto* seat = member_or_error(client, command.room);
    if (seat == nullptr) return;
    if (!in_rate) return error(client, ErrorCode::rate_limited, "too many questions; wait a moment", command.room);
    auto& log = *seat->room->log;
    const auto limit = std::min<std::uint64_t>(command.limit.value_or(20), limits.found_entries);
    const auto before = std::min(command.before.value_or(UINT64_MAX), log.record().seq + 1);
    const auto ticket = ++last_ticket;
    storage.search(log, command.query, before, static_cast<std::size_t>(limit), limits.page_bytes, ticket);
    wait(client, ticket, [this, command](Client& who, const StorageAnswer& answer) {
        if (answer.error) return error(who, ErrorCode::storage, answer.error->message, command.room);
        const auto room = std::string(trim_white_space(command.room));
        sink.tell(who.id, Found{room, command.query, answer.page.entries, answer.page.more});
    });
}

}  // namespace papo::chat
