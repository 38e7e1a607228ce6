#include "papo/store/facts.h"

#include <algorithm>

#include "papo/store/codec.h"

namespace papo::store {
namespace {

// On the disk: never renumber.
enum class Tag : std::uint8_t {
    room_made = 1,
    room_forgotten = 2,
    said = 3,
    person_came = 4,
    person_went = 5,
    file_added = 6,
    file_removed = 7,
};

void put_tag(std::string& out, Tag tag) {
    out += static_cast<char>(tag);
}

void put_session(std::string& out, const chat::SessionId& session) {
    put_string(out, {reinterpret_cast<const char*>(session.data()), session.size()});
}

chat::SessionId take_session(Decoder& in) {
    chat::SessionId session{};
    const auto bytes = in.string();
    std::copy_n(bytes.begin(), std::min(bytes.size(), session.size()), session.begin());
    return session;
}

Fact take_said(Decoder& in) {
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

Fact take_file(Decoder& in) {
    FileAdded fact;
    fact.info.filename = in.string();
    fact.info.name = in.string();
    fact.info.type = in.string();
    fact.info.kind = in.number() == 0 ? chat::FileKind::image : chat::FileKind::file;
    fact.info.size = in.number();
    fact.info.width = static_cast<std::uint32_t>(in.number());
    fact.info.height = static_cast<std::uint32_t>(in.number());
    fact.info.thumb = in.string();
    fact.bytes = in.number();
    fact.added = static_cast<std::int64_t>(in.number());
    return fact;
}

}  // namespace

void append_fact(std::string& out, const RoomMade& fact) {
    put_tag(out, Tag::room_made);
    put_number(out, fact.room);
    put_string(out, fact.name);
    put_string(out, fact.epoch);
    put_string(out, fact.password_hash);
}

void append_fact(std::string& out, const RoomForgotten& fact) {
    put_tag(out, Tag::room_forgotten);
    put_number(out, fact.room);
}

void append_fact(std::string& out, const Said& fact) {
    put_tag(out, Tag::said);
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
    put_tag(out, Tag::person_came);
    put_number(out, fact.room);
    put_session(out, fact.session);
    put_string(out, fact.name);
}

void append_fact(std::string& out, const PersonWent& fact) {
    put_tag(out, Tag::person_went);
    put_number(out, fact.room);
    put_string(out, fact.name);
}

void append_fact(std::string& out, const FileAdded& fact) {
    put_tag(out, Tag::file_added);
    put_string(out, fact.info.filename);
    put_string(out, fact.info.name);
    put_string(out, fact.info.type);
    put_number(out, fact.info.kind == chat::FileKind::image ? 0 : 1);
    put_number(out, fact.info.size);
    put_number(out, fact.info.width);
    put_number(out, fact.info.height);
    put_string(out, fact.info.thumb);
    put_number(out, fact.bytes);
    put_number(out, static_cast<std::uint64_t>(fact.added));
}

void append_fact(std::string& out, const FileRemoved& fact) {
    put_tag(out, Tag::file_removed);
    put_string(out, fact.filename);
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

std::optional<Fact> take_fact(Decoder& in) {
    std::optional<Fact> fact;
    switch (static_cast<Tag>(in.number())) {
    case Tag::room_made: {
        RoomMade made;
        made.room = in.number();
        made.name = in.string();
        made.epoch = in.string();
        made.password_hash = in.string();
        fact = made;
        break;
    }
    case Tag::room_forgotten: fact = RoomForgotten{in.number()}; break;
    case Tag::said: fact = take_said(in); break;
    case Tag::person_came: {
        PersonCame came;
        came.room = in.number();
        came.session = take_session(in);
        came.name = in.string();
        fact = came;
        break;
    }
    case Tag::person_went: {
        PersonWent went;
        went.room = in.number();
        went.name = in.string();
        fact = went;
        break;
    }
    case Tag::file_added: fact = take_file(in); break;
    case Tag::file_removed: fact = FileRemoved{in.string()}; break;
    }
    return in.failed() ? std::nullopt : fact;
}

}  // namespace papo::store
