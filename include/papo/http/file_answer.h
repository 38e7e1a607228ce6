// Answers whose body is a file, the client's or an uploaded one: validators, conditions, codings and ranges.
#pragma once

#include <string_view>

#include "papo/http/http_answer.h"
#include "papo/http/static_files.h"
#include "papo/proto/http_request.h"
#include "papo/uploads/upload_store.h"

namespace papo::http {

// A file of the web client in the coding that suits the request: whole, ranges of it, or what the request's conditions
// make of it.
HttpAnswer static_answer(StaticFile& file, const proto::HttpRequest& request);
// An uploaded file, likewise. `name` is what the sender called it, empty when unknown; it is told with a `download`
// and with what is not shown in place (see is_shown).
HttpAnswer stored_answer(uploads::StoredFile file, std::string_view stored_name, std::string_view name, bool download,
                         const proto::HttpRequest& request);
// Whether a browser may show an uploaded file of this media type in place; all others are attachments.
bool is_shown(std::string_view type);
// `answer` to a GET or HEAD of what has no validators, unless the request's conditions want another.
HttpAnswer conditional_answer(HttpAnswer answer, const proto::HttpRequest& request);

}  // namespace papo::http
