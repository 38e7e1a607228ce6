#include "papo/commands/html_log.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <vector>

#include "papo/base/fd.h"
#include "papo/base/utf8.h"
#include "papo/uploads/upload_store.h"

namespace papo::commands {
namespace {

constexpr std::size_t flush_bytes = 64U << 10U;
constexpr std::size_t picture_part = 48U << 10U;  // a multiple of 3, so that only the last part has base64 padding

// Has the web client's colours (www/css/tokens.css).
constexpr std::string_view head = R"(<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<style>
:root { --paper: #f8f7f1; --surface: #fefdfa; --ink: #1d241e; --faint: #616862; --line: #dddbd3; --leaf: #185b37; --light: 0.47; --chroma: 0.11 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d130f; --surface: #171d19; --ink: #e9e8e1; --faint: #969a92; --line: #2e3530; --leaf: #7ad59c; --light: 0.8; --chroma: 0.09 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0 0 1rem; color: var(--leaf); font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere }
h2 { margin: 2rem 0 1rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); color: var(--faint); font-size: 0.85rem; font-weight: 600 }
article { margin: 0.75rem 0; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow-wrap: anywhere }
article b { color: var(--leaf) }
@supports (color: oklch(0 0 0)) { article b { color: oklch(var(--light) var(--chroma) var(--hue)) } }
time, .about, footer { color: var(--faint); font-size: 0.85rem }
article time { margin-inline-start: 0.5rem }
p { margin: 0.25rem 0; white-space: pre-wrap; unicode-bidi: plaintext }
figure { margin: 0.5rem 0 }
img { display: block; max-width: 100%; height: auto; max-height: 40rem; object-fit: contain; border-radius: 6px }
footer { margin-top: 2rem }
@media print {
  :root { --paper: #fff; --surface: #fff; --ink: #000; --faint: #444; --line: #bbb; --leaf: #185b37; --light: 0.47; --chroma: 0.11 }
  body { max-width: none; padding: 0 }
  article { break-inside: avoid }
  h2 { break-after: avoid }
  img { max-height: 12cm }
}
</style>
)";

void append_text(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
}

// One of twelve hues; www/js/format.js gives a name the same one.
unsigned hue_of(std::string_view name) {
    std::uint32_t hash = 0;
    while (!name.empty()) hash = hash * 31 + static_cast<std::uint32_t>(next_code_point(name));
    return 10 + hash % 12 * 30;
}

std::tm local(std::int64_t ts) {
    const std::time_t seconds = ts / 1000;
    std::tm time{};
    ::localtime_r(&seconds, &time);
    return time;
}

std::string formatted(const std::tm& time, const char* format) {
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &time)};
}

// Invalid if the upload is missing or not a regular file.
Fd open_upload(const std::string& folder, const std::string& filename) {
    if (!uploads::is_stored_name(filename)) return {};
    Fd file(::open((folder + "/" + filename).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return {};
    return file;
}

// Fills `part`; less only at the end of the file.
Result<std::size_t> read_part(int fd, std::vector<unsigned char>& part) {
    std::size_t size = 0;
    while (size < part.size()) {
        const auto got = ::read(fd, part.data() + size, part.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Error{std::string("cannot read an uploaded file: ") + std::strerror(errno)};
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    return size;
}

// "photo.png, image/png, 1.4 MB"; leaves out a media type's parameters.
void append_about(std::string& out, const chat::FileInfo& file, const ExportWords& words) {
    out += R"(<bdi>)";
    append_text(out, file.name);
    out += "</bdi>, ";
    append_text(out, std::string_view(file.type).substr(0, file.type.find(';')));
    out += ", " + size_in_words(words, file.size);
}

}  // namespace

Result<void> HtmlLog::flush() {
    auto written = write_(out_);
    out_.clear();
    return written;
}

Result<void> HtmlLog::begin() {
    out_ += "<!doctype html>\n<html lang=\"";
    out_ += words_.language;
    out_ += "\">\n";
    out_ += head;
    out_ += "<title>";
    append_text(out_, room_);
    out_ += "</title>\n<h1 dir=\"auto\">";
    append_text(out_, room_);
    out_ += "</h1>\n";
    return flush();
}

void HtmlLog::append_day(std::int64_t ts) {
    const auto time = local(ts);
    auto day = formatted(time, "%Y-%m-%d");
    if (day == day_) return;
    out_ += "<h2><time datetime=\"" + day + "\">" + date_in_words(words_, time) + "</time></h2>\n";
    day_ = std::move(day);
}

Result<void> HtmlLog::add(const chat::Entry& entry) {
    ++entries_;
    append_day(entry.ts);
    const auto time = local(entry.ts);
    out_ += "<article id=\"m" + std::to_string(entry.seq) +
            "\"><b style=\"--hue:" + std::to_string(hue_of(entry.from)) + "\"><bdi>";
    append_text(out_, entry.from);
    out_ += "</bdi></b><time datetime=\"" + formatted(time, "%Y-%m-%dT%H:%M:%S%z") + "\">" + formatted(time, "%H:%M") +
            "</time>\n";
    if (auto added = std::visit([&](const auto& body) { return add_body(body); }, entry.body); !added) return added;
    out_ += "</article>\n";
    return out_.size() < flush_bytes ? Result<void>{} : flush();
}

Result<void> HtmlLog::add_body(const chat::Said& said) {
    if (said.text) {
        out_ += "<p>";
        append_text(out_, *said.text);
        out_ += "</p>\n";
    }
    if (!said.file) return {};
    if (said.file->kind == chat::FileKind::image) return add_picture(*said.file);
    out_ += "<p class=\"about\">";
    append_about(out_, *said.file, words_);
    if (!open_upload(uploads_, said.file->filename)) {
        out_ += ": ";
        out_ += words_.missing_file;
    }
    out_ += "</p>\n";
    return {};
}

Result<void> HtmlLog::add_picture(const chat::FileInfo& file) {
    const auto upload = open_upload(uploads_, file.filename);
    out_ += "<figure>";
    if (upload) {
        out_ += "<img alt=\"";
        append_text(out_, file.name);
        out_ += '"';
        if (file.width != 0 && file.height != 0) {
            out_ += " width=\"" + std::to_string(file.width) + "\" height=\"" + std::to_string(file.height) + '"';
        }
        out_ += " src=\"data:";
        append_text(out_, file.type);
        out_ += ";base64,";
        std::vector<unsigned char> part(picture_part);
        std::vector<unsigned char> encoded(picture_part / 3 * 4 + 1);
        for (std::size_t size = picture_part; size == picture_part;) {
            const auto got = read_part(upload.get(), part);
            if (!got) return got.error();
            size = *got;
            const int letters = EVP_EncodeBlock(encoded.data(), part.data(), static_cast<int>(size));
            out_.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(letters));
            if (auto flushed = flush(); !flushed) return flushed;
        }
        out_ += "\">";
    }
    out_ += "<figcaption class=\"about\">";
    append_about(out_, file, words_);
    if (!upload) {
        out_ += ": ";
        out_ += words_.missing_file;
    }
    out_ += "</figcaption></figure>\n";
    return {};
}

Result<void> HtmlLog::end(std::int64_t now_ms) {
    out_ += "<footer>";
    if (entries_ == 0) {
        out_ += words_.no_messages;
    } else if (entries_ == 1) {
        out_ += words_.one_message;
    } else {
        out_ += std::to_string(entries_) + " ";
        out_ += words_.messages;
    }
    out_ += " · ";
    out_ += words_.exported;
    out_ += " " + date_in_words(words_, local(now_ms)) + " · papo</footer>\n</html>\n";
    return flush();
}

}  // namespace papo::commands
