// What is asked of the parts while they serve, and what the log says of it.
#include "server_parts.h"

namespace papo::server {

LimitCounts Server::Parts::limit_counts() const {
    auto counts = reactor->acceptor().limit_counts();
    counts += hub->limit_counts();
    counts += metrics.limits;
    return counts;
}

ops::Figures Server::Parts::figures(bool all) const {
    const auto& worker = storage->figures();
    ops::Figures all_of{
        metrics,
        reactor->counts(),
        limit_counts(),
        {reactor->connection_count(), hub->connections(), hub->active_rooms().size(), reactor->queued_bytes(),
         gate.uploads_under_way(), storage->file_bytes(), storage->backlog(), max_connections},
        {storage->commit_times(), storage->messages_stored(), storage->journal_bytes(), worker.folds, worker.fold_us,
         worker.checkpoints, worker.checkpoint_us, worker.unknown_facts},
        probe.read()};
    if (all) all_of.system.descriptors = probe.count_descriptors();
    return all_of;
}

void Server::Parts::watch_figures(Now now) {
    if (watch.is_due(now)) watch.look(limit_counts(), metrics, events, now);
    events.tick(now);
}

}  // namespace papo::server
