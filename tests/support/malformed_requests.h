// Malformed requests, each with the status of the refusal. The connection ends after each.
#pragma once

#include <string>
#include <vector>

namespace papo::test {

struct MalformedRequest {
    std::string what;
    std::string bytes;
    int status;
};

inline std::vector<MalformedRequest> malformed_requests() {
    using namespace std::string_literals;
    std::vector<MalformedRequest> all;
    const auto add = [&](const std::string& what, const std::string& bytes, int status = 400) {
        all.push_back({what, bytes, status});
    };
    const auto line = [&](const std::string& what, const std::string& first, int status = 400) {
        add(what, first + "\r\nHost: a\r\n\r\n", status);
    };
    const auto field = [&](const std::string& what, const std::string& text, int status = 400) {
        add(what, "POST / HTTP/1.1\r\nHost: a\r\n" + text + "\r\n\r\n", status);
    };
    const auto host = [&](const std::string& what, const std::string& value) {
        add(what, "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n");
    };
    const auto chunks = [&](const std::string& what, const std::string& body, int status = 400) {
        add(what, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body, status);
    };

    line("no version", "GET /");
    line("two spaces before the target", "GET  / HTTP/1.1");
    line("two spaces before the version", "GET /  HTTP/1.1");
    line("a space behind the version", "GET / HTTP/1.1 ");
    line("a tab for a space", "GET\t/ HTTP/1.1");
    line("a space in front", " GET / HTTP/1.1");
    line("a name in lower case", "GET / http/1.1");
    line("a version of two digits", "GET / HTTP/1.10");
    line("a version without a point", "GET / HTTP/11");
    line("another protocol", "GET / ICY/1.1");
    line("HTTP/2.0", "GET / HTTP/2.0", 505);
    line("HTTP/0.9 with a version", "GET / HTTP/0.9", 505);
    line("the preface of HTTP/2", "PRI * HTTP/2.0", 505);
    line("a method that is no token", "G(T / HTTP/1.1");
    line("a method past ASCII", "G\xC3\x89T / HTTP/1.1");
    line("a method beyond all bounds", std::string(33, 'M') + " / HTTP/1.1", 501);
    line("a target past ASCII", "GET /\xC3\xA9 HTTP/1.1");
    line("a control in the target", "GET /\x01 HTTP/1.1");
    line("a DEL in the target", "GET /\x7F HTTP/1.1");
    line("a NUL in the target", "GET /\0 HTTP/1.1"s);
    line("a fragment", "GET /#top HTTP/1.1");
    line("a relative target", "GET index.html HTTP/1.1");
    line("a query without a path", "GET ?a HTTP/1.1");
    line("an asterisk for GET", "GET * HTTP/1.1");
    line("an asterisk and more", "OPTIONS *x HTTP/1.1");
    line("another scheme", "GET ftp://a/ HTTP/1.1");
    line("a scheme without a host", "GET http:///x HTTP/1.1");
    line("user information", "GET http://ana@a/ HTTP/1.1");
    line("a port that is no number", "GET http://a:x/ HTTP/1.1");
    line("a port beyond all ports", "GET http://a:65536/ HTTP/1.1");
    line("an authority for GET", "GET a:80 HTTP/1.1");
    line("a path for CONNECT", "CONNECT /x HTTP/1.1");
    line("an authority without a port", "CONNECT a HTTP/1.1");
    add("a request line ended by LF", "GET / HTTP/1.1\nHost: a\r\n\r\n");
    add("a request line ended by CR", "GET / HTTP/1.1\rHost: a\r\n\r\n");
    add("an empty line of LF alone", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    add("empty lines instead of a request", "\r\n\r\n\r\n\r\n\r\n");
    add("a greeting of TLS", "\x16\x03\x01\x02"s);
    line("a target of more than 8 KiB", "GET /" + std::string(8192, 'a') + " HTTP/1.1", 414);

    field("a line ended by LF", "A: 1\nB: 2");
    field("a line ended by CR", "A: 1\rB: 2");
    field("two CRs", "A: 1\r");
    field("a NUL", "A: \0"s);
    field("a control in a value", "A: \x01");
    field("a vertical tab in a value", "A: \x0B");
    field("a DEL in a value", "A: \x7F");
    field("a folded line", "A: 1\r\n b");
    field("a line folded with a tab", "A: 1\r\n\tb");
    field("white space before the colon", "A : 1");
    field("a tab before the colon", "A\t: 1");
    field("a name without a colon", "A");
    field("no name", ": 1");
    field("a name past ASCII", "\xC3\x89: 1");
    field("a name that is no token", "A(b): 1");
    add("white space before the first field", "GET / HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n");
    add("an end of LF alone", "GET / HTTP/1.1\r\nHost: a\r\n\n");
    add("an end of CR alone", "GET / HTTP/1.1\r\nHost: a\r\n\rX");
    field("a header block of more than 16 KiB", "A: " + std::string(16384, 'a'), 431);

    add("no Host", "GET / HTTP/1.1\r\n\r\n");
    add("no Host beside an absolute target", "GET http://a/ HTTP/1.1\r\n\r\n");
    field("two Hosts", "Host: a");
    host("a list of hosts", "a, b");
    host("a host with a path", "a/b");
    host("a host with user information", "ana@a");
    host("a host with a space", "a b");
    host("a host past ASCII", "\xC3\xA9");
    host("a host with a broken escape", "a%zz");
    host("a port beyond all ports", "a:65536");
    host("a port with a sign", "a:+80");
    host("two ports", "a:80:80");
    host("an IPv6 address without brackets", "::1");
    host("brackets without an address", "[a]");
    host("brackets that do not end", "[::1");
    host("an IPv6 address with a zone", "[fe80::1%25eth0]");
    host("something behind the brackets", "[::1]x");

    field("two lengths", "Content-Length: 3\r\nContent-Length: 3");
    field("two differing lengths", "Content-Length: 3\r\nContent-Length: 4");
    field("a list of lengths", "Content-Length: 3, 3");
    field("a length with a sign", "Content-Length: +3");
    field("a negative length", "Content-Length: -3");
    field("a length with a space in it", "Content-Length: 3 3");
    field("a length in base 16", "Content-Length: 0x3");
    field("a length with letters behind", "Content-Length: 3x");
    field("a length with a point", "Content-Length: 3.0");
    field("an empty length", "Content-Length:");
    field("a length past 64 bits", "Content-Length: 18446744073709551616");
    field("two framings", "Content-Length: 3\r\nTransfer-Encoding: chunked");
    field("two framings the other way round", "Transfer-Encoding: chunked\r\nContent-Length: 3");
    field("an unknown coding", "Transfer-Encoding: xchunked");
    field("no coding at all", "Transfer-Encoding:");
    field("identity", "Transfer-Encoding: identity");
    field("chunked twice", "Transfer-Encoding: chunked, chunked");
    field("chunked twice, in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
    field("chunked not last", "Transfer-Encoding: chunked, gzip");
    field("chunked with something behind", "Transfer-Encoding: chunked x");
    field("chunked with a parameter", "Transfer-Encoding: chunked;q=1");
    field("chunked in quotes", "Transfer-Encoding: \"chunked\"");
    field("chunked with a vertical tab", "Transfer-Encoding: chunked\x0B");
    field("chunked with a vertical tab in front", "Transfer-Encoding: \x0B" + "chunked"s);
    field("a coding before chunked", "Transfer-Encoding: gzip, chunked", 501);
    add("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    chunks("no size", "\r\nabc\r\n");
    chunks("a size in base 16 that says so", "0x3\r\nabc\r\n0\r\n\r\n");
    chunks("a size with a sign", "+3\r\nabc\r\n0\r\n\r\n");
    chunks("a negative size", "-3\r\nabc\r\n0\r\n\r\n");
    chunks("a space before a size", " 3\r\nabc\r\n0\r\n\r\n");
    chunks("a space behind a size", "3 \r\nabc\r\n0\r\n\r\n");
    chunks("a size that is no number", "g\r\nabc\r\n0\r\n\r\n");
    chunks("a size of 65 bits", "10000000000000000\r\nabc\r\n");
    chunks("a size of too many digits", std::string(1025, '0') + "3\r\nabc\r\n0\r\n\r\n");
    chunks("a size ended by LF", "3\nabc\r\n0\r\n\r\n");
    chunks("a size ended by CR", "3\rabc\r\n0\r\n\r\n");
    chunks("data ended by LF", "3\r\nabc\n0\r\n\r\n");
    chunks("data ended by CR", "3\r\nabc\r0\r\n\r\n");
    chunks("data of more than its size", "3\r\nabcd\r\n0\r\n\r\n");
    chunks("an end of LF alone", "3\r\nabc\r\n0\n\n");
    chunks("an extension without a name", "3;\r\nabc\r\n0\r\n\r\n");
    chunks("an extension without a value", "3;a=\r\nabc\r\n0\r\n\r\n");
    chunks("an extension with an LF", "3;a\nabc\r\n0\r\n\r\n");
    chunks("an extension with a CR", "3;a\rabc\r\n0\r\n\r\n");
    chunks("an extension with an LF in quotes", "3;a=\"\n\"\r\nabc\r\n0\r\n\r\n");
    chunks("an extension with quotes that do not end", "3;a=\"b\r\nabc\r\n0\r\n\r\n");
    chunks("an extension with something behind its quotes", "3;a=\"b\"c\r\nabc\r\n0\r\n\r\n");
    chunks("an extension with a blank behind", "3;a \r\nabc\r\n0\r\n\r\n");
    chunks("an extension that is no token", "3;\x01\r\nabc\r\n0\r\n\r\n");
    chunks("an extension beyond all bounds", "3;" + std::string(1024, 'a') + "\r\nabc\r\n0\r\n\r\n");
    std::string many;
    for (int i = 0; i < 17; ++i) many += "3;" + std::string(1000, 'a') + "\r\nabc\r\n";
    chunks("extensions that are too long together", many + "0\r\n\r\n");
    chunks("a trailer ended by LF", "0\r\nA: 1\n\r\n");
    chunks("a trailer folded", "0\r\nA: 1\r\n b\r\n\r\n");
    chunks("a trailer with a NUL", "0\r\nA: \0\r\n\r\n"s);
    chunks("a trailer without a colon", "0\r\nA\r\n\r\n");
    chunks("white space before a trailer", "0\r\n A: 1\r\n\r\n");
    chunks("trailers of more than 16 KiB", "0\r\nA: " + std::string(16384, 'a') + "\r\n\r\n", 431);
    return all;
}

}  // namespace papo::test
