#include <gtest/gtest.h>

#include <random>

#include "papo/proto/ws_decoder.h"
#include "papo/proto/ws_deflate.h"
#include "tests/support/chunker.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

using namespace proto;

constexpr std::uint64_t limit = 100'000;  // bytes of a message

DeflateTerms terms_of(bool client_takeover, std::optional<int> client_window_bits = std::nullopt) {
    return {false, client_takeover, std::nullopt, client_window_bits};
}

std::string told_of(const WsEvent& event) {
    if (const auto* message = std::get_if<WsMessage>(&event)) return std::string(message->payload) + "|";
    if (std::holds_alternative<WsPing>(event)) return "ping|";
    if (const auto* error = std::get_if<WsError>(&event)) return "error:" + std::to_string(error->close_code) + "|";
    return "";
}

std::string hear(WsDecoder& decoder, std::string bytes) {
    std::string said;
    decoder.feed(bytes);
    for (auto event = decoder.next(); !std::holds_alternative<WsNeedMore>(event); event = decoder.next()) {
        said += told_of(event);
    }
    return said;
}

std::string understand_compressed(const Cuts& cuts) {
    WsDecoder decoder(limit, true, terms_of(true));
    std::string said;
    for (const auto& cut : cuts) said += hear(decoder, cut);
    return said;
}

// Compresses as a client does, without the tail (RFC 7692 section 7.2.1).
class Client {
public:
    explicit Client(int window_bits = 15, int level = 6) {
        deflateInit2(&stream_, level, Z_DEFLATED, -window_bits, 8, Z_DEFAULT_STRATEGY);
    }
    ~Client() { deflateEnd(&stream_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    std::string compress(std::string payload, int flush = Z_SYNC_FLUSH) {
        if (payload.empty()) return std::string(1, '\0');  // zlib does not flush twice without input
        std::string out(deflateBound(&stream_, payload.size()) + 64, '\0');
        stream_.next_in = reinterpret_cast<Bytef*>(payload.data());
        stream_.avail_in = static_cast<uInt>(payload.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        deflate(&stream_, flush);
        out.resize(out.size() - stream_.avail_out - (flush == Z_SYNC_FLUSH ? 4 : 0));
        return out;
    }

private:
    z_stream stream_{};
};

std::string random_text(std::mt19937& dice, std::size_t size) {
    std::string text;
    while (text.size() < size) {
        text += dice() % 3 == 0 ? std::to_string(dice()) : std::string("says hello to the room ").substr(dice() % 20);
    }
    text.resize(size);
    return text;
}

// The payload of a server's frame, and whether it is compressed.
std::pair<std::string, bool> opened(const std::string& frame) {
    const auto size = static_cast<std::uint8_t>(frame[1]);
    const std::size_t head = size < 126 ? 2 : size == 126 ? 4 : 10;
    return {frame.substr(head), (static_cast<std::uint8_t>(frame[0]) & 0x40U) != 0};
}

// RFC 7692 section 7.2.3.
TEST(WsInflate, ShouldReadTheExamplesOfTheStandard) {
    const std::string hello("\xF2\x48\xCD\xC9\xC9\x07\x00", 7);
    expect_same_however_cut(compressed_frame(Opcode::text, hello), "Hello|", understand_compressed);
    expect_same_however_cut(
        compressed_frame(Opcode::text, hello.substr(0, 3), false) + masked_frame(Opcode::continuation, hello.substr(3)),
        "Hello|", understand_compressed);
    // The second one refers to the first.
    expect_same_however_cut(
        compressed_frame(Opcode::text, hello) + compressed_frame(Opcode::text, std::string("\xF2\x00\x11\x00\x00", 5)),
        "Hello|Hello|", understand_compressed);
    // No compression; a final block and what fills up its byte; two blocks; nothing at all.
    expect_same_however_cut(compressed_frame(Opcode::text, std::string("\x00\x05\x00\xFA\xFFHello\x00", 11)), "Hello|",
                            understand_compressed);
    expect_same_however_cut(compressed_frame(Opcode::text, std::string("\xF3\x48\xCD\xC9\xC9\x07\x00\x00", 8)),
                            "Hello|", understand_compressed);
    expect_same_however_cut(
        compressed_frame(Opcode::text, std::string("\xF2\x48\x05\x00\x00\x00\xFF\xFF\xCA\xC9\xC9\x07\x00", 13)),
        "Hello|", understand_compressed);
    expect_same_however_cut(compressed_frame(Opcode::text, std::string("\x00", 1)), "|", understand_compressed);
}

TEST(WsInflate, ShouldReadControlFramesAndPlainMessagesBetweenCompressedOnes) {
    Client client;
    const auto first = client.compress("olá, olá, olá");
    const auto second = client.compress("olá, olá, olá");
    expect_same_however_cut(compressed_frame(Opcode::text, first.substr(0, 4), false) + masked_frame(Opcode::ping, "") +
                                masked_frame(Opcode::continuation, "", false) +
                                masked_frame(Opcode::continuation, first.substr(4)) +
                                masked_frame(Opcode::text, "plain") + compressed_frame(Opcode::binary, second),
                            "ping|olá, olá, olá|plain|olá, olá, olá|", understand_compressed);
}

TEST(WsInflate, ShouldGoOnAfterFinalBlocks) {
    Client one;
    Client other;
    const auto ended = one.compress("one", Z_FINISH);
    const auto behind = other.compress("two");
    expect_same_however_cut(compressed_frame(Opcode::text, ended) + compressed_frame(Opcode::text, behind), "one|two|",
                            understand_compressed);
    expect_same_however_cut(compressed_frame(Opcode::text, ended + behind), "onetwo|", understand_compressed);
}

TEST(WsInflate, ShouldTakeAMessageWithoutAByteAsEmpty) {
    Client client;
    expect_same_however_cut(compressed_frame(Opcode::text, "") + compressed_frame(Opcode::text, client.compress("x")),
                            "|x|", understand_compressed);
}

TEST(WsInflate, ShouldRefuseAMisplacedRsv1) {
    EXPECT_EQ(understand_compressed({compressed_frame(Opcode::ping, "")}), "error:1002|");
    EXPECT_EQ(
        understand_compressed({masked_frame(Opcode::text, "a", false) + compressed_frame(Opcode::continuation, "")}),
        "error:1002|");
    EXPECT_EQ(understand_compressed(
                  {compressed_frame(Opcode::text, "\xCA", false) + compressed_frame(Opcode::continuation, "")}),
              "error:1002|");
    WsDecoder without(limit, true);
    EXPECT_EQ(hear(without, compressed_frame(Opcode::text, std::string("\x00", 1))), "error:1002|");
}

TEST(WsInflate, ShouldRefuseInvalidDeflate) {
    expect_same_however_cut(compressed_frame(Opcode::text, "\xFF\xFF\xFF\xFF"), "error:1007|", understand_compressed);
    expect_same_however_cut(compressed_frame(Opcode::text, "\x06"), "error:1007|",
                            understand_compressed);  // a reserved block type
    // A distance that reaches before the beginning.
    expect_same_however_cut(compressed_frame(Opcode::text, std::string("\xF2\x00\x11\x00\x00", 5)), "error:1007|",
                            understand_compressed);
}

TEST(WsInflate, ShouldRefuseAMessageThatEndsWithinABlock) {
    Client client;
    const auto whole = client.compress("a text that has some length and no repetition: 0192837465");
    for (std::size_t size = 1; size < whole.size() - 1; ++size) {
        EXPECT_EQ(understand_compressed({compressed_frame(Opcode::text, whole.substr(0, size))}), "error:1007|")
            << size;
    }
}

TEST(WsInflate, ShouldCheckUtf8OfTheInflatedText) {
    Client client;
    const auto bad = client.compress("ol\xC3\x28");
    expect_same_however_cut(compressed_frame(Opcode::text, bad), "error:1007|", understand_compressed);
    Client other;
    expect_same_however_cut(compressed_frame(Opcode::text, other.compress("ol\xC3")), "error:1007|",
                            understand_compressed);
    // The decoder must refuse bad UTF-8 as soon as it inflates, before the message ends.
    Client third;
    EXPECT_EQ(
        understand_compressed({compressed_frame(Opcode::text, third.compress("ol\xC3\x28", Z_FULL_FLUSH), false)}),
        "error:1007|");
    Client binary;
    EXPECT_EQ(understand_compressed({compressed_frame(Opcode::binary, binary.compress("\xC3\x28"))}), "\xC3\x28|");
}

TEST(WsInflate, ShouldReadSmallerWindows) {
    std::mt19937 dice(3);
    for (int bits = 8; bits <= 15; ++bits) {
        // zlib turns a window of 8 bits into 9, whose matches reach no farther than 8 bits allow.
        Client client(std::max(bits, 9));
        WsDecoder decoder(limit, true, terms_of(true, bits));
        for (int i = 0; i < 20; ++i) {
            const auto text = random_text(dice, dice() % 5000);
            EXPECT_EQ(hear(decoder, compressed_frame(Opcode::text, client.compress(text))), text + "|") << bits;
        }
    }
}

TEST(WsInflate, ShouldKeepNothingWithoutTakeover) {
    Client client;
    const auto first = client.compress("again and again");
    const auto second = client.compress("again and again");
    WsDecoder decoder(limit, true, terms_of(false));
    EXPECT_EQ(hear(decoder, compressed_frame(Opcode::text, first)), "again and again|");
    EXPECT_EQ(hear(decoder, compressed_frame(Opcode::text, second)), "error:1007|");
}

TEST(WsInflate, ShouldLimitTheInflatedSize) {
    Client exact;
    const std::string most(limit, 'x');
    EXPECT_EQ(understand_compressed({compressed_frame(Opcode::text, exact.compress(most))}), most + "|");
    Client over;
    EXPECT_EQ(understand_compressed({compressed_frame(Opcode::text, over.compress(most + "x"))}), "error:1009|");
    // The decoder must notice a bomb in its first fragment, as soon as it passes the limit.
    Client bomb;
    const auto packed = bomb.compress(std::string(50'000'000, 'x'));
    ASSERT_LT(packed.size(), limit);
    EXPECT_EQ(understand_compressed({compressed_frame(Opcode::text, packed.substr(0, 1000), false)}), "error:1009|");
}

TEST(WsInflate, ShouldLimitTheCompressedSizeByTheHead) {
    const auto head = [](std::uint64_t size) {
        auto frame = std::string("\xC2\xFF", 2);
        for (unsigned i = 8; i-- > 0;) frame += static_cast<char>(size >> 8 * i);
        return frame + "mask";
    };
    EXPECT_EQ(understand_compressed({head(2 * limit + 4096)}), "");
    EXPECT_EQ(understand_compressed({head(2 * limit + 4097)}), "error:1009|");
}

TEST(WsInflate, ShouldReadRandomMessages) {
    std::mt19937 dice(7);
    Client client;
    WsDecoder decoder(limit, true, terms_of(true));
    for (int i = 0; i < 300; ++i) {
        const auto text = random_text(dice, dice() % 3 == 0 ? dice() % 20'000 : dice() % 200);
        const auto packed = client.compress(text);
        const auto half = dice() % (packed.size() + 1);
        const auto bytes = compressed_frame(Opcode::text, packed.substr(0, half), false) +
                           masked_frame(Opcode::continuation, packed.substr(half));
        std::string said;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto size = 1 + dice() % 700;
            said += hear(decoder, bytes.substr(at, size));
            at += size;
        }
        ASSERT_EQ(said, text + "|");
    }
}

TEST(WsDeflate, ShouldWriteMessagesThatInflate) {
    std::mt19937 dice(11);
    for (const bool takeover : {false, true}) {
        for (int bits = 9; bits <= 15; ++bits) {
            Deflater deflater(bits, takeover);
            WsDecoder reader(1U << 20U, true, terms_of(takeover, bits));
            for (int i = 0; i < 40; ++i) {
                auto text = random_text(dice, i == 7 ? 300'000 : dice() % 2000);
                if (i % 5 == 0) std::generate(text.begin(), text.end(), [&] { return static_cast<char>(dice()); });
                std::string frame;
                deflater.append_frame(frame, Opcode::binary, text);
                const auto [payload, compressed] = opened(frame);
                if (!takeover) {
                    EXPECT_LE(payload.size(), text.size());
                }
                const auto sent =
                    compressed ? compressed_frame(Opcode::binary, payload) : masked_frame(Opcode::binary, payload);
                ASSERT_EQ(hear(reader, sent), text + "|");
            }
        }
    }
}

TEST(WsDeflate, ShouldCompressOnlyIfSmaller) {
    Deflater deflater(15, false);
    std::string frame;
    deflater.append_frame(frame, Opcode::text, std::string(127, 'x'));
    EXPECT_FALSE(opened(frame).second) << "too short to save bytes";
    frame.clear();
    deflater.append_frame(frame, Opcode::text, std::string(128, 'x'));
    EXPECT_TRUE(opened(frame).second);
    EXPECT_LT(frame.size(), 20U);
    std::mt19937 dice(13);
    std::string noise(1000, '\0');
    std::generate(noise.begin(), noise.end(), [&] { return static_cast<char>(dice()); });
    frame.clear();
    deflater.append_frame(frame, Opcode::binary, noise);
    EXPECT_FALSE(opened(frame).second) << "compression would enlarge it";
    EXPECT_EQ(opened(frame).first, noise);
}

TEST(WsDeflate, ShouldReferToEarlierMessagesOnlyWithTakeover) {
    const std::string text =
        "{\"type\":\"message\",\"room\":\"sala1\",\"seq\":17,\"ts\":1700000000000,\"from\":\"ana\",\"id\":"
        "\"0123456789abcdef\",\"kind\":\"text\",\"text\":\"some words that were said before\"}";
    for (const bool takeover : {false, true}) {
        Deflater deflater(15, takeover);
        std::string first;
        std::string second;
        deflater.append_frame(first, Opcode::text, text);
        deflater.append_frame(second, Opcode::text, text);
        if (takeover) {
            EXPECT_LT(second.size(), first.size() / 4);
        } else {
            EXPECT_EQ(second, first);
        }
    }
}

}  // namespace
}  // namespace papo::test
