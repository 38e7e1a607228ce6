#include "papo/store/facts.h"

#include <algorithm>

#include "papo/store/codec.h"

namespace papo::store {
namespace {

// The journal stores these numbers: never renumber, never reuse a number.
enum class Kind : std::uint8_t {
    room_made = 1,
    room_forgotten = 2,
    said = 3,
    person_came = 4,
    person_went = 5,
    file_added = 6,
    file_removed = 7,
};
static_assert(std::variant_size_v<Fact> == 7 + 1, "each fact has its kind here; the one more is the unknown one");

// Writes a fact's kind and the length of the fields that are appended during this object's lifetime.
class Frame {
public:
    Frame(std::string& out, std::uint8_t kind) : out_(out) {
        out_ += static_cast<char>(kind);
        put_u32(out_, 0);
        fields_ = out_.size();
    }
    Frame(std::string& out, Kind kind) : Frame(out, static_cast<std::uint8_t>(kind)) {}
    ~Frame() { store_u32(&out_[fields_ - 4], static_cast<std::uint32_t>(out_.size() - fields_)); }
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

private:
    std::string& out_;
    std::size_t fields_ = 0;
};

void put_session(std::string& out, const chat::SessionId& session) {
    put_string(out, {reinterpret_cast<const char*>(session.data()), session.size()});
}

chat::SessionId take_session(Decoder& in) {
    chat::SessionId session{};
    const auto bytes = in.string();
    std::copy_n(bytes.begin(), std::min(bytes.size(), session.size()), session.begin());
    return session;
}

RoomMade take_room(Decoder& in) {
    RoomMade fact;
    fact.room = in.number();
    fact.name = in.string();
    fact.epoch = in.string();
    fact.password_hash = in.string();
    return fact;
}

Said take_said(Decoder& in) {
    Said fact;
    fact.room = in.number();
    fact.seq = in.number();
    fact.ts = static_cast<std::int64_t>(in.number());
    fact.session = take_session(in);
    fact.from = in.string();
    fact.id = in.string();
    if (in.number() != 0) fact.text = in.string();
    fact.filename = in.string();
    return fact;
}

PersonCame take_arrival(Decoder& in) {
    PersonCame fact;
    fact.room = in.number();
    fact.session = take_session(in);
    fact.name = in.string();
    return fact;
}

PersonWent take_departure(Decoder& in) {
    PersonWent fact;
    fact.room = in.number();
    fact.name = in.string();
    return fact;
}

FileAdded take_file(Decoder& in) {
    FileAdded fact;
    fact.info.filename = in.string();
    fact.info.name = in.string();
    fact.info.type = in.string();
    fact.info.kind = file_kind_of(in.number());
    fact.info.size = in.number();
    fact.info.width = static_cast<std::uint32_t>(in.number());
    fact.info.height = static_cast<std::uint32_t>(in.number());
    fact.info.thumb = in.string();
    fact.bytes = in.number();
    fact.added = static_cast<std::int64_t>(in.number());
    return fact;
}

Fact take_fields(std::uint8_t kind, Decoder& in, std::string_view fields) {
    switch (static_cast<Kind>(kind)) {
    case Kind::room_made: return take_room(in);
    case Kind::room_forgotten: return RoomForgotten{in.number()};
    case Kind::said: return take_said(in);
    case Kind::person_came: return take_arrival(in);
    case Kind::person_went: return take_departure(in);
    case Kind::file_added: return take_file(in);
    case Kind::file_removed: return FileRemoved{in.string()};
    }
    return UnknownFact{kind, fields};
}

}  // namespace

void append_fact(std::string& out, const RoomMade& fact) {
    const Frame frame(out, Kind::room_made);
    put_number(out, fact.room);
    put_string(out, fact.name);
    put_string(out, fact.epoch);
    put_string(out, fact.password_hash);
}

void append_fact(std::string& out, const RoomForgotten& fact) {
    const Frame frame(out, Kind::room_forgotten);
    put_number(out, fact.room);
}

void append_fact(std::string& out, const Said& fact) {
    const Frame frame(out, Kind::said);
    put_number(out, fact.room);
    put_number(out, fact.seq);
    put_number(out, static_cast<std::uint64_t>(fact.ts));
    put_session(out, fact.session);
    put_string(out, fact.from);
    put_string(out, fact.id);
    put_number(out, fact.text ? 1 : 0);
    if (fact.text) put_string(out, *fact.text);
    put_string(out, fact.filename);
}

void append_fact(std::string& out, const PersonCame& fact) {
    const Frame frame(out, Kind::person_came);
    put_number(out, fact.room);
    put_session(out, fact.session);
    put_string(out, fact.name);
}

void append_fact(std::string& out, const PersonWent& fact) {
    const Frame frame(out, Kind::person_went);
    put_number(out, fact.room);
    put_string(out, fact.name);
}

void append_fact(std::string& out, const FileAdded& fact) {
    const Frame frame(out, Kind::file_added);
    put_string(out, fact.info.filename);
    put_string(out, fact.info.name);
    put_string(out, fact.info.type);
    put_number(out, number_of(fact.info.kind));
    put_number(out, fact.info.size);
    put_number(out, fact.info.width);
    put_number(out, fact.info.height);
    put_string(out, fact.info.thumb);
    put_number(out, fact.bytes);
    put_number(out, static_cast<std::uint64_t>(fact.added));
}

void append_fact(std::string& out, const FileRemoved& fact) {
    const Frame frame(out, Kind::file_removed);
    put_string(out, fact.filename);
}

void append_fact(std::string& out, const UnknownFact& fact) {
    const Frame frame(out, fact.kind);
    out += fact.fields;
}

std::uint8_t number_of(chat::FileKind kind) {
    switch (kind) {
    case chat::FileKind::image: return 0;
    case chat::FileKind::file: return 1;
    }
    return 1;
}

chat::FileKind file_kind_of(std::uint64_t number) {
    return number == number_of(chat::FileKind::image) ? chat::FileKind::image : chat::FileKind::file;
}

Said said(std::uint64_t room, const chat::Entry& entry) {
    Said fact{room, entry.seq, entry.ts, entry.session, entry.from, entry.id, std::nullopt, {}};
    const auto take_body = [&fact](const chat::Said& body) {
        if (body.text) fact.text = *body.text;
        if (body.file) fact.filename = body.file->filename;
    };
    std::visit(take_body, entry.body);
    return fact;
}

std::optional<Fact> take_fact(Decoder& decoder) {
    const auto kind = decoder.byte();
    const auto fields = decoder.bytes(decoder.u32());
    if (decoder.failed()) return std::nullopt;
    Decoder in(fields);
    Fact fact = take_fields(kind, in, fields);
    return in.failed() ? std::nullopt : std::optional(std::move(fact));
}

}  // namespace papo::store
