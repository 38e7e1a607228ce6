#include "papo/net/interfaces.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <string_view>

namespace papo::net {
namespace {

constexpr std::size_t max_addresses = 256;

struct Request {
    nlmsghdr header;
    rtgenmsg body;
};

bool send_request(int socket, std::uint16_t type, std::uint8_t family, std::uint32_t sequence) {
    Request request{};
    request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.body);
    request.header.nlmsg_type = type;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.header.nlmsg_seq = sequence;
    request.body.rtgen_family = family;
    return ::send(socket, &request, request.header.nlmsg_len, MSG_DONTWAIT) >= 0;
}

// Requests all objects of a type and passes each message to `take`. Never waits: the kernel has the answer ready when
// send() returns.
template <typename Take>
bool dump(int socket, std::uint16_t type, std::uint8_t family, std::uint32_t sequence, Take take) {
    if (!send_request(socket, type, family, sequence)) return false;
    alignas(nlmsghdr) std::array<char, 32 * 1024> buffer;
    for (;;) {
        const auto got = ::recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC);
        if (got < 0 || static_cast<std::size_t>(got) > buffer.size()) return false;
        auto left = static_cast<std::uint32_t>(got);
        const auto* message = reinterpret_cast<const nlmsghdr*>(buffer.data());
        for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_seq != sequence) continue;  // left over from an aborted dump
            if (message->nlmsg_type == NLMSG_DONE) return true;
            if (message->nlmsg_type == NLMSG_ERROR) return false;
            take(*message);
        }
    }
}

template <typename Visit>
void each_attribute(const rtattr* attribute, std::uint32_t left, Visit visit) {
    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        visit(attribute->rta_type, std::string_view(static_cast<const char*>(RTA_DATA(attribute)),
                                                    static_cast<std::size_t>(RTA_PAYLOAD(attribute))));
    }
}

std::string text_in(std::string_view value) {
    return std::string(value.substr(0, value.find('\0')));
}

std::string kind_in(std::string_view info) {
    std::string kind;
    each_attribute(reinterpret_cast<const rtattr*>(info.data()), static_cast<std::uint32_t>(info.size()),
                   [&](unsigned type, std::string_view value) {
                       if (type == IFLA_INFO_KIND) kind = text_in(value);
                   });
    return kind;
}

Link link_of(const nlmsghdr& message) {
    const auto* info = static_cast<const ifinfomsg*>(NLMSG_DATA(&message));
    Link link;
    link.index = info->ifi_index;
    link.flags = info->ifi_flags;
    each_attribute(IFLA_RTA(info), static_cast<std::uint32_t>(IFLA_PAYLOAD(&message)),
                   [&](unsigned type, std::string_view value) {
                       if (type == IFLA_IFNAME) link.name = text_in(value);
                       if (type == IFLA_LINKINFO) link.kind = kind_in(value);
                       if (type == IFLA_MASTER && value.size() == sizeof link.master)
                           std::memcpy(&link.master, value.data(), sizeof link.master);
                   });
    return link;
}

// IFA_LOCAL is this machine's address; on a tunnel IFA_ADDRESS is the other end's.
std::optional<std::uint32_t> address_of(const nlmsghdr& message) {
    const auto* info = static_cast<const ifaddrmsg*>(NLMSG_DATA(&message));
    std::optional<std::uint32_t> local;
    std::optional<std::uint32_t> other;
    each_attribute(IFA_RTA(info), static_cast<std::uint32_t>(IFA_PAYLOAD(&message)),
                   [&](unsigned type, std::string_view value) {
                       std::uint32_t address = 0;
                       if (value.size() != sizeof address) return;
                       std::memcpy(&address, value.data(), sizeof address);
                       if (type == IFA_LOCAL) local = ntohl(address);
                       if (type == IFA_ADDRESS) other = ntohl(address);
                   });
    return local ? local : other;
}

// Recognizes the interface names of common tools.
bool is_virtual(std::string_view interface) {
    constexpr std::array<std::string_view, 24> prefixes{
        "docker", "br-",  "veth", "virbr", "vnet", "lxc", "lxd",   "podman",    "cni", "flannel", "cali",     "cilium",
        "vmnet",  "vbox", "tun",  "tap",   "wg",   "ppp", "ipsec", "tailscale", "zt",  "utun",    "nordlynx", "dummy"};
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return interface.substr(0, prefix.size()) == prefix; });
}

int distance(const InterfaceAddress& each) {
    if (each.address >> 16U == 0xA9FE) return 3;  // 169.254.0.0/16
    if (each.is_tunnel || is_virtual(each.interface)) return 2;
    return each.has_link ? 0 : 1;
}

}  // namespace

Result<Interfaces> Interfaces::open() {
    Fd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel) != 0) {
        return Error{std::string("cannot ask for this machine's addresses: ") + std::strerror(errno)};
    }
    return Interfaces(std::move(socket));
}

std::optional<std::vector<InterfaceAddress>> Interfaces::read() {
    std::vector<Link> all;
    const bool has_links = dump(socket_.get(), RTM_GETLINK, AF_UNSPEC, ++sequence_,
                                [&](const nlmsghdr& message) { all.push_back(link_of(message)); });
    std::map<int, Link> links;
    for (const auto& link : all) {
        if ((link.flags & IFF_UP) != 0 && (link.flags & IFF_LOOPBACK) == 0 && !is_inner_bridge(link, all))
            links.emplace(link.index, link);
    }
    std::vector<InterfaceAddress> found;
    const bool has_all =
        has_links && dump(socket_.get(), RTM_GETADDR, AF_INET, ++sequence_, [&](const auto& message) {
            const auto* info = static_cast<const ifaddrmsg*>(NLMSG_DATA(&message));
            const auto link = links.find(static_cast<int>(info->ifa_index));
            const auto address = address_of(message);
            if (link == links.end() || !address || found.size() == max_addresses) return;
            const auto& [index, name, flags, kind, master] = link->second;
            found.push_back({name, *address, (flags & IFF_RUNNING) != 0, (flags & IFF_POINTOPOINT) != 0, index});
        });
    return has_all ? std::optional(std::move(found)) : std::nullopt;
}

bool is_inner_bridge(const Link& link, const std::vector<Link>& all) {
    if (link.kind != "bridge") return false;
    return std::none_of(all.begin(), all.end(), [&](const Link& port) {
        return port.master == link.index && port.kind != "veth" && port.kind != "tun" && port.kind != "dummy";
    });
}

std::string text_of(std::uint32_t address) {
    const in_addr bytes{htonl(address)};
    std::array<char, INET_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET, &bytes, text.data(), text.size());
    return text.data();
}

std::vector<std::string> by_reach(std::vector<InterfaceAddress> addresses) {
    std::stable_sort(addresses.begin(), addresses.end(),
                     [](const auto& a, const auto& b) { return distance(a) < distance(b); });
    std::vector<std::string> texts;
    for (const auto& each : addresses) {
        auto text = text_of(each.address);
        if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace papo::net
