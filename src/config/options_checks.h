// What values of single options have to be. Each function says in words what is wrong, or nothing.
#pragma once

#include <string>

namespace papo::config {

// A label of a host name (RFC 1123 section 2.1).
std::string label_problem(const std::string& text);
// An upload's extension, in lower case, of which the content can be checked; or empty.
std::string type_problem(const std::string& text);
// A name as it stands in Host, without a port; or "*", or empty.
std::string host_problem(const std::string& text);

}  // namespace papo::config
