#include "papo/talk/echo_protocol.h"

#include <malloc.h>

#include <algorithm>
#include <string>
#include <utility>

#include "papo/proto/ws_encoder.h"

namespace papo::talk {
namespace {

constexpr std::uint64_t max_echo = 16ULL << 20U;  // bytes of one message
constexpr std::size_t small_echo = 16U * 1024U;   // bytes up to which messages are gathered into one send

}  // namespace

EchoProtocol::EchoProtocol(const Services& services, const std::optional<proto::DeflateTerms>& terms)
    : WsProtocol(services, max_echo, true, terms),
      max_backlog_(std::max(services.config.max_backlog, 2 * max_echo)),
      terms_(terms) {}

void EchoProtocol::keep_memory() {
    constexpr int most = 2 * static_cast<int>(max_echo);
    ::mallopt(M_MMAP_THRESHOLD, most);
    ::mallopt(M_TRIM_THRESHOLD, most);
}

// A large message that the decoder has gathered is moved, not copied.
void EchoProtocol::on_message(net::Connection& connection, const proto::WsMessage& message, Now) {
    const auto opcode = message.text ? proto::Opcode::text : proto::Opcode::binary;
    if (terms_) return send_compressed(connection, opcode, message.payload);
    std::string header;
    proto::append_frame_header(header, opcode, message.payload.size());
    connection.send(header);
    if (message.payload.size() <= small_echo) return connection.send(message.payload);
    connection.send_own(take(message));
}

void EchoProtocol::send_compressed(net::Connection& connection, proto::Opcode opcode, std::string_view payload) {
    if (!deflater_) {
        deflater_ = std::make_unique<proto::Deflater>(terms_->server_window_bits.value_or(15), terms_->server_takeover);
    }
    std::string frame;
    deflater_->append_frame(frame, opcode, payload);
    connection.send_own(std::move(frame));
    if (!terms_->server_takeover) deflater_.reset();
}

// Back-pressure: stop reading while more than max_echo is unsent.
bool EchoProtocol::must_wait(net::Connection& connection) {
    return connection.backlog() > max_echo;
}

}  // namespace papo::talk
